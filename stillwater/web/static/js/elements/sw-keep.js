/**
 * A guide on this phone, for a time without network: kept by a touch, removed by another. A full phone says so; nothing breaks.
 *
 * Contract: beside an `<audio><track></audio>`, `<sw-keep hidden data-bytes data-busy data-kept data-full data-failed data-dropped>`
 * (the words for each state) with [data-keep], [data-drop] and [data-said]. Sets data-state.
 */

import { saidIn, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { drop, isKept, keep, pageOf } from '../offline/guides.js';
import { keepPage } from '../offline/keep.js';

class Keep extends Part {
  async start() {
    const audio = this.parentElement?.querySelector('audio');
    if (!audio || !('caches' in globalThis)) return;
    const words = audio.querySelector('track')?.getAttribute('src') ?? '';
    this.guide = { sound: audio.getAttribute('src') ?? '', words, bytes: Number(this.dataset.bytes ?? 0) };
    this.when(this.child('[data-keep]'), 'click', () => void this.keep());
    this.when(this.child('[data-drop]'), 'click', () => void this.drop());
    const here = await isKept(this.guide).catch(() => false);
    this.show(here ? 'kept' : '');
    this.hidden = false;
    if (here) await keepPage().catch(() => {}); // the newest words, while there is a network
  }

  async keep() {
    if (!this.guide || this.dataset.state === 'busy') return;
    this.show('busy');
    this.show(await keep(this.guide, keepPage).catch(() => 'failed'));
  }

  async drop() {
    if (!this.guide) return;
    await drop(pageOf(this.guide.sound)).catch(() => {});
    this.show('dropped');
  }

  /** @param {string} state */
  show(state) {
    this.dataset.state = state;
    const [keeps, drops] = [this.child('[data-keep]'), this.child('[data-drop]')];
    if (keeps) keeps.hidden = state === 'kept';
    if (drops) drops.hidden = state !== 'kept';
    say(saidIn(this), (state && this.dataset[state]) || '');
  }
}

define('sw-keep', Keep);
