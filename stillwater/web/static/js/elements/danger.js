/** The danger cards (S7): opening one shows what to do first, at once and offline, and records the sign, once. */

import { hhmm } from '../lib/times.js';
import { uuid7 } from '../lib/uuid7.js';
import { word } from '../lib/words.js';
import { record } from '../offline/outbox.js';

const UNDO_FOR = 60_000;

export class DangerCards {
  /** Signs recorded from this page. @type {Map<string, string>} */
  recorded = new Map();

  /** @param {import('../lib/element.js').Part} host @param {string} session */
  constructor(host, session) {
    this.host = host;
    this.session = session;
  }

  start() {
    for (const card of /** @type {NodeListOf<HTMLDetailsElement>} */ (
      this.host.querySelectorAll('details[data-danger]')
    )) {
      this.host.when(card, 'toggle', () => card.open && this.opened(card));
    }
  }

  /** @param {HTMLDetailsElement} card */
  opened(card) {
    const name = card.dataset.danger ?? '';
    if (this.recorded.has(name)) return;
    const id = uuid7();
    this.recorded.set(name, id);
    void record({ session: this.session, kind: 'effect', data: { name, danger: true }, id });
    const said = this.said(card);
    const undo = document.createElement('button');
    undo.type = 'button';
    undo.className = 'btn quiet';
    undo.textContent = word('undo');
    said.replaceChildren(word('danger_recorded', { time: hhmm(Date.now()) }), ' ', undo);
    undo.addEventListener('click', () => {
      this.recorded.delete(name);
      const data = { of: id, how: 'struck', reason: word('undo_reason') };
      void record({ session: this.session, kind: 'amendment', data });
      said.textContent = word('undone', { time: hhmm(Date.now()) });
    });
    setTimeout(() => undo.remove(), UNDO_FOR);
  }

  /** @param {HTMLElement} card @returns {HTMLElement} after what to do: the card's first words are never pushed away */
  said(card) {
    const found = /** @type {HTMLElement|null} */ (card.querySelector('[data-said]'));
    if (found) return found;
    const made = document.createElement('p');
    made.dataset.said = '';
    made.setAttribute('role', 'status');
    card.append(made);
    return made;
  }
}
