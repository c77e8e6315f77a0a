/**
 * One long file in a plain `<audio>` element: fades, a softer file to change to at the same place, and no way to go on by
 * itself. What it tells: `stopped` when somebody else's call, app or plug stopped it; `broken`; `ended`.
 */

import { canFade, fade } from './fade.js';

export const IN = 4000;
export const OUT = 1500;
/** Where there is no softer file, and the volume is ours. */
const SOFT_LEVEL = 0.4;
/** The rest comes round for about two hours, then the file plays to its end: a phone that was forgotten falls silent. */
const MOST_ROUNDS = 30;

/**
 * @param {HTMLAudioElement} audio
 * @param {{src: string, softSrc: string, rest?: number[]}} files `rest`: from and to, in seconds: behind `to` the file goes on as at `from`
 * @param {{stopped: () => void, broken: () => void, ended: () => void}} tell
 */
export function makeTrack(audio, files, tell) {
  let wanted = 'paused';
  let switching = false;
  let soft = false;
  let rounds = 0;
  let most = MOST_ROUNDS;
  const [restFrom = 0, restTo = 0] = files.rest ?? [];

  const loudness = () => (soft && !files.softSrc ? SOFT_LEVEL : 1);

  audio.addEventListener('pause', () => {
    if (wanted !== 'playing' || switching || audio.ended) return;
    wanted = 'paused';
    tell.stopped();
  });
  audio.addEventListener('timeupdate', () => {
    if (switching || !(restTo > restFrom) || audio.currentTime < restTo || rounds >= most) return;
    rounds += 1;
    audio.currentTime -= restTo - restFrom;
  });
  audio.addEventListener('error', () => wanted === 'playing' && tell.broken());
  audio.addEventListener('ended', () => {
    wanted = 'paused';
    tell.ended();
  });

  /** @returns {string} */
  const source = () => (soft && files.softSrc ? files.softSrc : files.src);

  /** @param {number} [ms] of the fade @returns {Promise<boolean>} whether it sounds */
  async function play(ms = IN) {
    wanted = 'playing';
    if (!audio.src) audio.src = source();
    if (audio.paused && canFade(audio)) audio.volume = 0;
    try {
      await audio.play();
    } catch {
      wanted = 'paused';
      return false;
    }
    void fade(audio, loudness(), ms);
    return true;
  }

  async function pause(ms = OUT) {
    wanted = 'paused';
    // Touched again while it faded: then it goes on.
    if ((await fade(audio, 0, ms)) && wanted === 'paused') audio.pause();
  }

  /** In a file that is only being opened. @param {number} seconds */
  function place(seconds) {
    audio.currentTime = seconds;
    // Some browsers forget the place when the file's head comes in.
    const back = () => {
      if (Math.abs(audio.currentTime - seconds) > 1) audio.currentTime = seconds;
    };
    audio.addEventListener('loadedmetadata', back, { once: true });
  }

  /** @returns {Promise<void>} once the other file plays from the same place */
  async function change() {
    const playing = wanted === 'playing';
    const position = audio.currentTime;
    if (playing) await fade(audio, 0, OUT / 3);
    switching = true;
    audio.src = source();
    place(position);
    if (playing) await audio.play().catch(tell.broken);
    switching = false;
    if (playing) await fade(audio, 1, OUT);
  }

  return {
    play,
    pause,
    position: () => audio.currentTime,
    playing: () => wanted === 'playing',
    /** @param {boolean} to @returns {boolean} whether it is the softer one now */
    soften(to) {
      if (to === soft) return soft;
      soft = to;
      if (!audio.src) return soft;
      if (files.softSrc) void change();
      else if (wanted === 'playing') void fade(audio, loudness(), OUT);
      return soft;
    },
    /** @param {number} seconds */
    seek(seconds) {
      if (!audio.src) audio.src = source();
      if (audio.readyState === 0) place(seconds);
      else audio.currentTime = seconds;
    },
    /** The rest comes round until somebody ends it. */
    longer() {
      most = Number.POSITIVE_INFINITY;
    },
    /** Started unheard for a moment, and stopped again. */
    unlock() {
      if (audio.src) return;
      audio.src = source();
      audio.muted = true;
      if (canFade(audio)) audio.volume = 0;
      const quiet = () => {
        if (wanted !== 'playing') audio.pause();
        audio.muted = false;
      };
      audio.play().then(quiet, quiet);
    },
  };
}
