/**
 * A page to keep on this device, to share, to print, to read larger; and the list of what is kept. All of it stays in this browser.
 *
 * Contract: `<sw-page hidden data-kept data-dropped data-failed data-copied data-title>` with [data-keep], [data-drop], [data-share],
 * [data-print], [data-size] and [data-said]; `<sw-kept-pages data-drop><ul></ul><… data-empty></sw-kept-pages>`.
 */

import { saidIn, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { added, dropped, listed, READING } from '../lib/kept-pages.js';
import { keepPage } from '../offline/keep.js';

const PAGES = 'stillwater-pages';

class Page extends Part {
  start() {
    this.when(this.child('[data-keep]'), 'click', () => void this.keep());
    this.when(this.child('[data-drop]'), 'click', () => void this.drop());
    this.when(this.child('[data-share]'), 'click', () => void this.share());
    this.when(this.child('[data-print]'), 'click', () => globalThis.print());
    this.when(this.child('[data-size]'), 'click', () => this.size());
    const can = 'caches' in globalThis && 'serviceWorker' in navigator;
    this.show(
      listed(localStorage).some((page) => page.path === location.pathname),
      can,
    );
    this.grow(localStorage.getItem(READING) === 'larger');
    this.hidden = false;
  }

  /** @param {boolean} kept @param {boolean} can */
  show(kept, can = true) {
    const [keep, drop] = [this.child('[data-keep]'), this.child('[data-drop]')];
    if (keep) keep.hidden = kept || !can;
    if (drop) drop.hidden = !kept;
  }

  async keep() {
    try {
      await keepPage();
      if (!(await (await caches.open(PAGES)).match(location.pathname))) throw new Error('not kept');
      added(localStorage, { path: location.pathname, title: this.dataset.title ?? document.title });
      this.show(true);
      say(saidIn(this), this.dataset.kept ?? '');
    } catch {
      say(saidIn(this), this.dataset.failed ?? '');
    }
  }

  async drop() {
    dropped(localStorage, location.pathname);
    await (await caches.open(PAGES)).delete(location.pathname).catch(() => {});
    this.show(false);
    say(saidIn(this), this.dataset.dropped ?? '');
  }

  async share() {
    const what = { title: this.dataset.title ?? document.title, url: location.href.split('#')[0] };
    if (navigator.share) return navigator.share(what).catch(() => {});
    await navigator.clipboard?.writeText(what.url).then(
      () => say(saidIn(this), this.dataset.copied ?? ''),
      () => {},
    );
  }

  size() {
    const larger = localStorage.getItem(READING) !== 'larger';
    if (larger) localStorage.setItem(READING, 'larger');
    else localStorage.removeItem(READING);
    this.grow(larger);
  }

  /** @param {boolean} larger */
  grow(larger) {
    if (larger) document.documentElement.dataset.reading = 'larger';
    else delete document.documentElement.dataset.reading;
    this.child('[data-size]')?.setAttribute('aria-pressed', String(larger));
  }
}

class KeptPages extends Part {
  start() {
    this.draw();
  }

  draw() {
    const pages = listed(localStorage);
    this.querySelector('ul')?.replaceChildren(...pages.map((page) => this.row(page)));
    const empty = this.child('[data-empty]');
    if (empty) empty.hidden = pages.length > 0;
  }

  /** @param {{ path: string, title: string }} page */
  row(page) {
    const [row, link, name, drop] = ['li', 'a', 'b', 'button'].map((tag) => document.createElement(tag));
    link.setAttribute('href', page.path);
    name.textContent = page.title;
    link.append(name);
    drop.className = 'btn quiet';
    drop.setAttribute('type', 'button');
    drop.textContent = this.dataset.drop ?? '';
    drop.addEventListener('click', () => void this.forget(page.path));
    row.append(link, drop);
    return row;
  }

  /** @param {string} path */
  async forget(path) {
    dropped(localStorage, path);
    await (await caches.open(PAGES)).delete(path).catch(() => {});
    this.draw();
  }
}

define('sw-page', Page);
define('sw-kept-pages', KeptPages);
