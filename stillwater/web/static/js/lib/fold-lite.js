/**
 * What is so now, from the last state the server gave and what this device recorded since. It lets the sitter's and the
 * patient's screens go on with the server dead. The server's fold is the truth; this mirrors the little that these two
 * screens show. Pure: times in milliseconds, "now" handed in, both in the server's time.
 *
 * @typedef {import('./types.js').Snapshot} Snapshot
 * @typedef {import('./types.js').Local} Local
 * @typedef {import('./types.js').Entry} Entry
 * @typedef {import('./types.js').View} View
 */

const MINUTE = 60_000;
const ENDED = ['left', 'closed', 'called_off', 'transferred'];
/** Signs touched within this time belong to one look-in. */
const ONE_LOOK = 2 * MINUTE;

/** @param {any} iso @returns {number|null} */
const time = (iso) => (iso ? Date.parse(iso) || null : null);

/** @param {any} by a name, or an object that holds one */
const nameOf = (by) => (typeof by === 'string' ? by : (by?.name ?? ''));

/**
 * What the state does not hold yet, in order, with the device's clock corrected and what was taken back left out.
 * @param {Local[]} local @param {number} version @param {number} offset
 * @returns {{entry: Entry, at: number}[]}
 */
export function pending(local, version, offset) {
  const fresh = local.filter((one) => one.version === null || one.version > version);
  const struck = new Set(fresh.filter(({ entry }) => entry.kind === 'amendment').map(({ entry }) => entry.data.of));
  const once = new Map(fresh.map((one) => [one.entry.id, one.entry]));
  return [...once.values()]
    .filter((entry) => !struck.has(entry.id))
    .map((entry) => ({ entry, at: Date.parse(entry.observed_at) + (entry.typed ? 0 : offset) }))
    .sort((a, b) => a.at - b.at || (a.entry.id < b.entry.id ? -1 : 1));
}

/**
 * When the next look-in is due: the interval that holds at the last one (or at the dose) says how long after it.
 * @param {{from: number, to: number, every: number}[]} rules minutes since the dose began
 * @param {number} began @param {number|null} last
 * @returns {number|null} null: none is asked for any more
 */
export function nextLookIn(rules, began, last) {
  const since = Math.max(began, last ?? began);
  const minutes = (since - began) / MINUTE;
  const order = [...rules].sort((a, b) => a.from - b.from);
  const rule = order.find(({ from, to }) => minutes >= from && minutes < to);
  if (rule) return since + rule.every * MINUTE;
  const later = order.find(({ from }) => from > minutes);
  return later ? began + later.from * MINUTE : null;
}

/** @param {Snapshot} snapshot @returns {import('./types.js').Help|null} */
function helpIn({ state }) {
  if (!state.help?.call) return null;
  const { answered } = state.help;
  return {
    call: state.help.call,
    at: time(state.help.at) ?? 0,
    by: nameOf(state.help.by),
    answered: answered ? { by: nameOf(answered.by), at: time(answered.at) ?? 0 } : null,
  };
}

/** @param {Snapshot} snapshot @returns {View['lookIn']} */
function lookInIn({ state }) {
  const at = time(state.look_in?.at);
  return at === null ? null : { at, by: nameOf(state.look_in.by), signs: state.look_in.signs ?? [], here: false };
}

/**
 * @param {Snapshot} snapshot
 * @param {Local[]} local
 * @param {{now: number, offset?: number, me?: string}} at offset: add to this device's times to get the server's
 * @returns {View}
 */
export function fold(snapshot, local, { now, offset = 0, me = '' }) {
  const { state, protocol } = snapshot;
  let stage = state.stage ?? 'planned';
  let began = time(state.dose?.began_at);
  let stopped = Boolean(state.stop);
  let help = helpIn(snapshot);
  let lookIn = lookInIn(snapshot);
  for (const { entry, at } of pending(local, snapshot.version, offset)) {
    const { kind, data } = entry;
    if (kind === 'look_in' && (lookIn === null || at >= lookIn.at)) {
      const same = lookIn?.here && at - lookIn.at <= ONE_LOOK;
      lookIn = { at, by: me, signs: [...(same && lookIn ? lookIn.signs : []), data.sign].filter(Boolean), here: true };
    } else if (kind === 'help' && data.what === 'call') help = { call: entry.id, at, by: me, answered: null };
    else if (kind === 'help' && data.what === 'coming' && help) help = { ...help, answered: { by: me, at } };
    else if (kind === 'help' && data.what === 'withdrawn' && (!data.call || data.call === help?.call)) help = null;
    else if (kind === 'moved') stage = data.to;
    else if (kind === 'dose' && ['begun', 'given'].includes(data.event)) began ??= at;
    else if (kind === 'stop') stopped = true;
  }
  const minutes = began === null ? null : Math.max(0, (now - began) / MINUTE);
  const phases = protocol.phases ?? [];
  const last = phases.at(-1);
  const phase =
    minutes === null ? null : (phases.find(({ from, to }) => minutes >= from && minutes < to) ?? last ?? null);
  const along = minutes === null || !last ? null : Math.min(1, minutes / last.to);
  const over = ENDED.includes(stage);
  const next = began === null || over ? null : nextLookIn(protocol.look_in ?? [], began, lookIn?.at ?? null);
  return { stage, began, minutes, phase, along, lookIn, next, help, over, stopped };
}

/**
 * What the sitter's screen asks for. A call that somebody answered still stands until a look-in after it.
 * @param {View} view @param {number} now
 * @returns {'none'|'due'|'overdue'|'help'}
 */
export function urgency(view, now) {
  if (view.help && !view.help.answered) return 'help';
  if (view.next === null || now < view.next) return 'none';
  return now < view.next + MINUTE ? 'due' : 'overdue';
}

/** How far the person is, for words: 0 beginning … 4 nearly through. @param {number} along from 0 to 1 */
export function part(along) {
  const found = [0.12, 0.45, 0.55, 0.85].findIndex((edge) => along < edge);
  return found === -1 ? 4 : found;
}
