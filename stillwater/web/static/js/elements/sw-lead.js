/**
 * Keeps the most urgent sentence first at the head of the board: each room's is renewed by itself, where it stands.
 *
 * Contract: the last child of the head; the others carry data-rank, and data-at where a time counts.
 */

import { define, Part } from '../lib/element.js';
import { inOrder } from '../lib/lead-order.js';

class Lead extends Part {
  start() {
    const head = this.parentElement;
    if (!head) return;
    const seen = new MutationObserver(() => this.sort(head));
    seen.observe(head, { childList: true });
    this.until(() => seen.disconnect());
    this.sort(head);
  }

  /** @param {Element} head */
  sort(head) {
    const parts = /** @type {HTMLElement[]} */ ([...head.children].filter((part) => part !== this));
    // Only what stands elsewhere is moved: a link that somebody is on keeps the focus.
    for (const [place, part] of inOrder(parts).entries())
      if (head.children[place] !== part) head.insertBefore(part, head.children[place]);
  }
}

define('sw-lead', Lead);
