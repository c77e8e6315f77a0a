/**
 * Takes entries in and sees that they arrive, once. Everything it touches is handed in, so that tests can cut the network,
 * lose an answer, or pull the disk.
 *
 * @typedef {import('../lib/types.js').Item} Item
 * @typedef {import('../lib/types.js').Answer} Answer
 * @typedef {import('../lib/types.js').Local} Local
 * @typedef {{waiting: number, stuck: Item[], unreadable: number, unsaved: boolean, signin: boolean}} Status
 */

import { BATCH, backoff, bind, nextBatch, STRANGER_WAIT, seal, settle, tally, unseal } from './queue.js';
import { makeShelf } from './shelf.js';

/**
 * @param {{store: Promise<import('./store.js').Store>, post: (session: string, items: Item[]) => Promise<Answer>,
 *   identity: () => string, alone: (work: () => Promise<void>) => Promise<unknown>, now: () => number,
 *   chance?: () => number, changed?: (status: Status) => void, arrived?: (news: any) => void}} parts
 *   alone: runs work while no other tab does
 */
export function makeSender({ store, post, identity, alone, now, chance = Math.random, changed, arrived }) {
  const shelf = makeShelf(store);
  /** What the server has got from this page. @type {Map<string, Local & {session: string}>} */
  const sent = new Map();
  /** Sessions that the server does not know us in, and until when they wait. @type {Map<string, number>} */
  const held = new Map();
  /** @type {Set<string>} */
  const inFlight = new Set();
  let size = BATCH;
  let tries = 0;
  let notBefore = 0;
  let signin = false;
  /** @type {Promise<unknown>|null} */
  let queued = null;

  async function status() {
    const { items, unreadable } = await shelf.all();
    const lost = unreadable.filter((row) => row.identity === identity()).length;
    return { ...tally(items, identity()), unreadable: lost, unsaved: shelf.unsaved, signin };
  }

  const report = async () => changed?.(await status());

  /** @param {Item[]} batch @param {Answer} answer @returns {Promise<ReturnType<typeof settle>['next']>} */
  async function apply(batch, answer) {
    const { remove, refuse, marks, version, next } = settle(batch, answer);
    const [{ session }] = batch;
    const refused = new Map(refuse.map((one) => [one.id, one.refused]));
    for (const item of batch) if (remove.includes(item.id)) sent.set(item.id, { session, entry: item.entry, version });
    await shelf.remove(remove);
    await shelf.change(
      batch.flatMap((item) => ({ ...item, refused: refused.get(item.id) ?? null })).filter((i) => i.refused),
    );
    signin = next === 'signin';
    if (next === 'on') size = Math.min(BATCH, size * 2);
    if (next === 'smaller') size = Math.max(1, Math.floor(batch.length / 2));
    if (next === 'hold') held.set(session, now() + STRANGER_WAIT);
    if (next === 'wait') notBefore = now() + Math.max(backoff(tries, chance()), answer.retryAfter ?? 0);
    tries = next === 'wait' ? tries + 1 : 0;
    if (next === 'on') arrived?.({ session, ids: remove, refused: refuse, version, marks });
    return next;
  }

  /** @param {Item[]} batch */
  async function send(batch) {
    for (const { id } of batch) inFlight.add(id);
    try {
      return await apply(batch, await post(batch[0].session, batch));
    } finally {
      for (const { id } of batch) inFlight.delete(id);
    }
  }

  async function round() {
    /** @type {Set<string>} */
    const answered = new Set();
    for (;;) {
      const waits = new Set([...held].filter(([, until]) => until > now()).map(([session]) => session));
      const { items } = await shelf.all();
      const without = new Set([...answered, ...inFlight]);
      const batch = nextBatch(items, { identity: identity(), size, held: waits, without });
      if (batch.length === 0) return;
      const next = await send(batch);
      if (next === 'wait' || next === 'signin') return;
      // Once answered, not again in this round: a disk that cannot delete must not make a loop.
      if (next === 'on') for (const { id } of batch) answered.add(id);
    }
  }

  /** @param {{now?: boolean}} [how] now: the network came back, or somebody touched: do not wait out a pause */
  async function flush(how = {}) {
    if (identity() === '' || (!how.now && now() < notBefore)) return report();
    if (how.now) tries = 0; // what went before says nothing about the network that is here now
    queued ??= alone(async () => {
      queued = null; // what is added from here on asks for a round of its own
      await round();
    }).finally(report);
    await queued;
  }

  return {
    status,
    flush,
    all: shelf.all,
    /** @returns {number} when to try again by itself, in the device's time */
    nextTry: () => notBefore,
    /** @param {{entry: Item['entry'], session: string}} recorded @returns {Promise<{item: Item, saved: boolean}>} once it is kept */
    async add({ entry, session }) {
      const item = bind({ entry, session, identity: identity() });
      // Help does not wait for a disk, nor for a slow batch to end; arriving twice is harmless.
      if (item.urgent && item.identity)
        void send([item])
          .catch(() => {})
          .finally(report);
      const saved = await shelf.add(item);
      void report();
      void flush({ now: true });
      return { item, saved };
    },
    /** @param {string} session @returns {Promise<Local[]>} what this identity recorded here: waiting, or sent since the page opened */
    async local(session) {
      const { items } = await shelf.all();
      const own = items.filter((item) => item.session === session && item.identity === identity());
      const waiting = own.filter((item) => !sent.has(item.id) && !item.refused);
      const arrived = [...sent.values()].filter((one) => one.session === session);
      return [...waiting.map(({ entry }) => ({ entry, version: null })), ...arrived];
    },
    /** @param {string} id after a person has looked at an entry that was not taken */
    async dealtWith(id) {
      await shelf.remove([id]);
      await report();
    },
    seal: async () => shelf.change(seal((await shelf.all()).items, identity())),
    unseal: async () => shelf.change(unseal((await shelf.all()).items, identity())),
  };
}

/** @typedef {ReturnType<typeof makeSender>} Sender */
