/**
 * The planned sound and, once it is here too, a calmer one beside it. One of them sounds; a change is a slow cross-fade at the
 * same place. Where no page sets the volume (iPhones), the other one begins at its beginning, which rises out of silence by
 * itself, and the first one stops when that can be heard.
 *
 * @typedef {{src: string, softSrc: string, rest?: number[], scene?: string}} Files
 */

import { canFade } from './fade.js';
import { makeTrack } from './track.js';

export const CROSS = 12_000;
export const RISES = 50_000;

/**
 * @param {(which: string) => HTMLAudioElement} audioFor @param {Files} planned
 * @param {Parameters<typeof makeTrack>[2]} tell only of the one that sounds
 */
export function makePair(audioFor, planned, tell) {
  /** @type {Record<string, {audio: HTMLAudioElement, track: ReturnType<typeof makeTrack>, scene: string}>} */
  const both = {};
  let at = 'planned';
  let soft = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let later;

  /** @param {string} which @param {Files} files */
  function add(which, files) {
    const audio = audioFor(which);
    /** @param {() => void} what */
    const ours = (what) => () => at === which && what();
    const told = { stopped: ours(tell.stopped), broken: ours(tell.broken), ended: ours(tell.ended) };
    both[which] = { audio, track: makeTrack(audio, files, told), scene: files.scene ?? '' };
  }
  add('planned', planned);

  /** @param {string} to @returns {Promise<boolean>} whether the other one sounds, or will */
  async function change(to) {
    const [from, next] = [both[at], both[to]];
    if (!next) return false;
    if (next === from) return true;
    clearTimeout(later);
    const fades = canFade(from.audio);
    next.track.soften(soft);
    if (next.audio.paused) next.track.seek(fades ? from.track.position() : 0);
    if (from.track.playing()) {
      if (!(await next.track.play(CROSS))) return false;
      if (fades) void from.track.pause(CROSS);
      else later = setTimeout(() => void from.track.pause(), RISES);
    }
    at = to;
    return true;
  }

  return {
    add,
    change,
    /**
     * Inside the touch that begins: an iPhone plays by itself later only what a touch has started once.
     * @param {boolean} [all] also the one whose turn it is, because something else begins
     */
    unlock(all = false) {
      for (const { track } of Object.values(both)) if (all || track !== both[at].track) track.unlock();
    },
    /** @param {number} [ms] */
    play: (ms) => both[at].track.play(ms),
    /** Both: a change may be half done. @param {number} [ms] */
    async pause(ms) {
      clearTimeout(later);
      await Promise.all(Object.values(both).map(({ audio, track }) => audio.paused || track.pause(ms)));
    },
    /** @param {boolean} to @returns {boolean} */
    soften(to) {
      soft = to;
      return both[at].track.soften(to);
    },
    longer() {
      for (const { track } of Object.values(both)) track.longer();
    },
    /** @param {number} seconds */
    seek: (seconds) => both[at].track.seek(seconds),
    /** Whether a page sets the volume here. */
    fades: () => canFade(both[at].audio),
    has: (/** @type {string} */ which) => which in both,
    sceneOf: (/** @type {string} */ which) => both[which]?.scene ?? '',
    position: () => both[at].track.position(),
    playing: () => both[at].track.playing(),
    scene: () => both[at].scene,
    which: () => at,
    soft: () => soft,
  };
}
