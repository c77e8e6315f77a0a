/**
 * What must be so before a session, one plain line each, with what to do.
 *
 * Contract: `<sw-preflight data-session data-for="patient|sitter"><ul>` of `<li data-check="sound|help|charging|awake|quiet">`
 * with [data-what] (words go there) and buttons: help [data-try-help] [data-heard=yes] [data-heard=no]; charging
 * [data-charging-yes]; quiet [data-quiet-yes]. data-keys='{"help":"help_proved"}' renames the checks that are recorded
 * (otherwise preflight_help and so on). data-src, data-bytes on the sound item; while it is still being made, an item
 * [data-sound-waits][data-src], which is asked for again until it is that item. Sets data-met = yes | no | wait on each item.
 * Records answers and changes, nothing at opening.
 */

import { block, parsed, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { makeSettled } from '../lib/settled.js';
import { swap } from '../lib/swap.js';
import { stayAwake } from '../lib/wake.js';
import { word } from '../lib/words.js';
import { record } from '../offline/outbox.js';
import { arm, chime } from '../sound/chime.js';
import { fetchWhole } from '../sound/whole.js';

const ASK_AGAIN = 5000;

class Preflight extends Part {
  settled = makeSettled();

  start() {
    this.helper = block('session-data')?.helper || this.dataset.helper || word('somebody');
    if (this.child('[data-sound-waits]')) this.awaitSound();
    else void this.sound();
    this.help();
    void this.charging();
    if (this.item('awake'))
      void stayAwake((on) => this.settle('awake', on, word(on ? 'check_awake' : 'check_awake_not')));
    say(this.what('quiet'), word('check_quiet'));
    this.when(this.child('[data-quiet-yes]'), 'click', () => this.answer('quiet', true, word('check_quiet')));
  }

  /** @param {string} check */
  item(check) {
    return this.child(`[data-check="${check}"]`);
  }

  /** @param {string} check */
  what(check) {
    return this.item(check)?.querySelector('[data-what]');
  }

  /** Somebody's answer. @param {string} check @param {boolean} met @param {string} words @param {string} [value] */
  answer(check, met, words, value) {
    this.settle(check, met, words, { asked: true, value });
  }

  /**
   * What the device finds: shown, and recorded only when it changes while the page is open.
   * @param {string} check @param {boolean} met @param {string} words @param {{asked?: boolean, value?: string}} [how]
   */
  settle(check, met, words, { asked = false, value = '' } = {}) {
    const item = this.item(check);
    if (!item) return;
    item.dataset.met = met ? 'yes' : 'no';
    say(this.what(check), words);
    if (!this.session || !this.settled(check, met, asked)) return;
    const key = parsed(this.dataset.keys)[check] ?? `preflight_${check}`;
    void record({ session: this.session, kind: 'check', data: { key, met, ...(value ? { value } : {}) } });
  }

  /** Still being made when the page came: asked for until it is there. */
  awaitSound() {
    const timer = setInterval(async () => {
      const waits = this.child('[data-sound-waits]');
      if (waits) await swap(waits, waits.dataset.src ?? '').catch(() => false);
      if (this.child('[data-sound-waits]')) return;
      clearInterval(timer);
      void this.sound();
    }, ASK_AGAIN);
    this.until(() => clearInterval(timer));
  }

  async sound() {
    const item = this.item('sound');
    if (!item) return;
    item.dataset.met = 'wait';
    const progress = (/** @type {number} */ share) =>
      say(this.what('sound'), word('sound_loading', { n: Math.round(share * 100) }));
    const here = await fetchWhole(item.dataset.src ?? '', Number(item.dataset.bytes ?? 0), progress);
    this.settle('sound', here, word(here ? 'check_sound' : 'check_sound_not'));
  }

  /** Heard counts only when the network was off: that is how it must work when it is needed (S8). */
  help() {
    if (!this.item('help')) return;
    const { helper: name = '' } = this;
    say(this.what('help'), word('check_help_try'));
    this.when(this.child('[data-try-help]'), 'click', async () => {
      this.cutOff = navigator.onLine === false;
      this.toggleAttribute('data-trying', true);
      await arm();
      chime('help');
      say(this.what('help'), word(this.cutOff ? 'check_help_ask' : 'check_help_try', { name }));
    });
    this.when(this.child('[data-heard="yes"]'), 'click', () => {
      this.toggleAttribute('data-trying', false);
      if (!this.cutOff) return say(this.what('help'), word('check_help_try'));
      this.answer('help', true, word('check_help', { name }), 'heard with the network off');
    });
    this.when(this.child('[data-heard="no"]'), 'click', () => {
      this.toggleAttribute('data-trying', false);
      this.answer('help', false, word('check_help_not', { name }), 'not heard');
    });
  }

  async charging() {
    if (!this.item('charging')) return;
    const { getBattery } = /** @type {any} */ (navigator);
    const ask = () => this.answer('charging', true, word('check_charging'));
    this.when(this.child('[data-charging-yes]'), 'click', ask);
    const battery = await getBattery?.call(navigator).catch(() => null);
    if (!battery) return say(this.what('charging'), word('check_charging_ask'));
    const look = () => {
      const full = battery.charging;
      this.settle('charging', full, word(full ? 'check_charging' : 'check_charging_not'));
      const yes = this.child('[data-charging-yes]');
      if (yes) yes.hidden = true;
    };
    this.when(battery, 'chargingchange', look);
    look();
  }
}

define('sw-preflight', Preflight);
