/**
 * A time that goes on by itself, and goes on without a network.
 *
 * Contract: `<sw-clock data-at="<iso>" data-mode="since">32 min</sw-clock>`, or data-mode="due": "in 6 min", "now",
 * "3 min overdue", with data-due = ahead | now | over. The server renders the first words.
 */

import { clock } from '../lib/clock.js';
import { say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { everyTick } from '../lib/ticker.js';
import { due, span } from '../lib/times.js';

class Clock extends Part {
  start() {
    this.until(everyTick(() => this.show()));
  }

  show() {
    const at = Date.parse(this.dataset.at ?? '');
    if (!Number.isFinite(at)) return;
    if (this.dataset.mode !== 'due') return say(this, span(clock.now() - at));
    const { state, words } = due(at, clock.now());
    say(this, words);
    this.dataset.due = state;
  }
}

define('sw-clock', Clock);
