/**
 * The patient's call, as states and what to do about them. Pure.
 *
 * rest → calling → coming | unanswered. Touching is always a call and never takes one back: a hand that fumbles touches
 * twice. Only the button that says so takes it back, for five seconds, and not in the first one (the finger may still be there).
 *
 * @typedef {{state: 'rest'|'calling'|'coming'|'unanswered', since: number, last: number,
 *   call: string, by: string}} Call since: when this state began, or the first touch; last: the last touch that called
 * @typedef {{call: Call, record?: Record<string, any>}} Step record: the data of a help entry to make; for a call, its id is
 *   then put in place with `named`
 */

export const CANCEL_FROM = 1000;
export const CANCEL_UNTIL = 6000;
export const ANSWER_WITHIN = 30_000;
/** A call that is already out is not said again more often than this. */
export const AGAIN_AFTER = 1500;
/** So long a touch is taken for the same call, once somebody has said that they come. */
export const COMING_GRACE = 10_000;
/** "is coming" gives way to what is true afterwards. */
export const COMING_FOR = 180_000;

/** @type {Call} */
export const REST = { state: 'rest', since: 0, last: 0, call: '', by: '' };

/** @param {Call} call @param {number} now @returns {Step} */
export function touch(call, now) {
  if (call.state !== 'rest' && now - call.last < AGAIN_AFTER) return { call };
  // Somebody is on the way: a hand that still fumbles changes nothing. Later it means that nobody came.
  if (call.state === 'coming' && now - call.since < COMING_GRACE) return { call };
  // Touched again while nobody came: a new call, so that whoever watches hears it again; the wait goes on from the first.
  const next = call.state === 'unanswered' ? call.state : 'calling';
  const since = call.state === 'rest' || call.state === 'coming' ? now : call.since;
  return { call: { state: next, since, last: now, call: '', by: '' }, record: { what: 'call' } };
}

/**
 * The calls that an answer may be to: those since this wait began. "Is coming" said to an earlier call is no answer to a
 * touch that came after it: nobody has promised that (S9).
 * @param {Call} before as it was before the touch @param {Iterable<string>} ids @param {string} id of the call made now
 */
export const waitingFor = (before, ids, id) =>
  new Set(before.state === 'rest' || before.state === 'coming' ? [id] : [...ids, id]);

/** @param {Call} call @param {string} id @returns {Call} */
export const named = (call, id) => ({ ...call, call: id });

/** @param {Call} call @param {number} now */
export const mayCancel = (call, now) =>
  call.state === 'calling' && now - call.since >= CANCEL_FROM && now - call.since < CANCEL_UNTIL;

/** @param {Call} call @param {number} now @returns {Step} */
export function cancel(call, now) {
  if (!mayCancel(call, now)) return { call };
  return { call: REST, record: { what: 'withdrawn', call: call.call } };
}

/**
 * Time passes, or the session's state has come.
 * @param {Call} call
 * @param {number} now
 * @param {{by: string, at: number}|null} answered who said "I am going", when this call's answer is known
 * @returns {Step}
 */
export function pass(call, now, answered = null) {
  if (call.state === 'rest') return { call };
  if (answered && call.state !== 'coming') {
    return { call: { ...call, state: 'coming', since: now, by: answered.by } };
  }
  if (call.state === 'coming') return { call: now - call.since >= COMING_FOR ? REST : call };
  if (call.state === 'calling' && call.call && now - call.since >= ANSWER_WITHIN) {
    return { call: { ...call, state: 'unanswered' }, record: { what: 'told_unanswered', call: call.call } };
  }
  return { call };
}

/**
 * Three touches in six seconds, wherever they fall.
 * @param {number[]} earlier @param {number} now
 * @returns {{times: number[], help: boolean}}
 */
export function tapped(earlier, now) {
  const times = [...earlier, now].filter((at) => now - at <= 6000);
  return times.length >= 3 ? { times: [], help: true } : { times, help: false };
}
