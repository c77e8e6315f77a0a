/**
 * The session's sound as others steer it: does what is asked, softly and once, and says what it did, so that the record tells
 * asked from done. Asks count only while the sound is begun here: another phone of the same person must not answer for this one.
 */

import { clock } from '../lib/clock.js';
import { hear } from '../lib/dom.js';
import { word } from '../lib/words.js';
import { makeSteering } from '../sound/steering.js';

/** Slower than a hand on this phone: nobody here expects it. */
const SOFTLY = 5000;

/** What only a phone that makes its sound itself can do. */
const TONES = ['grounding', 'brighter', 'plain', 'no_bells', 'bells', 'no_voice', 'voice'];

/** @typedef {{note: (what: string, more?: Record<string, any>) => void, show: (state: string, text: string) => void,
 *   showSoft: (soft: boolean) => void, until: (end: () => void) => void}} Shown */

export class Steered {
  begun = false;
  /** The calmer scene, once it lies here. */
  kept = '';
  steering = makeSteering();
  work = Promise.resolve();
  /** @type {import('../sound/steering.js').Sound} */
  sound = {};

  /** @param {Shown} player @param {any} pair the sealed files (pair.js), or what has the same members (made.js) */
  constructor(player, pair) {
    this.player = player;
    this.pair = pair;
    player.until(
      hear('sw:state', (state) => {
        this.sound = state.sound ?? {};
        this.heed();
      }),
    );
  }

  /** @param {string} what */
  own(what) {
    this.steering.own(what, clock.now());
  }

  /** @param {string} scene */
  keep(scene) {
    this.kept = scene;
    if (this.begun && this.sound.kept !== scene) this.player.note('kept', { scene });
  }

  /** As loud and in the same scene as before this page was opened anew. */
  before() {
    if (this.begun) return;
    const { level, scene } = this.sound.is ?? {};
    if (level?.now === 'softer') this.player.showSoft(this.pair.soften(true));
    if (scene?.now === 'calmer') void this.pair.change('calmer');
  }

  /** It sounds, because somebody touched this phone. */
  begin() {
    this.player.note(this.begun ? 'resumed' : 'begun');
    if (this.begun) return;
    this.begun = true;
    if (this.sound.path === 'made') this.player.note('path', { path: 'file' }); // as it began; the engine says so when it takes over
    if (this.sound.is?.scene?.now === 'calmer' && this.pair.which() !== 'calmer') this.player.note('planned');
    if (this.kept) this.keep(this.kept);
    this.heed();
  }

  /** One after another: a change of scene takes a moment. */
  heed() {
    if (!this.begun) return;
    for (const { want, entry, scene } of this.steering.take(this.sound)) {
      this.work = this.work.then(async () => {
        const { what, ...more } = await this.obey(want, scene);
        this.player.note(what, { answers: entry, ...more });
      });
    }
  }

  /** From now on the phone makes the sound itself, or its file plays. @param {string} by @param {string} which */
  path(by, which) {
    this.player.note('path', { path: by });
    const now = this.sound.is?.scene?.now;
    if (by === 'file' && now && now !== which) this.player.note(which);
  }

  /** @param {string} want @param {string} [scene] @returns {Promise<{what: string, why?: string}>} what was done */
  async obey(want, scene) {
    const { pair, player } = this;
    if (want === 'softer' || want === 'louder') {
      player.showSoft(pair.soften(want === 'softer'));
    } else if (want === 'pause' || want === 'off') {
      player.show(want === 'off' ? 'off' : 'paused', word(want === 'off' ? 'sound_off' : 'sound_rests'));
      void pair.pause(SOFTLY);
      return { what: want === 'off' ? 'off' : 'paused' };
    } else if (want === 'resume') {
      if (!(await pair.play(SOFTLY))) return { what: 'not_done', why: 'touch' };
      player.show('playing', '');
      return { what: 'resumed' };
    } else if (want === 'longer') {
      pair.longer();
    } else if (TONES.includes(want)) {
      if (!pair.tone?.(want)) return { what: 'not_done', why: 'not_here' };
    } else if (!(await pair.change(want, scene))) {
      return { what: 'not_done', why: pair.has(want) ? 'touch' : 'not_here' };
    }
    return { what: want };
  }
}
