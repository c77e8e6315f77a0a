/**
 * How this device plays a session's sound, chosen on it and remembered on it. Not shown where there is nothing to choose.
 *
 * Contract: `<sw-path hidden>` with radios named "sound-path" whose values are the paths (sound/chosen.js), each in its `<label>`.
 */

import { identity } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { hasOwnMusic } from '../offline/own-music.js';
import { choosePath, pathOf } from '../sound/chosen.js';
import { canMake } from '../sound/path.js';

class Path extends Part {
  async start() {
    /** @type {Record<string, boolean>} */
    const can = { file: true, made: canMake(), own: await hasOwnMusic(identity()) };
    const radios = /** @type {NodeListOf<HTMLInputElement>} */ (this.querySelectorAll('input[name="sound-path"]'));
    const now = can[pathOf()] ? pathOf() : 'file';
    for (const radio of radios) {
      radio.checked = radio.value === now;
      const words = radio.closest('label');
      if (words) words.hidden = !can[radio.value];
      this.when(radio, 'change', () => choosePath(radio.value));
    }
    this.hidden = !(can.made || can.own);
  }
}

define('sw-path', Path);
