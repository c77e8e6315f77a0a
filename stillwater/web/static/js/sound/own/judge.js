/** Which files can be part of somebody's own music, and why another cannot. Pure. */

import { GATE } from './arc.js';

/** @typedef {{bytes: number, kind: string, type: string, name: string, locked: boolean,
 *   short: boolean}} Clues `short`: its own head says that more of it belongs here */
/** @typedef {'empty'|'locked'|'not_audio'|'corrupt'|'too_short'|'too_long'|'too_large'|'cut'|'silent'|'full'|'twice'} Why */

export const SHORTEST = 20; // seconds: less is a jingle, and cross-fades would be most of it
export const LONGEST = 90 * 60;
/** Seconds of a file that has to be decoded in one go: 20 minutes are some 460 MB for a moment. */
export const WHOLE = 12 * 60;
export const WHOLE_AT_MOST = 20 * 60;
/** What can be read of a file that says to be longer, as a share. */
const MOST = 0.95;

/** Before anything is decoded. @param {Clues} clues @returns {Why|''} */
export function atFirst({ bytes, kind, type, name, locked, short }) {
  if (bytes === 0) return 'empty';
  if (locked) return 'locked';
  if (short) return 'cut';
  const said =
    type.startsWith('audio/') ||
    /\.(m4[abp]|mp[234]|aac|ogg|oga|opus|flac|wav|aiff?|wma|webm|mka|caf|aax?)$/i.test(name);
  return kind || said ? '' : 'not_audio';
}

/** It does not open. @param {string} name @returns {Why} bought files whose lock lies elsewhere than in their boxes */
export const unopened = (name) => (/\.(m4p|aax?|wma)$/i.test(name) ? 'locked' : 'corrupt');

/** By the length that its own head gives, before it is decoded. @param {number} seconds @returns {Why|''} */
export function byLength(seconds) {
  if (!(seconds > 0)) return 'corrupt';
  if (seconds < SHORTEST) return 'too_short';
  return seconds > LONGEST ? 'too_long' : '';
}

/** @param {import('./meter.js').Measured} measured @param {number} said its length by its own head @returns {Why|''} */
export function heard({ seconds, loudness }, said) {
  if (seconds === 0) return 'corrupt';
  if (seconds < said * MOST && said - seconds > 2) return 'cut';
  if (seconds < SHORTEST) return 'too_short';
  return loudness > GATE ? '' : 'silent';
}
