/**
 * The outbox's thinking: what to send next, and what an answer lets go. No storage, no network, no clock.
 *
 * An item leaves this device only when the server has named its id. Whatever else happens (no answer, a lost answer, an
 * answer about something else, an expired sign-in, a server that cannot read it) the item stays.
 *
 * @typedef {import('../lib/types.js').Item} Item
 * @typedef {import('../lib/types.js').Entry} Entry
 * @typedef {import('../lib/types.js').Refusal} Refusal
 * @typedef {import('../lib/types.js').Answer} Answer
 */

export const BATCH = 100;
const LONGEST_WAIT = 60_000;
const STRANGER_WAIT = 300_000;

/** These do not wait behind what was recorded before them. */
const URGENT = ['help', 'stop'];

/**
 * @param {{entry: Entry, session: string, identity: string}} recorded
 * @returns {Item}
 */
export function bind({ entry, session, identity }) {
  const danger = entry.kind === 'effect' && Boolean(entry.data.danger);
  const urgent = danger || URGENT.includes(entry.kind);
  return { id: entry.id, identity, session, urgent, sealed: false, refused: null, entry };
}

/** @param {Item} item @param {string} identity */
const mine = (item, identity) => identity !== '' && item.identity === identity;

/** @param {Item} item @param {string} identity */
const sendable = (item, identity) => mine(item, identity) && !item.sealed && !item.refused;

/** Ids are in time order. @param {Item} a @param {Item} b */
const inOrder = (a, b) => Number(b.urgent) - Number(a.urgent) || (a.id < b.id ? -1 : 1);

/**
 * The next items to send: all of one session, urgent ones first, then the oldest.
 * @param {Item[]} items
 * @param {{identity: string, size?: number, held?: Set<string>, without?: Set<string>}} limits held: sessions that wait;
 *   without: items already on their way or already answered in this round
 * @returns {Item[]} empty: nothing to send
 */
export function nextBatch(items, { identity, size = BATCH, held = new Set(), without = new Set() }) {
  const ready = items.filter((item) => sendable(item, identity) && !held.has(item.session) && !without.has(item.id));
  ready.sort(inOrder);
  const [first] = ready;
  if (!first) return [];
  return ready.filter((item) => item.session === first.session).slice(0, Math.min(size, BATCH));
}

/**
 * What an answer to a batch means.
 * @param {Item[]} batch
 * @param {Answer} answer
 * @returns {{remove: string[], refuse: {id: string, refused: Refusal}[], marks: Record<string, string>,
 *   version: number|null, next: 'on'|'wait'|'signin'|'smaller'|'hold'}} next: go on; wait a while; somebody must sign in;
 *   try a smaller batch; leave this session for a while
 */
export function settle(batch, answer) {
  const kept = { remove: [], refuse: [], marks: {}, version: null };
  const { status, body } = answer;
  if (status === 200 && body) return named(batch, body);
  if (status === 401 || status === 403) return { ...kept, next: 'signin' };
  if (status === 404) return { ...kept, next: 'hold' };
  if (status === 400 || status === 413 || status === 422) {
    if (batch.length > 1) return { ...kept, next: 'smaller' };
    const refuse = batch.map(({ id }) => ({ id, refused: { field: '', why: '' } }));
    return { ...kept, refuse, next: 'on' };
  }
  return { ...kept, next: 'wait' };
}

/**
 * @param {Item[]} batch @param {Record<string, any>} body
 * @returns {ReturnType<typeof settle>}
 */
function named(batch, body) {
  const sent = new Set(batch.map((item) => item.id));
  const aside = (body.aside ?? []).map((/** @type {{id: string}} */ one) => one.id);
  const has = [...(body.stored ?? []), ...(body.already ?? []), ...aside];
  const remove = [...new Set(has)].filter((id) => sent.has(id));
  const gone = new Set(remove);
  const refuse = (body.refused ?? [])
    .filter((/** @type {{id: string}} */ one) => sent.has(one.id) && !gone.has(one.id))
    .map((/** @type {{id: string, field?: string, why?: string}} */ one) => ({
      id: one.id,
      refused: { field: one.field ?? '', why: one.why ?? '' },
    }));
  // An answer that says nothing about what was sent must not be asked for again at once, for ever.
  const next = remove.length + refuse.length > 0 ? 'on' : 'wait';
  return { remove, refuse, marks: body.marks ?? {}, version: body.version ?? null, next };
}

/**
 * How long to leave a server alone that did not answer, in milliseconds.
 * @param {number} tries in a row without an answer @param {number} chance from 0 to 1, so that phones do not come at once
 */
export function backoff(tries, chance) {
  const longest = Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(tries, 10));
  return Math.round(longest / 2 + (longest / 2) * chance);
}

export { STRANGER_WAIT };

/** What signing out does to what waits. @param {Item[]} items @param {string} identity @returns {Item[]} the changed ones */
export function seal(items, identity) {
  return items.filter((item) => mine(item, identity) && !item.sealed).map((item) => ({ ...item, sealed: true }));
}

/** Only the same account or pass opens them again. @param {Item[]} items @param {string} identity @returns {Item[]} */
export function unseal(items, identity) {
  return items.filter((item) => mine(item, identity) && item.sealed).map((item) => ({ ...item, sealed: false }));
}

/**
 * @param {Item[]} items @param {string} identity
 * @returns {{waiting: number, stuck: Item[]}} of this identity only: nobody learns what somebody else left here
 */
export function tally(items, identity) {
  const own = items.filter((item) => mine(item, identity));
  return { waiting: own.filter((item) => !item.refused).length, stuck: own.filter((item) => item.refused) };
}
