/**
 * Who plays: the sealed file, or this phone's own engine. The file begins, inside the touch; the engine takes over softly once it
 * is ready. Whatever stops it (a call, a sleeping phone, a fault), the file goes on at the same place within two seconds, and hands
 * back later, a few times.
 */

import { makeAgain } from '../lib/again.js';
import { within } from '../lib/within.js';
import { IN, makeEngine } from './worklet/engine.js';
import { RATE } from './worklet/pack.js';

const BACK = 0.6; // seconds: the file is there again within this
/** Milliseconds: looked at so often; given up when it stands still so long; and tried again after. */
const LOOK = 250;
const STILL = 750;
const AGAIN = [10_000, 30_000, 60_000, 120_000];

/** @typedef {{made: () => void, file: () => void, stopped: () => void, ended: () => void}} Told */
/**
 * @typedef {{addresses: import('./worklet/opening.js').Addresses, sheet: () => Promise<import('./worklet/pack.js').Sheet|null>,
 *   wishes: () => import('./worklet/wishes.js').Wishes, free: (at: number) => boolean}} Asked `sheet`: what is to play; `wishes`: how it is to sound;
 *   `free`: nobody speaks there, so that no word is heard twice
 */

/** @param {ReturnType<typeof import('./pair.js').makePair>} pair @param {Asked} asked @param {Told} tell @param {typeof makeEngine} make */
export function makeHanding(pair, asked, tell, make = makeEngine) {
  /** @type {ReturnType<typeof makeEngine>|undefined} */
  let engine;
  /** @type {AudioContext|undefined} */
  let context;
  let made = false;
  let wanted = false;
  let taking = false;
  let opened = ''; // the score that lies in the engine
  let last = { at: 0, seen: 0 };
  const again = makeAgain(AGAIN, () => {
    begun();
    context?.resume().then(takeOver, () => {});
  });

  function begun() {
    if (engine) return;
    context = new AudioContext({ sampleRate: RATE, latencyHint: 'playback' });
    void context.resume();
    const ended = () => {
      made = wanted = false;
      tell.ended();
    };
    const told = { stopped: () => void fallBack(), broken: () => void fallBack(true), ended };
    engine = make(asked.addresses, told, context);
  }

  async function ready() {
    const sheet = await asked.sheet();
    if (!sheet || !engine) return false;
    if (sheet.hash !== opened && !(await engine.prepare(sheet, pair.position()))) return false;
    opened = sheet.hash;
    return true;
  }

  async function takeOver() {
    if (made || taking || !wanted) return;
    if (!asked.free(pair.position())) return again.after(LOOK * 20);
    taking = true;
    const able = (await ready()) && wanted && context?.state === 'running';
    await engine?.steer(asked.wishes());
    const plays = able && (await engine?.play(pair.position()));
    taking = false;
    if (!plays) return again.later();
    if (!wanted) return void engine?.pause(BACK); // paused meanwhile
    made = true;
    last = { at: engine?.position() ?? 0, seen: Date.now() };
    // Where no page sets the volume the file goes on until the other has risen.
    if (pair.fades()) void pair.pause(IN * 1000);
    else setTimeout(() => made && void pair.pause(), IN * 1000);
    tell.made();
  }

  async function fallBack(broken = false) {
    const at = engine?.position() ?? 0;
    if (broken) forget();
    if (!made) return;
    made = false;
    pair.seek(at);
    void engine?.pause(BACK);
    if (!wanted) return;
    if (!(await pair.play(BACK * 1000))) {
      wanted = false;
      return tell.stopped();
    }
    tell.file();
    again.later();
  }

  function forget() {
    engine?.close().catch(() => {});
    engine = undefined;
    opened = '';
  }

  const look = setInterval(() => {
    const at = engine?.position() ?? 0;
    if (!made || !wanted || at !== last.at) last = { at, seen: Date.now() };
    else if (Date.now() - last.seen > STILL) void fallBack();
  }, LOOK);

  return {
    /** Inside the touch: phones let no other moment begin a sound. */
    begun,
    /** @param {number} [ms] */
    async play(ms) {
      wanted = true;
      if (made && engine && (await within(2 * STILL, engine.play()))) return true;
      if (made) pair.seek(engine?.position() ?? 0);
      made = false;
      wanted = await pair.play(ms);
      void takeOver();
      return wanted;
    },
    /** @param {number} ms */
    async pause(ms) {
      wanted = false;
      await Promise.all([engine?.playing() && engine.pause(ms / 1000), pair.playing() && pair.pause(ms)]);
    },
    /** @param {import('./worklet/pack.js').Sheet} sheet @param {number} [seconds] @returns {Promise<boolean>} */
    async change(sheet, seconds) {
      if (!made || !(await engine?.change(sheet, seconds))) return false;
      opened = sheet.hash;
      return true;
    },
    /** @param {import('./worklet/wishes.js').Wishes} wish */
    steer: (wish) => void engine?.steer(wish),
    made: () => made,
    /** What plays here, and where it is; null while the file does. @returns {import('./voices.js').Playing|null} */
    playsNow() {
      const node = engine?.voice();
      return made && wanted && node && context ? { context, node, at: engine?.position() ?? 0 } : null;
    },
    playing: () => wanted,
    position: () => (made ? (engine?.position() ?? 0) : pair.position()),
    close() {
      clearInterval(look);
      again.stop();
      forget();
    },
  };
}
