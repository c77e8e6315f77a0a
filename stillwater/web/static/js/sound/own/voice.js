/**
 * One `<audio>` element that plays own pieces: each at its own level, with fades. Where a page sets the volume and no piece has to be
 * turned up, the volume does it; elsewhere (iPhones; quiet recordings) the sound goes through a gain of Web Audio.
 */

import { level } from '../fade.js';

const STEP = 50;
/** Softer: 9 dB, as the softer file of the planned sound. */
export const SOFT = 10 ** (-9 / 20);

/** @typedef {{join: (audio: HTMLAudioElement) => (factor: number) => void, resume: () => Promise<boolean>, close: () => void}} Graph */
/** @typedef {{src: string, seconds: number, factor: number}} Piece `factor`: what its samples are multiplied with */

/** @param {() => void} stopped it was taken away by a call or another app @returns {Graph|null} null: this browser has none */
export function makeGraph(stopped) {
  if (!globalThis.AudioContext) return null;
  const context = new AudioContext({ latencyHint: 'playback' });
  context.addEventListener('statechange', () => context.state !== 'running' && stopped());
  return {
    join(audio) {
      const gain = new GainNode(context, { gain: 0 });
      context.createMediaElementSource(audio).connect(gain).connect(context.destination);
      return (factor) => gain.gain.setTargetAtTime(factor, context.currentTime, 0.02);
    },
    /** Where only a touch may begin it, this waits for ever. */
    async resume() {
      const session = /** @type {any} */ (navigator).audioSession; // iOS: goes on behind a locked screen
      if (session) session.type = 'playback';
      await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 1500))]).catch(() => {});
      return context.state === 'running';
    },
    close: () => void context.close(),
  };
}

/**
 * Started for a moment and stopped again: an iPhone plays by itself later only what a touch has started once.
 * @param {HTMLAudioElement} audio @param {() => boolean} sounds it was meant to by then
 */
export function startUnheard(audio, sounds) {
  const quiet = () => {
    if (!sounds()) audio.pause();
    audio.muted = false;
  };
  audio.muted = true;
  audio.play().then(quiet, quiet);
}

/** @param {HTMLAudioElement} audio @param {Graph|null} graph */
export function makeVoice(audio, graph) {
  const node = graph?.join(audio);
  let share = 0;
  let factor = 1;
  let turn = 0;
  let wanted = false;

  /** @param {number} to */
  function put(to) {
    share = to;
    if (node) node(share * factor);
    else audio.volume = Math.min(1, share * factor);
  }

  /** @param {number} to @param {number} ms @returns {Promise<boolean>} whether it came so far: a later one ends it */
  function glide(to, ms) {
    turn += 1;
    const mine = turn;
    const from = share;
    const began = performance.now();
    return new Promise((resolve) => {
      const timer = setInterval(() => {
        const along = ms > 0 ? (performance.now() - began) / ms : 1;
        if (turn === mine) put(level(along, from, to));
        if (along < 1 && turn === mine) return;
        clearInterval(timer);
        resolve(turn === mine);
      }, STEP);
    });
  }

  return {
    audio,
    glide,
    wanted: () => wanted,
    /** @param {Piece} piece from its beginning */
    load(piece) {
      factor = piece.factor;
      if (audio.src !== piece.src) audio.src = piece.src;
      audio.currentTime = 0;
      put(0);
    },
    /**
     * @param {number} to @param {number} ms
     * @returns {Promise<'sounds'|'paused'|'touch'|'broken'>} paused: by somebody, meanwhile; touch: only a touch begins it here
     */
    async play(to, ms) {
      wanted = true;
      if (audio.paused) put(0);
      try {
        await audio.play();
      } catch (trouble) {
        if (!wanted) return 'paused';
        wanted = false;
        return trouble instanceof Error && trouble.name === 'NotAllowedError' ? 'touch' : 'broken';
      }
      if (!wanted) return 'paused';
      void glide(to, ms);
      return 'sounds';
    },
    /** @param {number} ms */
    async pause(ms) {
      wanted = false;
      if (audio.paused) return;
      if ((await glide(0, ms)) && !wanted) audio.pause();
    },
  };
}
