/**
 * One session as this page knows it: the state that came with the page or since, and what this device recorded after it.
 * Works the same with the server dead. Tells the document `sw:state` (state) when the server had another. The newest state is kept encrypted on the device, for a page opened again offline.
 *
 * @typedef {import('./types.js').Snapshot} Snapshot
 */

import { localEntries, store } from '../offline/outbox.js';
import { clock } from './clock.js';
import { block, hear, identity, tell } from './dom.js';
import { fold } from './fold-lite.js';
import { connection, listen } from './stream.js';

const POLL = 5000;

/** @param {Snapshot} snapshot */
const rowOf = ({ session }) => ({ id: `snapshot:${session}`, identity: identity(), kind: 'snapshot', at: Date.now() });

/** @param {Snapshot} snapshot */
async function remember(snapshot) {
  const plain = new TextEncoder().encode(JSON.stringify(snapshot));
  await (await store()).keep(rowOf(snapshot), plain.buffer).catch(() => {});
}

/** @param {string} session @returns {Promise<Snapshot|null>} */
async function remembered(session) {
  const rows = await (await store()).kept(identity(), 'snapshot').catch(() => []);
  const row = rows.find(({ id }) => id === `snapshot:${session}`);
  return row ? JSON.parse(new TextDecoder().decode(row.plain)) : null;
}

/**
 * @param {{stateUrl: string, changed: () => void}} how
 * @returns {{session: string, snapshot: () => Snapshot, view: () => import('./types.js').View, stop: () => void}|null} null: the page
 *   holds no session data
 */
export function watch({ stateUrl, changed }) {
  /** @type {Snapshot|null} */
  const given = block('session-data');
  if (!given) return null;
  let snapshot = given;
  /** @type {import('./types.js').Local[]} */
  let local = [];
  let fetching = false;
  let heardOf = 0;

  /** @param {Snapshot} newer the words of the page (names, protocol) stay when the answer leaves them out */
  function take(newer) {
    if (!(newer.version >= snapshot.version)) return;
    snapshot = { ...snapshot, ...newer, protocol: { ...snapshot.protocol, ...newer.protocol } };
    tell('sw:state', snapshot.state);
    changed();
  }

  async function refresh() {
    if (fetching || !stateUrl) return;
    fetching = true;
    const sent = Date.now();
    try {
      const response = await fetch(stateUrl, { signal: AbortSignal.timeout(POLL), redirect: 'error' });
      const found = response.ok ? await response.json() : null;
      if (found) {
        clock.learn({ server: found.server_at, sent, received: Date.now() });
        const { id: _, ...newer } = found;
        take(newer);
        await remember(snapshot);
      }
    } catch {
      // No network: what is here goes on.
    } finally {
      fetching = false;
    }
    if (heardOf > snapshot.version && connection().on) setTimeout(refresh, 1000);
  }

  async function reread() {
    local = (await localEntries(given?.session ?? '')).entries;
    changed();
  }

  /** @param {{session: string, version: number}} news */
  function toldOf({ session, version }) {
    if (session !== snapshot.session || !version) return;
    heardOf = Math.max(heardOf, version);
    if (version > snapshot.version) void refresh();
  }

  const ends = [hear('sw:version', toldOf), hear('sw:arrived', toldOf), hear('sw:outbox', () => void reread())];
  ends.push(hear('sw:connection', ({ on }) => on && void refresh()));
  const timer = setInterval(() => connection().on || void refresh(), POLL);
  listen();
  void remembered(given.session).then((older) => older && take(older));
  void reread();
  tell('sw:state', given.state);
  return {
    session: given.session,
    snapshot: () => snapshot,
    view: () => fold(snapshot, local, { now: clock.now(), offset: clock.offset, me: snapshot.me }),
    stop: () => {
      clearInterval(timer);
      for (const end of ends) end();
    },
  };
}

/** @typedef {NonNullable<ReturnType<typeof watch>>} Watch */
