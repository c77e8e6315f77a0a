/** What somebody left on this tablet to be sent goes out when they are back: how much it is, on their name. */

import { say } from '../lib/dom.js';
import { count } from '../lib/words.js';
import { store } from '../offline/outbox.js';

/** @param {HTMLElement} hands holds `[data-identity]` with `[data-waits]` inside */
export async function showWaiting(hands) {
  const { items } = await store()
    .then((disk) => disk.items())
    .catch(() => ({ items: /** @type {import('../lib/types.js').Item[]} */ ([]) }));
  for (const hand of /** @type {NodeListOf<HTMLElement>} */ (hands.querySelectorAll('[data-identity]'))) {
    const own = items.filter(({ identity }) => identity === hand.dataset.identity).length;
    if (own > 0) say(hand.querySelector('[data-waits]'), count('hand_waits', own));
  }
}
