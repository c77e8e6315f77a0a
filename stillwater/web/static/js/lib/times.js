/** Times in words. All in milliseconds; "now" is always handed in. */

import { word } from './words.js';

const MINUTE = 60_000;

/** @param {number} ms @returns {string} "32 min", "1 h 48 min", "2 h" */
export function span(ms) {
  const minutes = Math.max(0, Math.floor(ms / MINUTE));
  if (minutes < 60) return word('minutes', { n: minutes });
  const hours = word('hours', { n: Math.floor(minutes / 60) });
  return minutes % 60 ? `${hours} ${word('minutes', { n: minutes % 60 })}` : hours;
}

/** @param {number} ms @returns {string} */
export function ago(ms) {
  return ms < MINUTE ? word('now') : word('ago', { span: span(ms) });
}

/** For a call for help every second counts. @param {number} ms */
export function agoExactly(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  return seconds < 60 ? word('ago', { span: word('seconds', { n: seconds }) }) : ago(ms);
}

/**
 * @param {number} dueAt @param {number} now
 * @returns {{state: 'ahead'|'now'|'over', words: string}} minutes ahead are rounded up: never "in 0 min"
 */
export function due(dueAt, now) {
  const left = dueAt - now;
  if (left > 0) return { state: 'ahead', words: word('due_in', { span: span(left + MINUTE - 1) }) };
  if (left > -MINUTE) return { state: 'now', words: word('due_now') };
  return { state: 'over', words: word('overdue', { span: span(-left) }) };
}

/** @param {number} ms @returns {string} "14:05", on this device's clock */
export function hhmm(ms) {
  const at = new Date(ms);
  return `${String(at.getHours()).padStart(2, '0')}:${String(at.getMinutes()).padStart(2, '0')}`;
}

/**
 * @param {number} ms @param {string} zone "America/Denver" @param {string} [language]
 * @returns {string} "Friday 20 November, 11:22", as the server says it, on the clock of that place
 */
export function wall(ms, zone, language = 'en') {
  const two = /** @type {const} */ ('2-digit');
  const long = /** @type {const} */ ('long');
  const wanted = {
    weekday: long,
    day: 'numeric',
    month: long,
    hour: two,
    minute: two,
    hourCycle: 'h23',
    timeZone: zone,
  };
  const format = new Intl.DateTimeFormat(language, /** @type {Intl.DateTimeFormatOptions} */ (wanted));
  const part = Object.fromEntries(format.formatToParts(ms).map(({ type, value }) => [type, value]));
  return `${part.weekday} ${part.day} ${part.month}, ${part.hour}:${part.minute}`;
}

/**
 * The moment that somebody means who types "23:50" at `now`: today, or yesterday when today's would lie ahead.
 * @param {string} typed @param {number} now
 * @returns {number|null} null when it is no time
 */
export function typedTime(typed, now) {
  const found = /^\s*([01]?\d|2[0-3])[:.]?([0-5]\d)\s*$/.exec(typed);
  if (!found) return null;
  const at = new Date(now);
  at.setHours(Number(found[1]), Number(found[2]), 0, 0);
  // A minute typed in the minute that is just beginning may lie a little ahead: that is still today.
  if (at.getTime() > now + MINUTE) at.setDate(at.getDate() - 1);
  return at.getTime();
}
