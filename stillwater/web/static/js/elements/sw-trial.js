/**
 * Half a minute of a sound, to try beforehand (S14). One touch begins, one touch stops; another trial stops this one, and so does
 * leaving the page. What was tried is told to nobody; what is chosen as "never" on the page counts at once, kept or not.
 *
 * Contract: `<sw-trial hidden data-src data-from data-listen data-stop data-coming data-ready data-failed><button>… [data-label]</button>
 * <span data-said></span></sw-trial>`. GET data-src is the sound; POST (with begin=1: have it made) says {ready, failed}.
 * Sets data-trial = idle | coming | playing.
 */

import { csrf, label, saidIn, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';

const ASK_AGAIN = 1500;
const LONGEST = 90_000;

/** @type {Trial|null} */
let sounding = null;

class Trial extends Part {
  turn = 0;

  start() {
    this.audio = new Audio();
    this.audio.preload = 'none';
    this.when(this.querySelector('button'), 'click', () =>
      this.dataset.trial === 'idle' ? void this.listen() : this.stop(),
    );
    this.when(this.audio, 'ended', () => this.stop());
    this.when(window, 'pagehide', () => this.stop());
    this.until(() => this.stop());
    this.show('idle');
    this.hidden = false;
  }

  /** What must never play, as the page says at this moment. @returns {URLSearchParams} */
  nevers() {
    const form = this.closest('form');
    const chosen = form ? new FormData(form).getAll('never') : [];
    return new URLSearchParams(chosen.map((word) => ['never', String(word)]));
  }

  async listen() {
    sounding?.stop();
    sounding = this;
    this.turn += 1;
    const turn = this.turn;
    const nevers = this.nevers();
    const { src = '' } = this.dataset;
    this.show('coming', this.dataset.coming);
    const there = await this.made(src, nevers, turn);
    if (turn !== this.turn) return;
    if (!there) return this.stop(this.dataset.failed);
    if (this.audio) {
      this.audio.src = `${src}?${nevers}`;
      this.audio.currentTime = Number(this.dataset.from ?? 0);
    }
    try {
      await this.audio?.play();
      if (turn === this.turn) this.show('playing');
    } catch {
      // A browser that lets sound begin only in the touch itself: it is there now, and the next touch plays it.
      if (turn === this.turn) this.stop(this.dataset.ready);
    }
  }

  /** @param {string} src @param {URLSearchParams} nevers @param {number} turn @returns {Promise<boolean>} */
  async made(src, nevers, turn) {
    const until = Date.now() + LONGEST;
    for (let begin = true; turn === this.turn && Date.now() < until; begin = false) {
      const body = new URLSearchParams(nevers);
      if (begin) body.set('begin', '1');
      const asked = {
        method: 'POST',
        headers: { 'X-CSRFToken': csrf() },
        body,
        redirect: /** @type {const} */ ('error'),
      };
      const answer = await fetch(src, asked).catch(() => null);
      const said = answer?.ok ? await answer.json().catch(() => null) : null;
      if (said?.ready) return true;
      if (!said || said.failed) return false;
      await new Promise((resolve) => setTimeout(resolve, ASK_AGAIN));
    }
    return false;
  }

  /** @param {string} [words] */
  stop(words = '') {
    this.turn += 1;
    this.audio?.pause();
    if (this.audio) this.audio.currentTime = 0;
    if (sounding === this) sounding = null;
    this.show('idle', words);
  }

  /** @param {string} state @param {string} [words] */
  show(state, words = '') {
    this.dataset.trial = state;
    label(this.querySelector('button'), (state === 'idle' ? this.dataset.listen : this.dataset.stop) ?? '');
    say(saidIn(this), words);
  }
}

define('sw-trial', Trial);
