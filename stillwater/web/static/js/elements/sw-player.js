/**
 * The sound of a session: one long file, whole on this device before "Begin" is offered, in a plain `<audio>` element, which
 * goes on when the screen is locked. A pause is over only when somebody touches (S14). No sound never stops a session (S6).
 * Others may steer it (`sw:state`); what was done of that is recorded by this device (`elements/steered.js`).
 *
 * Contract: `<sw-player data-session data-src data-soft-src data-bytes data-soft-bytes data-rest data-scene data-title>`; anywhere
 * on the page: [data-player-begin] (disabled until whole), [data-player-pause], [data-player-softer], [data-player-said], and
 * `[data-player-missing] hidden` with [data-mend], [data-instead="room_speaker"], [data-instead="silence"].
 * data-calmer: JSON of another sound to change to (scene, src, softSrc, bytes, softBytes, rest).
 * data-keep-only (session page): other sounds on this device make room for these.
 * Sets data-sound = none | here | playing | paused | off | ended | instead.
 */

import { label, parsed, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { word } from '../lib/words.js';
import { record } from '../offline/outbox.js';
import { canFade } from '../sound/fade.js';
import { showControls } from '../sound/media-session.js';
import { makePair } from '../sound/pair.js';
import { fetchWhole, keepOnly } from '../sound/whole.js';
import { offerInstead } from './no-sound.js';
import { Steered } from './steered.js';

/** @param {string} selector @returns {HTMLButtonElement|null} */
const onPage = (selector) => document.querySelector(selector);

class Player extends Part {
  start() {
    this.replaceChildren();
    const { src = '', softSrc = '', title = '', rest = '', scene = '' } = this.dataset;
    this.calmer = parsed(this.dataset.calmer, null);
    this.pair = makePair(
      () => this.appendChild(Object.assign(document.createElement('audio'), { preload: 'none' })),
      { src, softSrc, rest: rest.split(' ').map(Number), scene },
      { stopped: () => this.rest(), broken: () => this.missing(), ended: () => this.ended() },
    );
    this.steered = new Steered(this, this.pair);
    this.until(() => void this.pair?.pause(0));
    this.when(onPage('[data-player-begin]'), 'click', () => void this.play());
    this.when(onPage('[data-player-pause]'), 'click', () => void (this.pair?.playing() ? this.pause() : this.play()));
    this.when(onPage('[data-player-softer]'), 'click', () => this.soften());
    this.offer = offerInstead(this, { mend: () => void this.prepare(), instead: (choice) => this.instead(choice) });
    const begin = onPage('[data-player-begin]');
    if (begin) begin.disabled = true;
    showControls(title, { play: () => void this.play(), pause: () => void this.pause() });
    void this.prepare();
  }

  /** Everything onto this device, before anything begins; the calmer sound behind it, and nothing waits for that. */
  async prepare() {
    const { src = '', softSrc = '', bytes = '0', softBytes = '0', keepOnly: only } = this.dataset;
    if (!src) return;
    const { calmer } = this;
    this.show('none', '');
    if (only !== undefined) await keepOnly([src, softSrc, calmer?.src ?? '', calmer?.softSrc ?? '']).catch(() => {});
    const here = await fetchWhole(src, Number(bytes), (share) => {
      this.tell(word('sound_loading', { n: Math.round(share * 100) }));
    });
    if (here && softSrc) await fetchWhole(softSrc, Number(softBytes));
    if (!here) return this.missing();
    const begin = onPage('[data-player-begin]');
    if (begin) begin.disabled = false;
    this.offer?.(false);
    this.show('here', word('sound_here'));
    if (calmer && !this.pair?.has('calmer')) await this.prepareCalmer(calmer);
  }

  /** @param {any} calmer */
  async prepareCalmer({ src, softSrc, bytes, softBytes, rest, scene }) {
    const audio = this.querySelector('audio');
    const fades = audio !== null && canFade(audio); // then it is made softer by its volume, and one file is enough
    if (!((await fetchWhole(src, bytes)) && (fades || (await fetchWhole(softSrc, softBytes))))) return;
    this.pair?.add('calmer', { src, softSrc: fades ? '' : softSrc, rest, scene });
    this.steered?.keep(scene);
  }

  async play() {
    if (!this.dataset.src || this.pair?.playing()) return;
    this.steered?.before();
    this.pair?.unlock();
    if (!(await this.pair?.play())) return this.missing();
    this.show('playing', '');
    this.steered?.begin();
  }

  async pause() {
    if (!this.pair?.playing()) return;
    this.rest();
    await this.pair.pause();
  }

  /** Paused, by a touch here or by a call, another app, a headphone pulled out: quiet until somebody touches. */
  rest() {
    this.show('paused', word('sound_paused'));
    this.note('paused');
  }

  soften() {
    const soft = this.pair?.soften(!this.pair.soft()) ?? false;
    this.showSoft(soft);
    this.note(soft ? 'softer' : 'louder');
  }

  /** @param {boolean} soft */
  showSoft(soft) {
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

  /** @param {string} choice */
  instead(choice) {
    this.note('missing', { instead: choice });
    this.show('instead', word(choice === 'silence' ? 'sound_silence' : 'sound_room'));
  }

  /** @param {string} what @param {Record<string, any>} [more] */
  note(what, more = {}) {
    if (!more.answers) this.steered?.own(what);
    if (!this.session) return;
    const scene = this.pair?.scene();
    const data = { what, position: this.pair?.position() ?? 0, ...(scene ? { scene } : {}), ...more };
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

  /** @param {string} text */
  tell(text) {
    say(document.querySelector('[data-player-said]'), text);
  }
}

define('sw-player', Player);
