/**
 * What waits on this device, in words, and what needs a person.
 *
 * Contract: `<sw-outbox-status></sw-outbox-status>`, empty. Sets data-state = quiet | waiting | signin | stuck | unsaved and is
 * hidden while quiet. Holds `<p role=status>` and, when something was not taken, a list with the reason beside each entry.
 */

import { hear, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { entryWords } from '../lib/entry-words.js';
import { hhmm } from '../lib/times.js';
import { count, word } from '../lib/words.js';
import { outbox } from '../offline/outbox.js';

/** @param {import('../offline/sender.js').Status} status */
export function summary({ waiting, stuck, unreadable, unsaved, signin }) {
  const words = count('waiting', waiting);
  const lines = [];
  if (waiting > 0 && unsaved) lines.push(word('unsaved', { waiting: words }));
  else if (waiting > 0) lines.push(signin ? word('waiting_signin', { waiting: words }) : words);
  if (stuck.length > 0) lines.push(count('stuck', stuck.length));
  if (unreadable > 0) lines.push(count('unreadable', unreadable));
  const reasons = [
    [unsaved && waiting > 0, 'unsaved'],
    [stuck.length > 0 || unreadable > 0, 'stuck'],
    [signin && waiting > 0, 'signin'],
    [waiting > 0, 'waiting'],
  ];
  return { text: lines.join(' · '), state: String(reasons.find(([so]) => so)?.[1] ?? 'quiet') };
}

class OutboxStatus extends Part {
  told = { text: '', state: 'quiet' };
  /** @type {HTMLElement|undefined} */
  line;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  timer;

  start() {
    const line = document.createElement('p');
    line.setAttribute('role', 'status');
    line.setAttribute('aria-live', 'polite');
    this.list = document.createElement('ul');
    this.replaceChildren(line, this.list);
    this.line = line;
    this.tell();
    this.until(hear('sw:outbox', (status) => this.show(status)));
    void outbox()
      .status()
      .then((status) => this.show(status));
  }

  /** @param {import('../offline/sender.js').Status} status */
  show(status) {
    this.told = summary(status);
    this.list?.replaceChildren(...status.stuck.map((item) => this.row(item)));
    // What arrives at once is not worth a word: only what still waits after a moment is told.
    if (this.hidden && this.told.state === 'waiting') this.timer ??= setTimeout(() => this.tell(), 1500);
    else this.tell();
  }

  tell() {
    clearTimeout(this.timer);
    this.timer = undefined;
    const { text, state } = this.told;
    say(this.line, text);
    this.dataset.state = state;
    this.hidden = state === 'quiet';
  }

  /** @param {import('../lib/types.js').Item} item */
  row({ id, entry, refused }) {
    const row = document.createElement('li');
    const why = refused?.why || word('unreadable_by_server');
    const said = document.createElement('span');
    said.textContent = `${hhmm(Date.parse(entry.observed_at))} ${entryWords(entry)}: ${why}`;
    const done = document.createElement('button');
    done.type = 'button';
    done.className = 'btn';
    done.textContent = word('stuck_done');
    done.addEventListener('click', () => void outbox().dealtWith(id));
    row.append(said, ' ', done);
    return row;
  }
}

define('sw-outbox-status', OutboxStatus);
