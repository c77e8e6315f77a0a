/**
 * Own pieces one after another, each as loud as the others, passing into one another. Knows nothing of a session: when the last one
 * is about to end, or one does not play, it says so and lets itself be silenced.
 *
 * @typedef {import('./voice.js').Piece} Piece
 * @typedef {import('./voice.js').Graph} Graph
 */

import { IN, OUT } from '../track.js';
import { CROSS, startOf } from './arc.js';
import { makeVoice, SOFT, startUnheard } from './voice.js';

/**
 * @param {(which: string) => HTMLAudioElement} audioFor @param {Piece[]} pieces @param {Graph|null} graph
 * @param {number} lead seconds before the end of the last piece at which it is told that it is over
 * @param {{stopped: () => void, over: (ms: number) => void}} tell `over`: what follows has so long to rise
 */
export function makeRow(audioFor, pieces, graph, lead, tell) {
  const voices = ['own', 'own-next'].map((which) => makeVoice(audioFor(which), graph));
  let index = 0;
  let soft = false;
  const now = () => voices[index % 2];
  const loudness = () => (soft ? SOFT : 1);
  const isLast = () => index + 1 >= pieces.length;

  /** @param {number} [ms] */
  const pause = (ms = OUT) => Promise.all(voices.map((voice) => voice.pause(ms)));

  /** @param {number} ms */
  async function next(ms) {
    if (isLast()) return tell.over(ms);
    void now().pause(ms);
    index += 1;
    now().load(pieces[index]);
    const came = await now().play(loudness(), ms);
    if (came === 'broken' || came === 'touch') tell.over(IN);
  }

  function passing() {
    const { audio } = now();
    const whole = Number.isFinite(audio.duration) ? audio.duration : pieces[index].seconds;
    const ahead = Math.min(isLast() ? lead : CROSS, whole / 2);
    if (whole - audio.currentTime <= ahead) void next(ahead * 1000);
  }

  /** By a call, another app, a headphone pulled out: quiet until somebody touches (S14). */
  function stopped() {
    if (!now().wanted()) return;
    void pause(0);
    tell.stopped();
  }

  for (const voice of voices) {
    const { audio } = voice;
    /** @param {() => void} what */
    const mine = (what) => () => voice === now() && voice.wanted() && what();
    audio.addEventListener('timeupdate', mine(passing));
    audio.addEventListener(
      'ended',
      mine(() => void next(IN)),
    );
    audio.addEventListener(
      'error',
      mine(() => tell.over(IN)),
    );
    audio.addEventListener(
      'pause',
      mine(() => audio.ended || stopped()),
    );
  }

  return {
    stopped,
    pause,
    /** @param {number} ms @returns {Promise<'sounds'|'paused'|'touch'|'broken'>} */
    async play(ms) {
      if (!now().audio.src) now().load(pieces[index]);
      const running = graph?.resume() ?? true; // both inside the touch
      const came = await now().play(loudness(), ms);
      if (came !== 'sounds' || (await running)) return came;
      void pause(0);
      return 'touch';
    },
    /** Inside the touch that begins. */
    unlock() {
      const [, other] = voices;
      if (other.audio.src) return;
      other.load(pieces[Math.min(1, pieces.length - 1)]);
      startUnheard(other.audio, other.wanted);
    },
    /** @param {boolean} to */
    soften(to) {
      soft = to;
      if (now().wanted()) void now().glide(loudness(), OUT);
    },
    playing: () => now().wanted(),
    /** Seconds since the first one began. */
    position: () => startOf(pieces, index) + now().audio.currentTime,
  };
}
