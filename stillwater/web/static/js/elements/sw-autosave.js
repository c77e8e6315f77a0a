/**
 * Words that nobody loses: kept encrypted on the device while typed, sent when the hand rests.
 *
 * Contract: `<sw-autosave data-key="intention:<id>" data-saved-at="<iso>"><form method="post" action><textarea name></textarea></form>
 * <p data-said></p></sw-autosave>`. POSTs the form with X-Autosave: 1; a 2xx answer means saved. Only "saved" words say so.
 * data-then="/address": the form's own button goes on there once everything is saved, as it does without a script.
 */

import { csrf, identity, saidIn } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { hhmm } from '../lib/times.js';
import { word } from '../lib/words.js';
import { store } from '../offline/outbox.js';

const REST = 2000;
const KEEP = 300;

class Autosave extends Part {
  changed = 0;
  saved = 0;
  goesOn = false;

  start() {
    this.form = this.querySelector('form');
    this.text = this.querySelector('textarea');
    if (!this.form || !this.text) return;
    this.when(this.text, 'input', () => this.typed());
    this.when(this.form, 'submit', (event) => {
      if (this.changed === this.saved) return; // nothing waits: the form goes its plain way, and an empty page is an answer
      event.preventDefault();
      this.goesOn = this.dataset.then !== undefined;
      void this.send().then(() => this.goOn());
    });
    this.when(window, 'online', () => void this.send());
    this.when(window, 'pagehide', () => void this.send());
    this.when(document, 'visibilitychange', () => document.visibilityState === 'hidden' && void this.send());
    if (this.text.value !== this.text.defaultValue) this.typed(); // written before this script had come
    void this.restore();
  }

  get row() {
    return { id: `draft:${identity()}:${this.dataset.key ?? ''}`, identity: identity(), kind: 'draft', at: Date.now() };
  }

  /** After the touch that asked for it, and only when the server has every word. */
  goOn() {
    if (this.goesOn && !this.sending && this.changed === this.saved) location.assign(this.dataset.then ?? '');
  }

  typed() {
    this.goesOn = false;
    this.changed += 1;
    clearTimeout(this.keepTimer);
    clearTimeout(this.timer);
    this.keepTimer = setTimeout(() => void this.keep(), KEEP);
    this.timer = setTimeout(() => void this.send(), REST);
  }

  async keep() {
    const plain = new TextEncoder().encode(this.text?.value ?? '');
    await store()
      .then((disk) => disk.keep(this.row, plain.buffer))
      .catch(() => {});
  }

  /** A draft newer than what the server rendered comes back. */
  async restore() {
    const rows = await store()
      .then((disk) => disk.kept(identity(), 'draft'))
      .catch(() => []);
    const draft = rows.find(({ id }) => id === this.row.id);
    const savedAt = Date.parse(this.dataset.savedAt ?? '') || 0;
    if (!draft || !this.text || draft.at <= savedAt || this.changed > 0) return;
    this.text.value = new TextDecoder().decode(draft.plain);
    this.tell('draft_here', draft.at);
    this.changed += 1;
    void this.send();
  }

  async send() {
    if (!this.form || this.sending || this.changed === this.saved) return;
    clearTimeout(this.timer);
    this.sending = true;
    const { changed } = this;
    await this.keep();
    const headers = { 'X-CSRFToken': csrf(), 'X-Autosave': '1' };
    const body = new FormData(this.form);
    const sent = await fetch(this.form.action, { method: 'POST', body, headers, keepalive: true, redirect: 'error' })
      .then((response) => response.ok)
      .catch(() => false);
    this.sending = false;
    if (!sent) return this.tell('draft_here', Date.now());
    this.saved = changed;
    this.tell('saved', Date.now());
    // What was typed while it was on its way is still only here.
    if (this.changed !== this.saved) return void this.typed();
    await store()
      .then((disk) => disk.drop([this.row.id]))
      .catch(() => {});
    this.goOn();
  }

  /** @param {string} key @param {number} at */
  tell(key, at) {
    saidIn(this).textContent = word(key, { time: hhmm(at) });
  }
}

define('sw-autosave', Autosave);
