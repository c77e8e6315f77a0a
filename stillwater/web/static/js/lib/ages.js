/** Ages of what is shown: a number that stands still and looks new is the worst thing a screen can do. */

import { clock } from './clock.js';
import { say } from './dom.js';
import { ago, agoExactly } from './times.js';

/** @param {number} at @param {number} now @param {number} staleMinutes 0: never stale */
export const isStale = (at, now, staleMinutes) => staleMinutes > 0 && now - at >= staleMinutes * 60_000;

/** @param {ParentNode} [root] */
export function showAges(root = document) {
  const now = clock.now();
  for (const element of root.querySelectorAll('[data-observed-at]')) {
    const { observedAt, staleMinutes } = /** @type {HTMLElement} */ (element).dataset;
    const at = Date.parse(observedAt ?? '');
    if (!Number.isFinite(at)) continue;
    element.classList.toggle('stale', isStale(at, now, Number(staleMinutes ?? 0)));
    const own = element.matches('[data-age]') ? [element] : [];
    for (const age of [...own, ...element.querySelectorAll('[data-age]')])
      say(age, element.hasAttribute('data-exact') ? agoExactly(now - at) : ago(now - at));
  }
}
