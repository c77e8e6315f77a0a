/**
 * The locked view of a shared tablet: a touch on a name opens the pad, six digits take the tablet over, no page in between.
 * Digits come from the pad's own keys or a keyboard. Works as plain links and a plain form without this.
 *
 * Contract: `<sw-hands>` with `a[data-hand][href][data-name][data-identity]` (optional `[data-waits]` inside), `[data-pad]` with
 * `[data-pad-name]`, a form with `input[name=pin]`, `[data-keys]` of `button[data-digit]` and `button[data-back]`,
 * `[data-close]`, `[data-said]`; `[data-rooms][data-src]` and `[data-wall]` anywhere on the page.
 */

import { clock } from '../lib/clock.js';
import { csrf, hear, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { swap } from '../lib/swap.js';
import { everyTick } from '../lib/ticker.js';
import { word } from '../lib/words.js';
import { showWaiting } from '../tablet/waiting.js';

const DIGITS = 6;
const PAD_STAYS = 60_000;
const ROOMS_EVERY = 120_000;
const ANSWER_WITHIN = 12_000;

/** The time where the tablet hangs, whatever the device is set to. @param {Element} wall */
function wallTime(wall) {
  const timeZone = wall.getAttribute('data-wall') || undefined;
  return new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', timeZone }).format(clock.now());
}

class Hands extends Part {
  used = 0;
  fetched = Date.now();
  sending = false;

  start() {
    this.pad = this.child('[data-pad]');
    this.form = this.querySelector('form');
    this.pin = /** @type {HTMLInputElement|null} */ (this.querySelector('input[name=pin]'));
    if (!this.pad || !this.form || !this.pin) return;
    this.pin.inputMode = 'none'; // the pad has keys of its own
    for (const key of this.querySelectorAll('[data-keys]')) key.removeAttribute('hidden');
    for (const plain of this.querySelectorAll('[data-plain]')) plain.setAttribute('hidden', '');
    this.when(this, 'click', (event) => this.touch(event));
    this.when(this.pin, 'input', () => this.typed());
    this.when(document, 'keydown', (event) => event.key === 'Escape' && this.close());
    this.when(this.form, 'submit', (event) => {
      event.preventDefault();
      void this.send();
    });
    this.until(hear('sw:version', () => this.soon()));
    this.until(everyTick(() => this.tick()));
    if (!this.pad.hidden) this.pin.focus();
    void showWaiting(this);
  }

  /** @param {MouseEvent} event */
  touch(event) {
    const target = /** @type {HTMLElement} */ (event.target);
    this.used = Date.now();
    const hand = /** @type {HTMLAnchorElement|null} */ (target.closest('a[data-hand]'));
    const key = /** @type {HTMLElement|null} */ (target.closest('[data-digit], [data-back]'));
    const close = target.closest('[data-close]');
    if (hand || close) event.preventDefault();
    if (hand) this.open(hand);
    else if (close) this.close();
    else if (key && this.pin && !this.sending) {
      this.pin.value = key.dataset.digit ? this.pin.value + key.dataset.digit : this.pin.value.slice(0, -1);
      this.typed();
    }
  }

  /** @param {HTMLAnchorElement} hand */
  open(hand) {
    if (!this.form || !this.pad || !this.pin) return;
    this.form.action = hand.href;
    say(this.querySelector('[data-pad-name]'), hand.dataset.name ?? '');
    say(this.querySelector('[data-said]'), '');
    this.pin.value = '';
    this.toggle(true);
    this.pin.focus();
    this.pad.scrollIntoView({ block: 'nearest' });
  }

  close() {
    if (this.pin) this.pin.value = '';
    this.toggle(false);
  }

  /** @param {boolean} open */
  toggle(open) {
    if (this.pad) this.pad.hidden = !open;
    const names = this.child('[data-names]');
    if (names) names.hidden = open;
  }

  typed() {
    this.used = Date.now();
    if (this.pin && this.pin.value.length >= DIGITS) void this.send();
  }

  async send() {
    if (!this.form || !this.pin || this.sending) return;
    this.sending = true;
    const headers = { Accept: 'application/json', 'X-CSRFToken': csrf() };
    const asked = {
      method: 'POST',
      headers,
      body: new FormData(this.form),
      signal: AbortSignal.timeout(ANSWER_WITHIN),
    };
    const answer = await fetch(this.form.action, asked).catch(() => null);
    const said = await answer?.json().catch(() => ({}));
    this.sending = false;
    this.pin.value = '';
    if (said?.to) return location.assign(said.to);
    if (answer && answer.status < 500 && !said?.why) return location.reload(); // this device is no tablet any more
    say(this.querySelector('[data-said]'), said?.why ?? word('no_taking'));
    this.pin.focus();
  }

  tick() {
    for (const wall of document.querySelectorAll('[data-wall]')) say(wall, wallTime(wall));
    if (this.pad && !this.pad.hidden && Date.now() - this.used > PAD_STAYS && this.used > 0) this.close();
    if (Date.now() - this.fetched > ROOMS_EVERY) this.soon(); // the day goes on without any entry too
  }

  /** The whole list comes as many small events: one look serves them all. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.renew(), 150);
  }

  async renew() {
    const rooms = /** @type {HTMLElement|null} */ (document.querySelector('[data-rooms][data-src]'));
    if (!rooms) return;
    this.fetched = Date.now();
    await swap(rooms, rooms.dataset.src ?? '').catch(() => false);
  }
}

define('sw-hands', Hands);
