/**
 * A time that goes on by itself, and goes on without a network.
 *
 * Contract: `<sw-clock data-at="<iso>" data-mode="since">32 min</sw-clock>`, or data-mode="due": "in 6 min", "now",
 * "3 min overdue", with data-due = ahead | now | over. The server renders the first words. data-mode="wall" with data-zone
 * is the clock of that place: data-at is when the server drew the page.
 */

import { clock } from '../lib/clock.js';
import { say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { everyTick } from '../lib/ticker.js';
import { due, span, wall } from '../lib/times.js';

class Clock extends Part {
  start() {
    if (this.dataset.mode === 'wall') this.learn();
    this.until(everyTick(() => this.show()));
  }

  /** The page itself says what time it is where it was drawn; one that was kept here does not. */
  learn() {
    const [page] = /** @type {PerformanceNavigationTiming[]} */ (performance.getEntriesByType('navigation'));
    if (!page?.transferSize) return;
    const [sent, received] = [page.requestStart, page.responseStart].map((ms) => performance.timeOrigin + ms);
    clock.learn({ server: this.dataset.at ?? '', sent, received });
  }

  show() {
    const at = Date.parse(this.dataset.at ?? '');
    if (!Number.isFinite(at)) return;
    const { mode, zone } = this.dataset;
    if (mode === 'wall') return say(this, wall(clock.now(), zone ?? 'UTC', document.documentElement.lang || 'en'));
    if (mode !== 'due') return say(this, span(clock.now() - at));
    const { state, words } = due(at, clock.now());
    say(this, words);
    this.dataset.due = state;
  }
}

define('sw-clock', Clock);
