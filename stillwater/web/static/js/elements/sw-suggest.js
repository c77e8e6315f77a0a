/**
 * Titles while one types. Without this script the field is a field like any other.
 *
 * Contract: `<sw-suggest data-suggest="/…" data-in="en"><input list="…"><datalist>`.
 */

import { define, Part } from '../lib/element.js';

const WAIT_MS = 140;

class Suggest extends Part {
  start() {
    const field = this.querySelector('input');
    if (field) this.when(field, 'input', () => this.soon(field));
  }

  /** @param {HTMLInputElement} field */
  soon(field) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.suggest(field.value.trim()), WAIT_MS);
  }

  /** @param {string} typed */
  async suggest(typed) {
    const names = this.querySelector('datalist');
    if (!names || typed.length < 2 || [...names.options].some((option) => option.value === typed)) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const said = new URLSearchParams({ q: typed, in: this.dataset.in ?? '' });
    try {
      const answer = await fetch(`${this.dataset.suggest}?${said}`, { signal: this.asking.signal });
      const found = await answer.json();
      names.replaceChildren(...found.names.map((/** @type {string} */ name) => new Option(name, name)));
    } catch {
      // No network, or more was typed: the field works without.
    }
  }
}

define('sw-suggest', Suggest);
