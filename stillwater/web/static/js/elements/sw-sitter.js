/**
 * The sitter's screen: when to look in, what was last seen, danger cards, and the call for help. Goes on with the server dead,
 * from the data that came with the page and what was touched here.
 *
 * Contract: `<sw-sitter data-state-url>` with `#session-data`; inside: [data-phase-words] [data-next] [data-last] svg[data-arc]
 * [data-arm] [data-awake]; sw-tap[data-kind=look_in]; `details[data-danger="breathing"][data-words]` (with [data-said] if
 * wanted); `[data-help] hidden` with [data-help-title] [data-help-text] [data-going].
 * Sets data-urgency = none | due | overdue | help. Nothing flashes.
 */

import { setSun } from '../lib/arc.js';
import { clock } from '../lib/clock.js';
import { label, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { urgency } from '../lib/fold-lite.js';
import { helpText, lastWords, nextWords } from '../lib/sitter-words.js';
import { stayAwake } from '../lib/wake.js';
import { watch } from '../lib/watch.js';
import { word } from '../lib/words.js';
import { record } from '../offline/outbox.js';
import { arm, armed } from '../sound/chime.js';
import { makeAlarm } from '../sound/alarm.js';
import { DangerCards } from './danger.js';

class Sitter extends Part {
  alarm = makeAlarm();

  start() {
    this.watch = watch({ stateUrl: this.dataset.stateUrl ?? '', changed: () => this.show() });
    if (!this.watch) return;
    const { session } = this.watch;
    this.until(this.watch.stop);
    this.when(this.child('[data-arm]'), 'click', () => void this.arm());
    this.when(this.child('[data-going]'), 'click', () => this.going());
    // Any touch on this page lets it sound later.
    this.when(this, 'pointerup', () => void arm().then(() => this.showArmed()));
    new DangerCards(this, session).start();
    void stayAwake((on) => {
      this.awake = on;
      this.showArmed();
    });
    label(this.child('[data-going]'), word('going'));
    // Every second: a call must be seen and heard at once, with the network or without.
    const timer = setInterval(() => this.show(), 1000);
    this.until(() => clearInterval(timer));
    this.when(document, 'visibilitychange', () => this.showArmed());
    this.show();
    this.showArmed();
  }

  async arm() {
    await arm();
    await stayAwake();
    this.alarm.sample();
    this.showArmed();
  }

  showArmed() {
    const button = this.child('[data-arm]');
    if (button) button.hidden = armed();
    say(this.child('[data-awake]'), word(armed() ? (this.awake ? 'armed' : 'armed_dim') : 'not_armed'));
  }

  going() {
    const call = this.watch?.view().help?.call;
    const fact = { session: this.watch?.session ?? '', kind: 'help', seen: this.watch?.snapshot().version };
    if (call) void record({ ...fact, data: { what: 'coming', call } });
  }

  /** @returns {Record<string, string>} the words on this page's own buttons, by sign */
  get signs() {
    const taps = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('sw-tap[data-kind="look_in"]')]);
    return Object.fromEntries(
      taps.map((tap) => {
        const { sign } = JSON.parse(tap.dataset.data ?? '{}');
        return [sign, tap.dataset.words ?? tap.querySelector('button')?.textContent?.trim() ?? sign];
      }),
    );
  }

  show() {
    if (!this.watch) return;
    const now = clock.now();
    const view = this.watch.view();
    const { patient = '' } = this.watch.snapshot();
    const state = urgency(view, now);
    say(this.child('[data-next]'), nextWords(view, now, patient));
    say(this.child('[data-last]'), lastWords(view, now, this.signs));
    say(this.child('[data-phase-words]'), view.phase?.words ?? '');
    if (view.along !== null) setSun(this.child('svg[data-arc]'), view.along);
    const help = this.child('[data-help]');
    if (help) help.hidden = state !== 'help';
    if (state === 'help') {
      say(this.child('[data-help-title]'), word('help_called', { name: patient }));
      say(this.child('[data-help-text]'), helpText(view, now));
    }
    if (this.dataset.urgency !== state) this.dataset.urgency = state;
    this.alarm.hear(state, Date.now(), view.help?.call);
  }
}

define('sw-sitter', Sitter);
