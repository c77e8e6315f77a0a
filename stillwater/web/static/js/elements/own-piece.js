/** One of somebody's own pieces in the list: what it is, how it will be played or why it is left out, and its buttons. */

import { label, say } from '../lib/dom.js';
import { span } from '../lib/times.js';
import { gainOf, inWords, keptSofter } from '../sound/own/arc.js';

/** @typedef {import('../offline/own-music.js').Row} Row */
/** @typedef {(key: string, values?: Record<string, string|number>) => string} Say */

/** @param {number} seconds "4:12", "1:02:30" */
export function clock(seconds) {
  const whole = Math.round(seconds);
  const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** @param {Row} row @param {Say} words @returns {string} its length, and how loud it is and will be */
export function facts(row, words) {
  if (row.why) return words(`why_${row.why}`, { length: span(row.seconds * 1000) });
  const gain = gainOf(row);
  const level = gain > 1.5 ? 'turned_up' : gain < -1.5 ? 'turned_down' : 'as_it_is';
  const played = words(keptSofter(row) ? 'softer' : level);
  return words('facts', { length: clock(row.seconds), made: words(inWords(row.loudness)), played });
}

/** @param {HTMLElement} item @param {Row} row @param {Say} words @param {{first: boolean, last: boolean}} place among those that play */
export function drawPiece(item, row, words, { first, last }) {
  const at = (/** @type {string} */ selector) => /** @type {HTMLElement|null} */ (item.querySelector(selector));
  const button = (/** @type {string} */ what) => /** @type {HTMLButtonElement|null} */ (at(`[data-do="${what}"]`));
  const [acts, progress] = [at('[data-acts]'), at('[data-progress]')];
  item.toggleAttribute('data-why', row.why !== '');
  say(at('[data-name]'), row.name);
  say(at('[data-facts]'), facts(row, words));
  if (acts) acts.hidden = false;
  if (progress) progress.hidden = true;
  for (const what of ['earlier', 'later', 'remove']) {
    button(what)?.setAttribute('aria-label', words(what, { name: row.name }));
  }
  for (const what of ['earlier', 'later', 'listen']) {
    const found = button(what);
    if (found) found.hidden = row.why !== '';
  }
  const [earlier, later] = [button('earlier'), button('later')];
  if (earlier) earlier.disabled = first;
  if (later) later.disabled = last;
  drawListening(item, row, words, false);
}

/** @param {HTMLElement} item @param {Row} row @param {Say} words @param {boolean} plays */
export function drawListening(item, row, words, plays) {
  const button = item.querySelector('[data-do="listen"]');
  label(button, words(plays ? 'stop' : 'listen'));
  if (plays) button?.removeAttribute('aria-label');
  else button?.setAttribute('aria-label', words('listen_to', { name: row.name }));
}
