/**
 * Favourites: a button that makes a sound or a guide one, and the shelf that shows them first.
 *
 * Contract: `<sw-favourite hidden data-key="sound:roof"><button aria-pressed>…</button></sw-favourite>`; and on the library's page
 * `<sw-mine hidden><ul></ul></sw-mine>`, which takes a copy of the link in each `[data-favourite="sound:roof"]`.
 */

import { define, Part } from '../lib/element.js';
import { favourites, toggle } from '../lib/favourites.js';

class Favourite extends Part {
  start() {
    const button = this.querySelector('button');
    const { key = '' } = this.dataset;
    const show = (/** @type {boolean} */ is) => button?.setAttribute('aria-pressed', String(is));
    show(favourites().has(key));
    this.when(button, 'click', () => show(toggle(key)));
    this.hidden = false;
  }
}

class Mine extends Part {
  start() {
    const mine = favourites();
    const rows = /** @type {HTMLElement[]} */ ([...document.querySelectorAll('[data-favourite]')]);
    const found = rows.filter((row) => mine.has(row.dataset.favourite ?? ''));
    this.querySelector('ul')?.replaceChildren(
      ...found.map((row) => {
        const place = document.createElement('li');
        const link = row.querySelector('a')?.cloneNode(true);
        if (link) place.append(link);
        return place;
      }),
    );
    this.hidden = found.length === 0;
  }
}

define('sw-favourite', Favourite);
define('sw-mine', Mine);
