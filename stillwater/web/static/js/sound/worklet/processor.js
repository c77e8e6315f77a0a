/**
 * The worklet: plays one score, and while it passes to another, both. What it is told takes effect in the next quantum.
 * Its input is the voice. Messages in: open, play, pause, steer, change; out: done, arrived, at, paused, ended, and applied,
 * in the quantum from which a steering is heard.
 */

import { Deck } from './deck.js';
import { Voice } from './voice.js';

const scope = /** @type {any} */ (globalThis);
const TELL_EVERY = 192; // quanta: half a second, between which the clock tells

/** @typedef {Deck & {number: number, moving: boolean}} Playing */

class Kernel extends scope.AudioWorkletProcessor {
  /** @type {Map<number, Playing>} */
  decks = new Map();
  /** @type {Playing|undefined} */
  current;
  /** @type {Playing[]} */
  leaving = [];
  /** @type {number[]} */
  gains = [1, 1, 1, 1, 1, 1];
  /** @type {number[]} */
  heard = [];
  voice = new Voice();
  quanta = 0;

  /** @param {{processorOptions: {wasm: ArrayBuffer}}} options */
  constructor(options) {
    super();
    this.module = new WebAssembly.Module(options.processorOptions.wasm);
    this.port.onmessage = (/** @type {MessageEvent} */ { data }) => {
      try {
        /** @type {any} */ (this)[data.what](data);
        this.port.postMessage({ done: data.id });
      } catch (trouble) {
        this.port.postMessage({ done: data.id, trouble: String(trouble) });
      }
    };
  }

  /** @param {{deck: number, numbers: Float64Array, frame: number, port: MessagePort}} told */
  open({ deck, numbers, frame, port }) {
    const opened = /** @type {Playing} */ (new Deck(this.module, numbers));
    opened.keep();
    opened.kernel.seek(frame);
    opened.number = deck;
    opened.moving = false;
    this.decks.set(deck, opened);
    this.current ??= opened;
    port.onmessage = ({ data }) => {
      opened.take(data);
      port.postMessage(0);
      if (data.last) this.port.postMessage({ arrived: data.table, deck });
    };
  }

  /** @param {{frame?: number, frames: number}} told */
  play({ frame, frames }) {
    const deck = /** @type {Playing} */ (this.current);
    if (frame !== undefined) deck.kernel.seek(frame);
    else if (!deck.moving) deck.kernel.seek(deck.kernel.frame());
    deck.steer(this.gains);
    if (!deck.moving) deck.kernel.settle();
    deck.kernel.fade(1, frames, 0);
    deck.moving = true;
    this.quanta = 0; // told at once where it is
  }

  /** @param {{frames: number}} told */
  pause({ frames }) {
    for (const deck of [this.current, ...this.leaving]) deck?.kernel.fade(0, frames, 0);
  }

  /** @param {{gains: number[], voice: number, id: number}} told */
  steer({ gains, voice, id }) {
    this.gains = gains;
    this.voice.target = voice;
    for (const deck of [this.current, ...this.leaving]) deck?.steer(gains);
    this.heard.push(id);
  }

  /** Pass to another deck, by power or, where both are the same sound, by gain. @param {{deck: number, frames: number, power: boolean, frame?: number}} told */
  change({ deck, frames, power, frame }) {
    const before = this.current;
    this.current = this.decks.get(deck);
    if (!before?.moving || before === this.current) return this.forget(before);
    before.kernel.fade(0, frames, power ? 1 : 0);
    this.leaving.push(before);
    const after = /** @type {Playing} */ (this.current);
    after.kernel.seek(frame ?? before.kernel.frame());
    after.steer(this.gains);
    after.kernel.settle();
    after.kernel.fade(1, frames, power ? 1 : 0);
    after.moving = true;
  }

  /** @param {Playing|undefined} deck */
  forget(deck) {
    if (deck && deck !== this.current) this.decks.delete(deck.number);
    this.leaving = this.leaving.filter((one) => one !== deck);
  }

  /** @param {Float32Array[][]} inputs @param {Float32Array[][]} outputs */
  process([input], [[left, right]]) {
    const deck = this.current;
    if (deck?.moving) this.add(deck, left, right);
    for (const one of this.leaving) this.add(one, left, right);
    if (input.length) this.voice.add(input, left, right);
    else this.voice.gain = this.voice.target;
    while (this.heard.length) this.port.postMessage({ applied: this.heard.pop() });
    if (deck?.moving && this.quanta++ % TELL_EVERY === 0) this.tell(deck);
    return true;
  }

  /** @param {Playing} deck @param {Float32Array} left @param {Float32Array} right */
  add(deck, left, right) {
    deck.next();
    if (deck === this.current) {
      left.set(deck.left);
      right.set(deck.right);
    } else {
      for (let n = 0; n < 128; n++) {
        left[n] += deck.left[n];
        right[n] += deck.right[n];
      }
    }
    if (deck.kernel.is_silent()) {
      deck.moving = false;
      if (deck === this.current) this.tell(deck, 'paused');
      else this.forget(deck);
    } else if (deck === this.current && deck.kernel.is_over()) {
      deck.moving = false;
      this.tell(deck, 'ended');
    }
  }

  /** @param {Playing} deck @param {string} [what] */
  tell(deck, what = 'at') {
    this.port.postMessage({ [what]: true, frame: deck.kernel.frame(), time: scope.currentTime });
  }
}

scope.registerProcessor('stillwater-kernel', Kernel);
