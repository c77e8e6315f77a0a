/**
 * The sound of a session: one long file, whole on this device before "Begin" is offered, in a plain `<audio>` element, which
 * goes on when the screen is locked. A pause is over only when somebody touches (S14). No sound never stops a session (S6).
 * Others may steer it (`sw:state`); what was done of that is recorded by this device (`elements/steered.js`).
 *
 * Contract: `<sw-player data-session data-src data-soft-src data-bytes data-soft-bytes data-rest data-scene data-title>`; anywhere
 * on the page: [data-player-begin] (disabled until whole), [data-player-pause], [data-player-softer], [data-player-said], and
 * `[data-player-missing] hidden` with [data-mend], [data-instead="room_speaker"], [data-instead="silence"].
 * data-calmer: JSON of another sound to change to (scene, src, softSrc, bytes, softBytes, rest).
 * data-keep-only (session page): other sounds on this device make room for these. data-made and what sound/made.js needs.
 * Sets data-sound = none | here | playing | paused | off | ended | instead.
 */

import { label, parsed, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { word } from '../lib/words.js';
import { record } from '../offline/outbox.js';
import { bring, bringCalmer } from '../sound/bringing.js';
import { showControls } from '../sound/media-session.js';
import { makePair } from '../sound/pair.js';
import { soundFor } from '../sound/path.js';
import { offerInstead } from './no-sound.js';
import { Steered } from './steered.js';

/** @param {string} selector @returns {HTMLButtonElement|null} */
const onPage = (selector) => document.querySelector(selector);

class Player extends Part {
  start() {
    this.replaceChildren();
    const { src = '', softSrc = '', title = '', rest = '', scene = '' } = this.dataset;
    this.calmer = parsed(this.dataset.calmer, null);
    this.told = { stopped: () => this.rest(), broken: () => this.missing(), ended: () => this.ended() };
    /** @type {any} a pair, or what has its members and more (sound/path.js) */
    this.pair = makePair(
      () => this.appendChild(Object.assign(document.createElement('audio'), { preload: 'none' })),
      { src, softSrc, rest: rest.split(' ').map(Number), scene },
      this.told,
    );
    this.steered = new Steered(this, this.pair);
    this.until(() => void this.pair.pause(0).then(() => this.pair.close?.()));
    this.when(onPage('[data-player-begin]'), 'click', () => void this.play());
    this.when(onPage('[data-player-pause]'), 'click', () => void (this.pair.playing() ? this.pause() : this.play()));
    this.when(onPage('[data-player-softer]'), 'click', () => this.soften());
    this.offer = offerInstead(this, { mend: () => void this.prepare(), instead: (choice) => this.instead(choice) });
    const begin = onPage('[data-player-begin]');
    if (begin) begin.disabled = true;
    showControls(title, { play: () => void this.play(), pause: () => void this.pause() });
    void this.prepare();
  }

  /** Everything onto this device, before anything begins; the calmer sound behind it, and nothing waits for that. */
  async prepare() {
    if (!this.dataset.src) return;
    const { calmer } = this;
    this.show('none', '');
    await this.choose();
    const others = [calmer?.src ?? '', calmer?.softSrc ?? '', ...(this.pair.keeps?.() ?? [])];
    const loading = (/** @type {number} */ share) => this.tell(word('sound_loading', { n: Math.round(share * 100) }));
    if (!(await bring(this.dataset, others, loading))) return this.missing();
    const begin = onPage('[data-player-begin]');
    if (begin) begin.disabled = false;
    this.offer?.(false);
    this.show('here', word('sound_here'));
    await this.pair.prepare?.();
    const files = calmer && !this.pair.has('calmer') && (await bringCalmer(calmer, this.pair.fades()));
    if (!files) return;
    this.pair.add('calmer', files);
    this.steered?.keep(files.scene ?? '');
  }

  /** As this device is to play it. */
  async choose() {
    if (this.chosen || !this.told || !this.steered) return;
    this.chosen = true;
    const path = (/** @type {string} */ by, /** @type {string} */ which) => this.steered?.path(by, which);
    const handed = () => this.note('planned');
    this.pair = this.steered.pair = await soundFor(this.pair, this.dataset, { ...this.told, path, handed });
  }

  async play() {
    if (!this.dataset.src || this.pair.playing()) return;
    this.steered?.before();
    this.pair.unlock();
    if (!(await this.pair.play())) return this.missing();
    this.show('playing', '');
    this.steered?.begin();
  }

  async pause() {
    if (!this.pair.playing()) return;
    this.rest();
    await this.pair.pause();
  }

  /** Paused, by a touch here or by a call, another app, a headphone pulled out: quiet until somebody touches. */
  rest() {
    this.show('paused', word('sound_paused'));
    this.note('paused');
  }

  soften() {
    const soft = this.pair.soften(!this.pair.soft()) ?? false;
    this.showSoft(soft);
    this.note(soft ? 'softer' : 'louder');
  }

  showSoft(/** @type {boolean} */ soft) {
    label(onPage('[data-player-softer]'), word(soft ? 'louder' : 'softer'));
  }

  ended() {
    this.note('ended');
    this.show('ended', '');
  }

  missing() {
    this.offer?.(true);
    this.show('none', word('sound_missing'));
  }

  instead(/** @type {string} */ choice) {
    this.note('missing', { instead: choice });
    this.show('instead', word(choice === 'silence' ? 'sound_silence' : 'sound_room'));
  }

  /** @param {string} what @param {Record<string, any>} [more] */
  note(what, more = {}) {
    if (!more.answers) this.steered?.own(what);
    if (!this.session) return;
    const scene = this.pair.scene();
    const data = { what, position: Math.round(this.pair.position()), ...(scene ? { scene } : {}), ...more };
    void record({ session: this.session, kind: 'music', data });
  }

  /** @param {string} state @param {string} text */
  show(state, text) {
    this.dataset.sound = state;
    const begin = onPage('[data-player-begin]');
    if (begin) begin.hidden = ['playing', 'paused', 'off'].includes(state);
    label(onPage('[data-player-pause]'), word(state === 'playing' ? 'pause_sound' : 'play_sound'));
    this.tell(text);
  }

  tell(/** @type {string} */ text) {
    say(document.querySelector('[data-player-said]'), text);
  }
}

define('sw-player', Player);
