/**
 * Which guides of a list lie on this phone.
 *
 * Contract: `<sw-on-phone hidden></sw-on-phone>` on a page with `[data-on-phone="the-porch"] hidden`, which is shown when any version is here.
 */

import { define, Part } from '../lib/element.js';
import { dropGone, keptPages } from '../offline/guides.js';

class OnPhone extends Part {
  async start() {
    await this.show();
    await dropGone(await keptPages()).catch(() => {});
    await this.show();
  }

  async show() {
    const pages = await keptPages().catch(() => new Set());
    const here = new Set([...pages].map((page) => page.split('/')[2])); // /library/<key>/…
    for (const mark of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-on-phone]'))) {
      mark.hidden = !here.has(mark.dataset.onPhone ?? '');
    }
  }
}

define('sw-on-phone', OnPhone);
