/**
 * How this device plays a session's sound, chosen on it and remembered on it. Not shown where there is nothing to choose.
 *
 * Contract: `<sw-path hidden>` with radios named "sound-path" whose values are the paths (sound/path.js).
 */

import { define, Part } from '../lib/element.js';
import { canMake, choosePath, pathOf } from '../sound/path.js';

class Path extends Part {
  start() {
    if (!canMake()) return;
    const radios = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('input[name="sound-path"]'));
    for (const radio of radios) {
      radio.checked = radio.value === pathOf();
      this.when(radio, 'change', () => choosePath(radio.value));
    }
    this.hidden = false;
  }
}

define('sw-path', Path);
