/**
 * A scene for any day, made by this device: played and paused by a touch, changed while it plays, faded out by a timer. Where the
 * device cannot make it, the page says so and offers the file.
 *
 * Contract: `<sw-any-day hidden data-score data-from data-engine data-processor data-builder data-kernel data-title>` and the words data-play,
 * -pause, -keep, -coming, -stopped, -ended, -faded, -until, -failed; inside: [data-toggle] with [data-label], [data-said], buttons
 * [data-wish="softer|grounding|brighter|bells"] with aria-pressed, and radios named "sleep" whose values are minutes.
 * Sets data-state = idle | coming | playing | fading | paused.
 */

import { label, saidIn, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { showControls } from '../sound/media-session.js';

/** Seconds, at the end of the timer. */
const FADE = 60;

/** @typedef {ReturnType<typeof import('../sound/worklet/engine.js').makeEngine>} Engine */

class AnyDay extends Part {
  minutes = 0;
  /** @type {Engine|undefined} */
  engine;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  timer;

  async start() {
    const able = 'AudioWorkletNode' in globalThis && 'WebAssembly' in globalThis;
    const { makeEngine } = able ? await import(this.dataset.engine ?? '').catch(() => ({})) : {};
    this.makeEngine = makeEngine;
    const touch = () => void (['playing', 'coming'].includes(this.dataset.state ?? '') ? this.pause() : this.play());
    this.when(this.child('[data-toggle]'), 'click', touch);
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (this.querySelectorAll('[data-wish]')))
      this.when(button, 'click', () => this.wish(button));
    this.when(this, 'change', ({ target }) => this.sleep(Number(target.value)));
    this.until(() => void this.engine?.close());
    this.until(() => clearTimeout(this.timer));
    showControls(this.dataset.title ?? '', { play: () => void this.play(), pause: () => void this.pause() });
    this.show('idle', makeEngine ? '' : this.dataset.failed);
    this.hidden = false;
  }

  /** The engine, its context begun inside the touch: phones let no other moment begin a sound. */
  begun() {
    const { processor = '', builder = '', kernel = '' } = this.dataset;
    const context = new AudioContext({ sampleRate: 48_000, latencyHint: 'playback' });
    void context.resume();
    const percent = (/** @type {number} */ share) =>
      this.dataset.state === 'coming' && this.tell(`${this.dataset.coming} ${Math.round(share * 100)} %`);
    /** @type {import('../sound/worklet/engine.js').Tell} */
    const told = {
      progress: percent,
      stopped: () => this.halt('paused', this.dataset.stopped),
      broken: () => this.halt('idle', this.dataset.failed),
      ended: () => {
        this.over = true;
        this.halt('idle', this.dataset.ended);
      },
    };
    this.engine = /** @type {Engine} */ (this.makeEngine?.({ processor, builder, kernel }, told, context));
    for (const button of this.querySelectorAll('[data-wish][aria-pressed="true"]')) this.wishes(button);
    return this.engine;
  }

  async play() {
    if (!this.makeEngine) return;
    this.show('coming', this.engine ? '' : this.dataset.coming);
    const engine = this.engine ?? this.begun();
    if (!this.there && !(await this.fetched(engine))) return this.halt('idle', this.dataset.failed);
    if (this.dataset.state !== 'coming') return; // touched again meanwhile
    const sounds = await engine.play(this.over ? this.from() : undefined);
    this.over = false;
    if (!sounds) return this.halt('idle', this.dataset.failed);
    this.show('playing', '');
    this.sleep(this.minutes);
  }

  /** Where it has risen out of silence: this begins at a touch, and a fade of its own is enough. */
  from() {
    return Number(this.dataset.from ?? 0);
  }

  /** @param {Engine} engine */
  async fetched(engine) {
    const answer = await fetch(this.dataset.score ?? '').catch(() => null);
    const sheet = answer?.ok ? await answer.json().catch(() => null) : null;
    this.there = Boolean(sheet) && (await engine.prepare(sheet, this.from()));
    return this.there;
  }

  async pause() {
    this.halt('paused', '');
    await this.engine?.pause();
  }

  /** @param {HTMLElement} button */
  wish(button) {
    button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
    this.wishes(button);
  }

  /** @param {Element} button */
  wishes(button) {
    const pressed = button.getAttribute('aria-pressed') === 'true';
    const what = button.getAttribute('data-wish') ?? '';
    void this.engine?.steer({ [what]: what === 'bells' ? !pressed : pressed }); // its button says "without"
  }

  /** @param {number} minutes until it is quiet; 0: never by itself */
  sleep(minutes) {
    this.minutes = minutes;
    clearTimeout(this.timer);
    if (this.dataset.state !== 'playing') return;
    const until = new Date(Date.now() + minutes * 60_000).toTimeString().slice(0, 5);
    this.tell(minutes ? (this.dataset.until ?? '').replace('{time}', until) : '');
    if (minutes) this.timer = setTimeout(() => void this.fadeOut(), (minutes * 60 - FADE) * 1000);
  }

  async fadeOut() {
    this.show('fading', '');
    await this.engine?.pause(FADE);
    if (this.dataset.state === 'fading') this.halt('idle', this.dataset.faded);
  }

  /** @param {string} state @param {string} [words] */
  halt(state, words = '') {
    clearTimeout(this.timer);
    this.show(state, words);
  }

  /** @param {string} state @param {string} [words] */
  show(state, words = '') {
    this.dataset.state = state;
    const { play = '', pause = '', keep = '' } = this.dataset;
    label(
      this.child('[data-toggle]'),
      state === 'fading' ? keep : ['playing', 'coming'].includes(state) ? pause : play,
    );
    this.tell(words);
  }

  /** @param {string} words */
  tell(words) {
    say(saidIn(this), words);
  }
}

define('sw-any-day', AnyDay);
