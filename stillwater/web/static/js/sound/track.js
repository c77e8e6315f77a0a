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
  const [restFrom = 0, restTo = 0] = files.rest ?? [];

  const loudness = () => (soft && !files.softSrc ? SOFT_LEVEL : 1);

  audio.addEventListener('pause', () => {
    if (wanted !== 'playing' || switching || audio.ended) return;
    wanted = 'paused';
    tell.stopped();
  });
  audio.addEventListener('timeupdate', () => {
    if (switching || !(restTo > restFrom) || audio.currentTime < restTo || rounds >= MOST_ROUNDS) return;
    rounds += 1;
    audio.currentTime -= restTo - restFrom;
  });
  audio.addEventListener('error', () => wanted === 'playing' && tell.broken());
  audio.addEventListener('ended', () => {
    wanted = 'paused';
    tell.ended();
  });

  /** @returns {Promise<boolean>} whether it sounds */
  async function play() {
    wanted = 'playing';
    if (!audio.src) audio.src = files.src;
    if (audio.paused && canFade(audio)) audio.volume = 0;
    try {
      await audio.play();
    } catch {
      wanted = 'paused';
      return false;
    }
    void fade(audio, loudness(), IN);
    return true;
  }

  async function pause() {
    wanted = 'paused';
    await fade(audio, 0, OUT);
    // Touched again while it faded: then it goes on.
    if (wanted === 'paused') audio.pause();
  }

  /** @returns {Promise<void>} once the other file plays from the same place */
  async function change() {
    const playing = wanted === 'playing';
    const position = audio.currentTime;
    if (playing) await fade(audio, 0, OUT / 3);
    switching = true;
    audio.src = soft ? files.softSrc : files.src;
    audio.currentTime = position;
    // Some browsers forget the place when the file's head comes in.
    const back = () => {
      if (Math.abs(audio.currentTime - position) > 1) audio.currentTime = position;
    };
    audio.addEventListener('loadedmetadata', back, { once: true });
    if (playing) await audio.play().catch(tell.broken);
    switching = false;
    if (playing) await fade(audio, 1, OUT);
  }

  return {
    play,
    pause,
    position: () => Math.round(audio.currentTime),
    playing: () => wanted === 'playing',
    /** @returns {boolean} whether it is the softer one now */
    soften() {
      soft = !soft;
      if (files.softSrc) void change();
      else void fade(audio, loudness(), OUT);
      return soft;
    },
  };
}
