/** The line to the worklet: what is asked is answered, and where it is now is known. */

import { RATE } from './pack.js';

/** @param {AudioWorkletNode} node @param {() => number} clock the context's @param {() => void} ended */
export function makeLine(node, clock, ended) {
  /** @type {Map<number, {resolve: (value?: any) => void, reject: (trouble: Error) => void}>} */
  const asked = new Map();
  /** @type {Map<number, {left: number, all: number, progress?: (share: number) => void, resolve: () => void}>} */
  const awaited = new Map();
  /** @type {() => void} */
  let quiet = () => {};
  let last = { frame: 0, time: 0, moving: false };
  let next = 0;

  /** @param {any} data */
  function answered({ done, trouble }) {
    const waiting = asked.get(done);
    asked.delete(done);
    if (trouble) waiting?.reject(new Error(trouble));
    else waiting?.resolve();
  }

  /** @param {number} deck */
  function arrived(deck) {
    const waiting = awaited.get(deck);
    if (!waiting || waiting.left === 0) return;
    waiting.left -= 1;
    waiting.progress?.(1 - waiting.left / waiting.all);
    if (waiting.left === 0) waiting.resolve();
  }

  node.port.onmessage = ({ data }) => {
    if (data.done !== undefined) return answered(data);
    if (data.arrived !== undefined) return arrived(data.deck);
    if (data.frame === undefined) return;
    last = { frame: data.frame, time: data.time, moving: Boolean(data.at) };
    if (data.paused) quiet();
    if (data.ended) ended();
  };

  /** @param {string} what @param {Record<string, any>} told @param {Transferable[]} [given] @returns {Promise<void>} */
  function ask(what, told, given = []) {
    const id = next++;
    return new Promise((resolve, reject) => {
      asked.set(id, { resolve, reject });
      node.port.postMessage({ what, id, ...told }, given);
    });
  }

  return {
    node,
    ask,
    /** @param {number[]} gains @param {number} voice */
    steer: (gains, voice) => ask('steer', { gains, voice }),
    /** @param {number} frames @returns {Promise<void>} once it is quiet */
    async pause(frames) {
      const over = new Promise((resolve) => {
        quiet = () => resolve(undefined);
      });
      await ask('pause', { frames });
      await over;
    },
    /** Resolves when so many tables of a deck lie ready. @param {number} deck @param {number} all @param {(share: number) => void} [progress] @returns {Promise<void>} */
    arrivals(deck, all, progress) {
      return new Promise((resolve) => {
        if (all === 0) resolve();
        awaited.set(deck, { left: all, all, progress, resolve });
      });
    },
    /** It goes on from here. @param {number} at seconds */
    placed(at) {
      last = { frame: at * RATE, time: clock(), moving: false };
    },
    /** @returns {number} seconds into the score */
    position() {
      const since = last.moving ? Math.max(0, clock() - last.time) : 0;
      return last.frame / RATE + since;
    },
  };
}
