/**
 * What the sitter's screen says. Pure.
 *
 * @typedef {import('./types.js').View} View
 */

import { ago, agoExactly, due } from './times.js';
import { word } from './words.js';

/** @param {View} view @param {number} now @param {string} name */
export function nextWords(view, now, name) {
  if (view.over) return word('session_over', { name });
  if (view.began === null) return word('before_dose');
  if (view.next === null) return view.phase?.title ?? '';
  const { state, words } = due(view.next, now);
  return word({ ahead: 'look_in_on', now: 'look_in_now', over: 'look_in_late' }[state], { name, due: words });
}

/**
 * @param {View} view @param {number} now @param {Record<string, string>} signs what each sign is called on this page
 */
export function lastWords(view, now, signs) {
  if (!view.lookIn) return view.began === null ? '' : word('no_look');
  const seen = [...new Set(view.lookIn.signs)].map((sign) => (signs[sign] ?? sign.replaceAll('_', ' ')).toLowerCase());
  return word('last_look', { signs: seen.join(', ') || word('looked_in'), ago: ago(now - view.lookIn.at) });
}

/** @param {View} view @param {number} now */
export const helpText = (view, now) =>
  view.help ? word('help_called_ago', { ago: agoExactly(now - view.help.at) }) : '';
