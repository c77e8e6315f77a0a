/**
 * What was recorded on this device in this session and has not arrived yet, so that nobody records it twice.
 *
 * Contract: `<sw-kept-entries data-session></sw-kept-entries>`, empty; becomes a list, hidden while there is nothing.
 */

import { hear, identity } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { entryWords } from '../lib/entry-words.js';
import { hhmm } from '../lib/times.js';
import { word } from '../lib/words.js';
import { outbox } from '../offline/outbox.js';

class KeptEntries extends Part {
  start() {
    this.list = document.createElement('ul');
    this.replaceChildren(this.list);
    this.until(hear('sw:outbox', () => void this.show()));
    void this.show();
  }

  async show() {
    const { items } = await outbox().all();
    const own = items.filter((item) => item.session === this.session && item.identity === identity());
    own.sort((a, b) => (a.entry.observed_at < b.entry.observed_at ? 1 : -1));
    this.hidden = own.length === 0;
    this.list?.replaceChildren(
      ...own.map(({ entry, refused }) => {
        const row = document.createElement('li');
        const time = document.createElement('time');
        time.dateTime = entry.observed_at;
        time.textContent = hhmm(Date.parse(entry.observed_at));
        const why = document.createElement('small');
        why.textContent = refused ? refused.why || word('unreadable_by_server') : word('waits');
        row.append(time, ' ', entryWords(entry), ' ', why);
        return row;
      }),
    );
  }
}

define('sw-kept-entries', KeptEntries);
