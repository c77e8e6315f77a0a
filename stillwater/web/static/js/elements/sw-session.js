/**
 * The patient's screen while the medicine works. Needs no network once it is loaded.
 *
 * Contract: `<sw-session data-state-url data-chime>` with `#session-data` on the page; inside: [data-with] [data-phase]
 * svg[data-arc] [data-say] [data-hint]; [data-bring]; `[data-help] hidden` with [data-help-title] [data-help-text]
 * [data-help-cancel] (top half) [data-help-call]; [data-mask-on], `[data-mask] hidden` with [data-mask-here] [data-mask-exit].
 * Sets data-view = rest | calling | coming | unanswered | mask | over. data-chime: this phone's sound reaches the helper's ears
 * and not the patient's (proved in the pre-flight, S8).
 */

import { setSun } from '../lib/arc.js';
import { clock } from '../lib/clock.js';
import { label, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { cancel, named, pass, REST, tapped, touch, waitingFor } from '../lib/help-call.js';
import { guardBack } from '../lib/guard.js';
import { callWords, restWords } from '../lib/session-words.js';
import { everyTick } from '../lib/ticker.js';
import { uuid7 } from '../lib/uuid7.js';
import { stayAwake } from '../lib/wake.js';
import { watch } from '../lib/watch.js';
import { word } from '../lib/words.js';
import { record, whenAnswered } from '../offline/outbox.js';
import { arm, chime } from '../sound/chime.js';
import { wearMask } from './mask.js';

class Session extends Part {
  /** @type {import('../lib/help-call.js').Call} */
  call = REST;
  /** @type {number[]} */
  taps = [];
  gone = false;
  /** Calls that went out since this wait began. @type {Set<string>} */
  calls = new Set();
  masked = false;

  start() {
    this.watch = watch({ stateUrl: this.dataset.stateUrl ?? '', changed: () => this.show() });
    if (!this.watch) return;
    this.until(this.watch.stop);
    const bring = this.child('[data-bring]');
    label(bring, word('bring', { name: this.people.helper || word('somebody') }));
    // On release, wherever the finger has slid to; and as a click for those who hear the screen or use keys.
    this.when(bring, 'pointerup', () => this.bring());
    this.when(bring, 'click', () => this.bring());
    this.when(this.child('[data-help-cancel]'), 'click', () => this.takeBack());
    this.when(this, 'click', (event) => this.strayTouch(event));
    this.mask = wearMask(this, { help: () => this.bring(), changed: () => this.show() });
    this.child('[data-help-title]')?.setAttribute('aria-live', 'assertive');
    const call = this.child('[data-help-call]');
    call?.setAttribute('href', `tel:${this.people.emergency}`);
    label(call, word('call_number', this.people));
    void stayAwake();
    this.until(guardBack(() => this.watch?.view().over === false));
    this.until(everyTick(() => this.show()));
    const timer = setInterval(() => this.call.state !== 'rest' && this.show(), 500);
    this.until(() => clearInterval(timer));
  }

  get people() {
    const { helper = '', emergency = '911', look_in_fresh_minutes: freshMinutes = 15 } = this.watch?.snapshot() ?? {};
    return { helper, emergency, freshMinutes };
  }

  /** Touches that miss, three in six seconds, are a call too. @param {Event} event */
  strayTouch(event) {
    if (this.masked || /** @type {Element} */ (event.target).closest('button, a')) return;
    const { times, help } = tapped(this.taps, Date.now());
    this.taps = times;
    if (help) this.bring();
  }

  bring() {
    const before = this.call;
    const step = touch(before, clock.now());
    this.call = step.call;
    if (step.record) {
      const id = uuid7();
      this.calls = waitingFor(before, this.calls, id);
      this.call = named(this.call, id);
      this.gone = false;
      this.stopWaiting?.();
      this.stopWaiting = whenAnswered(id, ({ refused }) => {
        this.gone = !refused;
        this.show();
      });
      void this.note(step.record, id);
      if (this.dataset.chime !== undefined) void arm().then(() => chime('help'));
    }
    this.show();
  }

  takeBack() {
    const step = cancel(this.call, clock.now());
    this.call = step.call;
    if (step.record) void this.note(step.record);
    this.show();
  }

  /** @param {Record<string, any>} data @param {string} [id] */
  note(data, id) {
    return record({ session: this.watch?.session ?? '', kind: 'help', data, id, seen: this.watch?.snapshot().version });
  }

  show() {
    if (!this.watch) return;
    const view = this.watch.view();
    const now = clock.now();
    const heard = view.help && this.calls.has(view.help.call) ? view.help.answered : null;
    const step = pass(this.call, now, heard);
    this.call = step.call;
    if (step.record) void this.note(step.record);
    const calling = this.call.state !== 'rest';
    const rest = restWords(view, now, this.people);
    say(this.child('[data-with]'), rest.presence);
    say(this.child('[data-phase]'), rest.phase);
    say(this.child('[data-say]'), rest.say);
    say(this.child('[data-hint]'), rest.hint);
    if (view.along !== null) setSun(this.child('svg[data-arc]'), view.along);
    this.showCall(calling, now);
    this.dataset.view = calling ? this.call.state : this.masked ? 'mask' : view.over ? 'over' : 'rest';
  }

  /** @param {boolean} calling @param {number} now */
  showCall(calling, now) {
    const place = this.child('[data-help]');
    if (!place) return;
    place.hidden = !calling;
    if (!calling) return;
    this.mask?.off();
    const words = callWords(this.call, now, this.people, this.gone);
    say(this.child('[data-help-title]'), words.title);
    say(this.child('[data-help-text]'), words.text);
    const cancelling = this.child('[data-help-cancel]');
    if (cancelling) cancelling.hidden = !words.cancel;
    label(cancelling, word('no_need', { name: this.people.helper || word('somebody') }));
    const number = this.child('[data-help-call]');
    if (number) number.hidden = !words.number;
  }
}

define('sw-session', Session);
