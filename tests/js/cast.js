/** The people of these tests, and entries they might make. */

import { webcrypto } from 'node:crypto';
import { uuid7 } from '../../stillwater/web/static/js/lib/uuid7.js';

globalThis.crypto ??= webcrypto; // Node 18, which Debian 12 has, keeps it there alone

export const MAYA = 'person:0190a000-0000-7000-8000-00000000000a';
export const THEO = 'person:0190a000-0000-7000-8000-00000000000b';
export const DAN = 'pass:0190a000-0000-7000-8000-00000000000c';
export const ANAS_SESSION = '0190b000-0000-7000-8000-000000000001';
export const JONAHS_SESSION = '0190b000-0000-7000-8000-000000000002';
export const NOON = Date.UTC(2026, 10, 24, 12, 0);

/** @param {string} kind @param {any} data @param {number} at */
export const entry = (kind = 'reading', data = { pulse: 72 }, at = NOON) => ({
  id: uuid7(),
  kind,
  observed_at: new Date(at).toISOString(),
  offset: -420,
  typed: false,
  data,
  seen: null,
});

/** Ana's evening at home: dose at noon, look in every 15 minutes for an hour, then every half hour. */
export const snapshot = (state = {}, more = {}) => ({
  session: ANAS_SESSION,
  version: 5,
  server_at: new Date(NOON).toISOString(),
  patient: 'Ana',
  helper: 'Dan',
  me: 'Dan Marlow',
  state: { stage: 'under_way', dose: { began_at: new Date(NOON).toISOString() }, ...state },
  protocol: {
    phases: [
      { key: 'settling', title: 'Settling', words: 'The medicine is starting.', from: 0, to: 10 },
      { key: 'strongest', title: 'Strongest part', words: 'This is the strongest part.', from: 10, to: 60 },
      { key: 'resting', title: 'Resting', words: 'It is wearing off.', from: 60, to: 120 },
    ],
    look_in: [
      { from: 0, to: 60, every: 15 },
      { from: 60, to: 120, every: 30 },
    ],
  },
  ...more,
});

/** @param {any} made @param {number|null} version */
export const local = (made, version = null) => ({ entry: made, version });
export const MINUTE = 60_000;
