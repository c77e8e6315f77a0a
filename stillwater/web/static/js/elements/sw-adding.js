/**
 * Several files go up one after another, and how far each is can be seen. Without it the form sends them as any form does.
 *
 * Contract: `<sw-adding data-sending data-all data-broke><form>` with input[type=file], [data-progress] hidden around a
 * progress, [data-said]. Each file is posted by itself with the form's other fields and `alone`: 201 = kept, 422 = the text says why
 * not. Sets data-state = idle | busy; when everything is kept the page is loaded anew.
 */

import { say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { send } from '../lib/upload.js';

export class Adding extends Part {
  start() {
    const form = /** @type {HTMLFormElement|null} */ (this.querySelector('form'));
    if (!form) return;
    this.when(form, 'submit', (event) => {
      event.preventDefault();
      if (this.dataset.state !== 'busy') void this.all(form);
    });
  }

  /** @param {HTMLFormElement} form */
  async all(form) {
    const choose = /** @type {HTMLInputElement} */ (form.querySelector('input[type="file"]'));
    const bar = this.querySelector('progress');
    this.busy(true);
    const failed = [];
    for (const file of [...(choose.files ?? [])]) {
      const { status, text } = await send(form.action, this.alone(form, choose.name, file), (share) => {
        if (bar) bar.value = share;
        this.tell('sending', file.name, Math.round(share * 100));
      });
      if (status !== 201) failed.push(status === 422 ? text : this.words('broke', file.name));
    }
    this.busy(false);
    if (failed.length > 0) return say(this.child('[data-said]'), failed.join(' '));
    this.tell('all');
    location.reload();
  }

  /** @param {HTMLFormElement} form @param {string} name @param {File} file */
  alone(form, name, file) {
    const one = new FormData(form);
    one.set(name, file, file.name);
    one.set('alone', '1');
    return one;
  }

  /** @param {boolean} is */
  busy(is) {
    this.dataset.state = is ? 'busy' : 'idle';
    const bar = this.child('[data-progress]');
    if (bar) bar.hidden = !is;
    const button = /** @type {HTMLButtonElement|null} */ (this.querySelector('[type="submit"]'));
    if (button) button.disabled = is;
  }

  /** @param {string} key @param {string} [name] @param {number} [n] */
  words(key, name = '', n = 0) {
    return (this.dataset[key] ?? '').replace('{name}', name).replace('{n}', String(n));
  }

  /** @param {string} key @param {string} [name] @param {number} [n] */
  tell(key, name = '', n = 0) {
    say(this.child('[data-said]'), this.words(key, name, n));
  }
}

define('sw-adding', Adding);
