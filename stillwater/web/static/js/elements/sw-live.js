/**
 * Keeps a page true while the session goes on. One per page, and one stream behind it (body[data-stream]).
 *
 * Contract:
 *  - `[data-session][data-version][data-src]`: replaced by what data-src answers when a newer version is known.
 *  - `[data-live-list][data-src]`: replaced when the stream names a session that the page does not show.
 *  - `[data-connection]`: "Connected" or "Not connected since 10:42" (S12); data-connection = on | off | wait.
 *  - `[data-observed-at][data-stale-minutes]` with `[data-age]` inside: age in words, class "stale".
 * A part in which somebody is typing waits until they are done.
 */

import { showAges } from '../lib/ages.js';
import { hear, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { connection, listen } from '../lib/stream.js';
import { busy, swap } from '../lib/swap.js';
import { everyTick } from '../lib/ticker.js';
import { hhmm } from '../lib/times.js';
import { differing } from '../lib/versions.js';
import { word } from '../lib/words.js';

const PARTS = '[data-session][data-version][data-src]';

class Live extends Part {
  /** @type {Map<string, number>} */
  latest = new Map();
  /** @type {Set<string>} */
  fetching = new Set();
  /** Sessions that the list was already asked about. @type {Set<string>} */
  asked = new Set();

  start() {
    this.until(
      hear('sw:version', ({ session, version }) => {
        this.latest.set(session, version);
        this.soon();
      }),
    );
    this.until(hear('sw:connection', () => this.showConnection()));
    this.until(everyTick(() => this.tick()));
    this.when(document, 'focusout', () => this.soon());
    listen();
    this.showConnection();
  }

  tick() {
    showAges();
    void this.compare();
  }

  /** The whole list comes as many small events: one comparison serves them all. */
  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.compare(), 50);
  }

  async compare() {
    const parts = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(PARTS)]);
    const shown = parts.map((part) => {
      const { session = '', version, src = '' } = part.dataset;
      return { part, session, version: Number(version), src };
    });
    const { stale, unknown } = differing(this.latest, shown);
    await Promise.all(stale.map(({ part, src }) => this.renew(part, src)));
    const fresh = unknown.filter((session) => !this.asked.has(session));
    const list = /** @type {HTMLElement|null} */ (document.querySelector('[data-live-list][data-src]'));
    if (fresh.length === 0 || !list || busy(list)) return;
    for (const session of fresh) this.asked.add(session);
    if (!(await this.renew(list, list.dataset.src ?? ''))) for (const session of fresh) this.asked.delete(session);
  }

  /** @param {HTMLElement} part @param {string} address */
  async renew(part, address) {
    if (this.fetching.has(address) || busy(part)) return false;
    this.fetching.add(address);
    const done = await swap(part, address).catch(() => false);
    this.fetching.delete(address);
    if (done) {
      showAges();
      this.soon(); // the session may have gone on while this was fetched
    }
    return done;
  }

  showConnection() {
    const { on, since } = connection();
    const state = on === null ? 'wait' : on ? 'on' : 'off';
    const words = { on: word('connected'), off: word('cut_off', { time: hhmm(since) }), wait: word('connecting') };
    for (const element of document.querySelectorAll('[data-connection]')) {
      say(element, words[state]);
      element.setAttribute('data-connection', state);
    }
  }
}

define('sw-live', Live);
