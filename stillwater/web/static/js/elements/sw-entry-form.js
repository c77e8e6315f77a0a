/**
 * A form that makes one entry. What was typed stays until the entry is kept; a reason stands beside the field it is about.
 *
 * Contract: `<sw-entry-form data-session data-kind="reading" data-data='{"source":"person"}' data-one-of="sys pulse"><form>`;
 * fields by name = key of the data, data-type = text | number | integer | bool | in_minutes | json. `button[data-change-time]`
 * shows `[data-time]` with `input[data-observed]` (HH:MM). `[data-said]` optional. data-then="/address": go there when the
 * server has it. data-keep-values: the fields are not emptied afterwards.
 */

import { parsed, saidIn, seenVersion, tell } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { clearWrong, showWrong } from '../lib/field-errors.js';
import { collect } from '../lib/fields.js';
import { follow } from '../lib/outcome.js';
import { typedTime } from '../lib/times.js';
import { uuid7 } from '../lib/uuid7.js';
import { word } from '../lib/words.js';
import { record, whenAnswered } from '../offline/outbox.js';

/** @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Control */

class EntryForm extends Part {
  keeping = false;

  start() {
    this.form = this.querySelector('form');
    if (!this.form) return;
    // Our own words beside the field, not the browser's bubble.
    this.form.noValidate = true;
    this.when(this.form, 'submit', (event) => {
      event.preventDefault();
      void this.submit();
    });
    this.when(this.querySelector('[data-change-time]'), 'click', () => this.changeTime());
    this.when(this.form, 'input', ({ target }) => {
      for (const one of this.controls) if (one.name === /** @type {Control} */ (target).name) clearWrong(one);
    });
  }

  changeTime() {
    const place = this.child('[data-time]');
    if (!place) return;
    place.hidden = !place.hidden;
    const field = /** @type {HTMLInputElement|null} */ (this.querySelector('[data-observed]'));
    if (place.hidden && field) field.value = '';
    else field?.focus();
  }

  /** @returns {Control[]} */
  get controls() {
    const all = /** @type {Control[]} */ ([...(this.form?.elements ?? [])]);
    return all.filter(
      (one) => one.name && one.name !== 'csrfmiddlewaretoken' && !('observed' in one.dataset) && !one.disabled,
    );
  }

  /** What the form says is required: with our own words beside it, the browser no longer sees to that. */
  get needed() {
    return this.controls.filter((one) => one.required).map(({ name }) => name);
  }

  /** @returns {import('../lib/fields.js').Field[]} */
  fields() {
    return this.controls
      .filter((one) => one.tagName !== 'BUTTON')
      .filter((one) => !(one instanceof HTMLInputElement && ['radio', 'checkbox'].includes(one.type)) || one.checked)
      .map(({ name, value, dataset }) => ({ name, value, type: dataset.type ?? 'text' }));
  }

  /** @param {number} now @returns {{at: number, typed: boolean}|null} null: not a time, and said so */
  observed(now) {
    const field = /** @type {HTMLInputElement|null} */ (this.querySelector('[data-observed]'));
    if (!field || field.closest('[hidden]') || field.value.trim() === '') return { at: now, typed: false };
    const at = typedTime(field.value, now);
    if (at === null) showWrong(field, word('not_a_time'));
    return at === null ? null : { at, typed: true };
  }

  async submit() {
    if (this.keeping || !this.form) return;
    const now = Date.now();
    const { data, wrong } = collect(this.fields(), { now, needed: this.needed, oneOf: this.dataset.oneOf?.split(' ') });
    for (const control of this.controls) clearWrong(control);
    for (const { name, why } of wrong) this.refuse(name, why);
    const observed = this.observed(now);
    if (wrong.length > 0 || !observed) {
      /** @type {HTMLElement|null} */ (this.querySelector('[aria-invalid="true"]'))?.focus();
      return;
    }
    this.keeping = true;
    const { kind = '', then } = this.dataset;
    const all = { ...parsed(this.dataset.data), ...data };
    const fact = { id: uuid7(), session: this.session, kind, data: all, seen: seenVersion(this), ...observed };
    const { saved } = await record(fact).finally(() => {
      this.keeping = false;
    });
    tell('sw:recorded', fact);
    const said = saidIn(this);
    this.stop?.();
    this.stop = follow({ id: fact.id, saved, at: fact.at }, whenAnswered, {
      show: (text) => {
        said.textContent = text;
        this.dataset.saidAt = String(Date.now());
      },
      arrived: () => then && location.assign(then),
      // The entry is kept and listed with its reason; the value goes back beside its field, to be put right as a new entry.
      refused: ({ field, why }) => field && this.refuse(field, why, data),
    });
    if (this.dataset.keepValues === undefined) this.form.reset();
    const place = this.child('[data-time]');
    if (place) place.hidden = true;
  }

  /** @param {string} name @param {string} why @param {Record<string, any>} [values] */
  refuse(name, why, values) {
    for (const control of this.controls) {
      const typed = control instanceof HTMLInputElement && !['radio', 'checkbox'].includes(control.type);
      if (values && typed && !control.value && values[control.name] !== undefined) control.value = values[control.name];
    }
    const control = this.controls.find((one) => one.name === name);
    if (control) showWrong(control, why);
  }
}

define('sw-entry-form', EntryForm);
