/**
 * The sound of a session made on this device: the same programme as the sealed file, with nothing fetched but code. One
 * AudioWorklet plays; a worker builds the tables, so that playing begins within some seconds.
 *
 * Loaded only when it is wanted, by a dynamic import. The page allows 'wasm-unsafe-eval' and names the files in data-
 * attributes (web/shared/sounding.py).
 * What it tells: `progress` (0 to 1, until it can play), `stopped` when somebody else's call or app stopped it, `broken`, `ended`.
 */

import { makeOpener } from './opening.js';
import { RATE } from './pack.js';
import { gainsOf, USUAL } from './wishes.js';

/** Seconds: as the sealed file fades; and how slowly one scene passes to another. */
export const IN = 4;
export const OUT = 1.5;
const CHANGE = 8;

/** @typedef {import('./pack.js').Sheet} Sheet */
/** @typedef {{progress?: (share: number) => void, stopped?: () => void, broken?: () => void, ended?: () => void}} Tell */

/** @param {import('./opening.js').Addresses} addresses @param {Tell} tell @param {AudioContext} [given] for tests */
export function makeEngine(addresses, tell, given) {
  // Larger buffers than a game's: for hours, on a phone that sleeps. It is still heard well within 200 ms.
  const context = given ?? new AudioContext({ sampleRate: RATE, latencyHint: 'playback' });
  const opener = makeOpener(context, addresses, {
    progress: tell.progress,
    broken: () => over(tell.broken),
    ended: () => over(tell.ended),
  });
  /** @type {ReturnType<typeof import('./line.js').makeLine>|undefined} */
  let line;
  /** @type {Sheet|undefined} */
  let sheetNow;
  let wanted = 'paused';
  let wishes = { ...USUAL };

  /** @param {(() => void)|undefined} say */
  function over(say) {
    wanted = 'paused';
    say?.();
  }

  context.addEventListener('statechange', () => {
    if (wanted !== 'playing' || context.state === 'running') return;
    void line?.ask('pause', { frames: 0 }); // it comes back out of silence
    over(tell.stopped);
  });

  return {
    /** @param {Sheet} sheet @param {number} [at] seconds @returns {Promise<boolean>} whether it can play from there */
    async prepare(sheet, at = 0) {
      try {
        const opened = await opener.open(sheet, at);
        line = opened.line;
        line.placed(at);
        sheetNow = sheet;
        void this.steer({}); // as it was wished before
        await line.ask('change', { deck: opened.deck, frames: OUT * RATE, power: false });
        return true;
      } catch {
        return false;
      }
    },

    /** To be called from a touch. @param {number} [at] seconds @returns {Promise<boolean>} whether it sounds */
    async play(at) {
      if (!line) return false;
      try {
        // iOS: goes on behind a locked screen, and stops other sound.
        const session = /** @type {any} */ (navigator).audioSession;
        if (session) session.type = 'playback';
        await context.resume();
        wanted = 'playing';
        await line.ask('play', { frames: IN * RATE, frame: at === undefined ? undefined : Math.round(at * RATE) });
        if (at !== undefined) line.placed(at);
        return true;
      } catch {
        wanted = 'paused';
        return false;
      }
    },

    /** @param {number} [seconds] of the fade @returns {Promise<void>} once it is quiet; the context rests then, unless somebody touched again */
    async pause(seconds = OUT) {
      if (!line || wanted !== 'playing') return;
      wanted = 'paused';
      await line.pause(seconds * RATE);
      if (wanted === 'paused') await context.suspend();
    },

    /** @param {import('./wishes.js').Wishes} wish @returns {Promise<void>} once the kernel has it */
    async steer(wish) {
      wishes = { ...wishes, ...wish };
      await line?.steer(gainsOf(wishes), wishes.voice ? 1 : 0);
    },

    /** @returns {boolean} whether it is softer now */
    soften() {
      void this.steer({ softer: !wishes.softer });
      return wishes.softer;
    },

    /** Another scene, or the same made longer, at the same place. @param {Sheet} sheet @param {number} [seconds] */
    async change(sheet, seconds = CHANGE) {
      const same = sheet.scene === sheetNow?.scene && sheet.seed === sheetNow?.seed;
      try {
        const { deck } = await opener.open(sheet, this.position());
        await line?.ask('change', { deck, frames: seconds * RATE, power: !same });
        sheetNow = sheet;
        return true;
      } catch {
        return false;
      }
    },

    position: () => line?.position() ?? 0,
    playing: () => wanted === 'playing',
    wishes: () => ({ ...wishes }),
    /** Where a voice is connected, so that "voice off" reaches it. */
    voice: () => line?.node,
    close() {
      opener.close();
      return context.close();
    },
  };
}
