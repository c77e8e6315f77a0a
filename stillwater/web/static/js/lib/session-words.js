/**
 * What the patient's screen says. Pure. It promises nobody's presence that nobody confirmed (S9): "is with you" only after a
 * look-in, "is coming" only after somebody said so.
 *
 * @typedef {import('./types.js').View} View
 * @typedef {import('./help-call.js').Call} Call
 * @typedef {{helper: string, emergency: string, freshMinutes: number}} People
 */

import { part } from './fold-lite.js';
import { mayCancel } from './help-call.js';
import { word } from './words.js';

/** @param {View} view @param {number} now @param {number} freshMinutes @returns {boolean} */
export const lookedInLately = (view, now, freshMinutes) =>
  view.lookIn !== null && now - view.lookIn.at >= 0 && now - view.lookIn.at <= freshMinutes * 60_000;

/** "Dan" for "Dan Marlow", when that is what he is called here. @param {string} full @param {string} helper */
const usedName = (full, helper) => (full === '' || full.startsWith(`${helper} `) ? helper : full);

/**
 * @param {View} view @param {number} now @param {People} people
 * @returns {{presence: string, phase: string, say: string, hint: string}}
 */
export function restWords(view, now, { helper, freshMinutes }) {
  const name = helper || word('somebody');
  if (view.over) return { presence: '', phase: '', say: word('over'), hint: word('over_more') };
  const phase = view.along === null ? '' : word(`part_${part(view.along)}`);
  if (lookedInLately(view, now, freshMinutes)) {
    const by = usedName(view.lookIn?.by ?? '', name);
    const say = word('is_with_you', { name: by });
    return { presence: word('is_here', { name: by }), phase, say, hint: word('touch_if', { name: by }) };
  }
  const say = view.began === null ? '' : word('took_medicine');
  return { presence: '', phase, say, hint: word('to_call', { name }) };
}

/**
 * @param {Call} call @param {number} now @param {People} people
 * @param {boolean} gone whether the call has left this phone
 * @returns {{title: string, text: string, cancel: boolean, number: boolean}}
 */
export function callWords(call, now, { helper, emergency }, gone) {
  const name = helper || word('somebody');
  if (call.state === 'coming') {
    return {
      title: word('coming', { name: usedName(call.by, name) }),
      text: word('coming_more'),
      cancel: false,
      number: false,
    };
  }
  if (call.state === 'unanswered') {
    const text = word('unanswered_more', { name, emergency });
    return { title: word('unanswered'), text, cancel: false, number: true };
  }
  const cutOff = !gone && now - call.since > 4000;
  const text = cutOff ? word('calling_cut_off', { name }) : word('calling_more');
  return { title: word('calling', { name }), text, cancel: mayCancel(call, now), number: false };
}
