/**
 * The sound of a session: one long file, whole on this device before "Begin" is offered, in a plain `<audio>` element, which
 * goes on when the screen is locked. A pause is over only when somebody touches (S14). No sound never stops a session (S6).
 *
 * Contract: `<sw-player data-session data-src data-soft-src data-bytes data-soft-bytes data-rest data-title>`; anywhere on the page:
 * [data-player-begin] (disabled until whole), [data-player-pause], [data-player-softer], [data-player-said], and
 * `[data-player-missing] hidden` with [data-mend], [data-instead="room_speaker"], [data-instead="silence"].
 * data-keep-only (session page): other sounds on this device make room for this one.
 * Sets data-sound = none | here | playing | paused | ended | instead.
 */

import { label, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { word } from '../lib/words.js';
import { record } from '../offline/outbox.js';
import { showControls } from '../sound/media-session.js';
import { makeTrack } from '../sound/track.js';
import { fetchWhole, keepOnly } from '../sound/whole.js';

/** @param {string} selector @returns {HTMLButtonElement|null} */
const onPage = (selector) => document.querySelector(selector);

class Player extends Part {
  begun = false;

  start() {
    const audio = document.createElement('audio');
    audio.preload = 'none';
    this.replaceChildren(audio);
    const { src = '', softSrc = '', title = '', rest = '' } = this.dataset;
    this.track = makeTrack(
      audio,
      { src, softSrc, rest: rest.split(' ').map(Number) },
      {
        stopped: () => this.rest(),
        broken: () => this.missing(),
        ended: () => this.ended(),
      },
    );
    this.until(() => audio.pause());
    this.when(onPage('[data-player-begin]'), 'click', () => void this.play());
    this.when(onPage('[data-player-pause]'), 'click', () => void (this.track?.playing() ? this.pause() : this.play()));
    this.when(onPage('[data-player-softer]'), 'click', () => this.soften());
    this.when(onPage('[data-mend]'), 'click', () => void this.prepare());
    for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-instead]'))) {
      this.when(button, 'click', () => this.instead(button.dataset.instead ?? ''));
    }
    const begin = onPage('[data-player-begin]');
    if (begin) begin.disabled = true;
    showControls(title, { play: () => void this.play(), pause: () => void this.pause() });
    void this.prepare();
  }

  /** Everything onto this device, before anything begins. */
  async prepare() {
    const { src = '', softSrc = '', bytes = '0', softBytes = '0' } = this.dataset;
    if (!src) return;
    this.show('none', '');
    if (this.dataset.keepOnly !== undefined) await keepOnly([src, softSrc]).catch(() => {});
    const here = await fetchWhole(src, Number(bytes), (share) => {
      this.tell(word('sound_loading', { n: Math.round(share * 100) }));
    });
    if (here && softSrc) await fetchWhole(softSrc, Number(softBytes));
    if (!here) return this.missing();
    const begin = onPage('[data-player-begin]');
    if (begin) begin.disabled = false;
    this.offerMissing(false);
    this.show('here', word('sound_here'));
  }

  async play() {
    if (!this.dataset.src || this.track?.playing()) return;
    if (!(await this.track?.play())) return this.missing();
    this.show('playing', '');
    this.note(this.begun ? 'resumed' : 'begun');
    this.begun = true;
  }

  async pause() {
    if (!this.track?.playing()) return;
    this.rest();
    await this.track.pause();
  }

  /** Paused, by a touch here or by a call, another app, a headphone pulled out: quiet until somebody touches. */
  rest() {
    this.show('paused', word('sound_paused'));
    this.note('paused');
  }

  soften() {
    const soft = this.track?.soften() ?? false;
    label(onPage('[data-player-softer]'), word(soft ? 'louder' : 'softer'));
    this.note(soft ? 'softer' : 'louder');
  }

  ended() {
    this.note('ended');
    this.show('ended', '');
  }

  /** @param {boolean} is */
  offerMissing(is) {
    const place = onPage('[data-player-missing]');
    if (place) place.hidden = !is;
  }

  missing() {
    this.offerMissing(true);
    this.show('none', word('sound_missing'));
  }

  /** @param {string} choice */
  instead(choice) {
    this.offerMissing(false);
    this.note('missing', { instead: choice });
    this.show('instead', word(choice === 'silence' ? 'sound_silence' : 'sound_room'));
  }

  /** @param {string} what @param {Record<string, any>} [more] */
  note(what, more = {}) {
    if (!this.session) return;
    const data = { what, position: this.track?.position() ?? 0, ...more };
    void record({ session: this.session, kind: 'music', data });
  }

  /** @param {string} state @param {string} text */
  show(state, text) {
    this.dataset.sound = state;
    const begin = onPage('[data-player-begin]');
    if (begin) begin.hidden = state === 'playing' || state === 'paused';
    label(onPage('[data-player-pause]'), word(state === 'playing' ? 'pause_sound' : 'play_sound'));
    this.tell(text);
  }

  /** @param {string} text */
  tell(text) {
    say(document.querySelector('[data-player-said]'), text);
  }
}

define('sw-player', Player);
