/**
 * Titles while one types. Without this script the field is a field like any other.
 *
 * Contract: `<sw-suggest data-suggest="/…" data-in="en"><input list="…"><datalist>`.
 */

import { define, Part } from '../lib/element.js';
import { suggesting } from '../lib/suggesting.js';

class Suggest extends Part {
  start() {
    const field = this.querySelector('input');
    if (field) suggesting(field, (typed) => `${this.dataset.suggest}?in=${this.dataset.in ?? ''}&q=${typed}`);
  }
}

define('sw-suggest', Suggest);
