/**
 * One quiet line on the patient's screen while it is cut off (S12). No live region: nothing is read aloud into a session.
 *
 * Contract: `<sw-cut-off><span data-since></span> <span data-goes-on></span></sw-cut-off>`. A short break fills neither.
 */

import { hear, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { connection, listen } from '../lib/stream.js';
import { everyTick } from '../lib/ticker.js';
import { hhmm } from '../lib/times.js';
import { cutOff, HICCUP } from '../lib/versions.js';
import { word } from '../lib/words.js';

class CutOff extends Part {
  start() {
    this.until(hear('sw:connection', () => this.show()));
    this.until(() => clearTimeout(this.timer));
    listen();
    this.until(everyTick(() => this.show()));
  }

  show() {
    const { on, since, noticed } = connection();
    const now = Date.now();
    const is = cutOff({ on, noticed }, now);
    clearTimeout(this.timer);
    if (on === false && !is) this.timer = setTimeout(() => this.show(), noticed + HICCUP - now);
    say(this.child('[data-since]'), is ? word('cut_off_here', { time: hhmm(since) }) : '');
    say(this.child('[data-goes-on]'), is ? word('goes_on') : '');
  }
}

define('sw-cut-off', CutOff);
