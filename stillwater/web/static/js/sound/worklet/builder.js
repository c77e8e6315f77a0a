/**
 * A worker that builds the tables of one score in the order in which they are needed, and hands them to the player piece by
 * piece: copying four megabytes at once would be heard.
 */

import { Deck } from './deck.js';

const PIECE = 1 << 18;

/** @param {MessageEvent<{wasm: ArrayBuffer, numbers: Float64Array, order: number[], port: MessagePort}>} event */
globalThis.onmessage = async ({ data: { wasm, numbers, order, port } }) => {
  const deck = new Deck(new WebAssembly.Module(wasm), numbers);
  /** @type {() => void} */
  let taken = () => {};
  port.onmessage = () => taken();
  for (const table of order) {
    const { data, height } = deck.build(table);
    for (let at = 0; at < data.length; at += PIECE) {
      const piece = data.slice(at, at + PIECE).buffer;
      const answered = new Promise((resolve) => {
        taken = () => resolve(undefined);
      });
      port.postMessage({ table, at, data: piece, height, last: at + PIECE >= data.length }, [piece]);
      await answered;
    }
  }
  port.close();
  globalThis.close();
};
