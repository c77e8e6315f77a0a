/** Brings a score into the worklet: its numbers at once, its tables as a worker builds them, the first needed first. */

import { makeLine } from './line.js';
import { needed, numbersOf, RATE, TICK_FRAMES } from './pack.js';

/** Seconds for which the tables must lie ready before it begins; the others are there long before they are needed. */
const AHEAD = 45;

/** @typedef {{processor: string, builder: string, kernel: string}} Addresses */
/** @typedef {{progress?: (share: number) => void, broken: () => void, ended: () => void}} Tell */

/** @param {BaseAudioContext} context @param {Addresses} addresses @param {Tell} tell */
export function makeOpener(context, addresses, tell) {
  /** @type {Promise<{line: ReturnType<typeof makeLine>, wasm: ArrayBuffer}>|undefined} */
  let started;
  /** @type {Worker|undefined} */
  let worker;
  let decks = 0;

  async function start() {
    const answer = await fetch(addresses.kernel);
    if (!answer.ok) throw new Error(`the kernel did not come: ${answer.status}`);
    const wasm = await answer.arrayBuffer();
    await context.audioWorklet.addModule(addresses.processor);
    const options = { numberOfInputs: 1, outputChannelCount: [2], processorOptions: { wasm } };
    const node = new AudioWorkletNode(context, 'stillwater-kernel', options);
    node.addEventListener('processorerror', tell.broken);
    node.connect(context.destination);
    return { line: makeLine(node, () => context.currentTime, tell.ended), wasm };
  }

  return {
    /**
     * @param {import('./pack.js').Sheet} sheet @param {number} at seconds
     * @returns {Promise<{deck: number, line: ReturnType<typeof makeLine>}>} once it can play from there
     */
    async open(sheet, at) {
      started ??= start();
      const { line, wasm } = await started;
      const deck = decks++;
      const numbers = numbersOf(sheet);
      const tick = Math.floor((at * RATE) / TICK_FRAMES);
      const order = needed(sheet, tick);
      const first = order.filter((one) => one.tick < tick + (AHEAD * RATE) / TICK_FRAMES).length;
      const { port1, port2 } = new MessageChannel();
      const ready = line.arrivals(deck, first, tell.progress);
      await line.ask('open', { deck, numbers, frame: Math.round(at * RATE), port: port2 }, [port2]);
      worker?.terminate(); // a score that is left needs no more tables
      const builder = new Worker(addresses.builder, { type: 'module' });
      worker = builder;
      const failed = new Promise((_, reject) => {
        builder.onerror = () => {
          reject(new Error('the tables could not be built'));
          tell.broken();
        };
      });
      builder.postMessage({ wasm, numbers, order: order.map((one) => one.table), port: port1 }, [port1]);
      await Promise.race([ready, failed]);
      return { deck, line };
    },
    close: () => worker?.terminate(),
  };
}
