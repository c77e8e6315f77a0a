/**
 * The session's sound made by this phone, with the sealed file behind it (handing.js). It has the members of a pair (pair.js), and
 * `tone`; any scene whose score lies here can be asked for. A guide that speaks in the score is a recording (voices.js).
 *
 * `where`: data-score (the address of the scores; a scene's name behind it), data-scenes (others, by spaces), data-scene,
 * data-voices (where recordings lie), data-processor, data-builder, data-kernel.
 * What it tells, besides what a pair tells: `path`, who plays from now on (made, file), and which sound that is.
 */

import { makeHanding } from './handing.js';
import { scoreAt } from './scores.js';
import { cueAt, makeVoices } from './voices.js';
import { fetchWhole } from './whole.js';

/** Seconds: how slowly one scene passes to another. */
const CROSS = 12;
const LOOK = 5000;
/** Rounds of the rest after which a sound without an end is begun anew where it is: the kernel counts to thirty. */
const ROUNDS = 20;

/** @typedef {{path: (by: string, which: string) => void, stopped: () => void, ended: () => void}} Tell */

/**
 * @param {ReturnType<typeof import('./pair.js').makePair>} pair @param {DOMStringMap} where @param {Tell} tell
 * @param {Parameters<typeof makeHanding>[3]} [make] for tests
 */
export function makeMade(pair, where, tell, make) {
  const { score = '', scene: planned = '', scenes = '', voices: library = '' } = where;
  const { processor = '', builder = '', kernel = '' } = where;
  const keys = [planned, ...scenes.split(' ').filter(Boolean)];
  let which = 'planned';
  let scene = planned;
  let endless = false;
  let rounds = 0;
  let lastAt = 0;
  let wishes = {};
  /** @type {import('./voices.js').Cue[]} */
  let cues = [];
  let saysAll = true;

  /** @param {string} key */
  const sheetOf = (key) => scoreAt(score + key);
  /** @param {import('./voices.js').Cue} cue */
  const addressOf = ({ guide, eyes, recording }) => `${library}/${guide}/${eyes}/sound.m4a?of=${recording}`;
  const asked = {
    addresses: { processor, builder, kernel },
    sheet: () => (saysAll ? sheetOf(scene) : Promise.resolve(null)),
    wishes: () => ({ ...wishes, softer: pair.soft() }),
    free: (/** @type {number} */ at) => !cueAt(cues, at),
  };
  const told = {
    stopped: tell.stopped,
    ended: tell.ended,
    made: () => tell.path('made', which),
    file() {
      which = pair.which();
      scene = pair.scene();
      tell.path('file', which);
    },
  };
  const handing = makeHanding(pair, asked, told, make);
  const voices = makeVoices(addressOf, () => cues, handing.playsNow);

  const look = setInterval(() => {
    const at = handing.position();
    if (at < lastAt - 60) rounds += 1;
    lastAt = at;
    if (endless && rounds >= ROUNDS) void anew();
  }, LOOK);

  async function anew() {
    rounds = 0;
    const sheet = await sheetOf(scene);
    if (sheet) await handing.change(sheet);
  }

  /** @param {string} to planned, calmer, or a scene @param {string} [key] the scene's name */
  async function change(to, key = pair.sceneOf(to)) {
    if (!handing.made()) {
      if (to === 'scene' || !(await pair.change(to))) return false;
    } else {
      const sheet = await sheetOf(key);
      if (!sheet || !(await handing.change(sheet, CROSS))) return false;
      cues = sheet.cues ?? [];
      if (pair.has(to)) await pair.change(to); // it stands still: what goes on if this stops
    }
    which = to;
    scene = key;
    rounds = 0;
    return true;
  }

  return {
    ...pair,
    change,
    /** What it may be asked for lies here before it is asked. */
    async prepare() {
      cues = (await sheetOf(planned))?.cues ?? [];
      for (const cue of cues) saysAll = (await fetchWhole(addressOf(cue), 0)) && saysAll; // else the file, which has them
      for (const key of keys) await sheetOf(key);
    },
    /** The addresses that stay on this device. */
    keeps: () => [...keys.map((key) => score + key), `${library}/`],
    unlock() {
      handing.begun();
      voices.unlock();
      pair.unlock();
    },
    play: handing.play,
    /** @param {number} [ms] */
    pause: (ms = 1500) => handing.pause(ms),
    /** @param {boolean} to */
    soften(to) {
      handing.steer({ softer: to });
      return pair.soften(to);
    },
    /** @param {string} want grounding, brighter, plain, no_bells, bells, no_voice or voice @returns {boolean} whether it is so now */
    tone(want) {
      if (!handing.made()) return false;
      const tone = { grounding: want === 'grounding', brighter: want === 'brighter' };
      const part = want.replace('no_', '');
      const wish = ['bells', 'voice'].includes(part) ? { [part]: want === part } : tone;
      wishes = { ...wishes, ...wish };
      handing.steer(wish);
      return true;
    },
    longer() {
      endless = true;
      pair.longer();
    },
    position: handing.position,
    playing: handing.playing,
    scene: () => scene,
    which: () => which,
    close() {
      clearInterval(look);
      voices.close();
      handing.close();
    },
  };
}
