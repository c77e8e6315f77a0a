/**
 * One touch records.
 *
 * Contract: `<sw-tap data-session data-kind="effect" data-data='{"name":"nausea"}'><button>Nausea</button></sw-tap>`; instead of
 * the bare button a `<form method="post">` with one, for pages without JavaScript. data-no-undo: no "Undo". data-once: the
 * button is disabled afterwards. data-then="/address": go there when the server has it. data-words: how to call it.
 * With an id it keeps its words for a minute when sw-live renews what is round it. Adds `<span data-said role="status">` and `<button data-undo>`; the touched button gets class "done".
 */

import { parsed, saidIn, seenVersion, tell } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { follow } from '../lib/outcome.js';
import { hhmm } from '../lib/times.js';
import { uuid7 } from '../lib/uuid7.js';
import { word } from '../lib/words.js';
import { record, whenAnswered } from '../offline/outbox.js';

const UNDO_FOR = 60_000;
/** A hand that shakes touches twice; the second touch within this is the same one. */
const SAME_TOUCH = 700;

class Tap extends Part {
  touchedAt = 0;

  start() {
    this.button = /** @type {HTMLButtonElement|null} */ (this.querySelector('button:not([data-undo])'));
    this.when(this.button, 'click', (event) => {
      event.preventDefault();
      void this.touch();
    });
    this.when(this.querySelector('form'), 'submit', (event) => event.preventDefault());
  }

  async touch() {
    const at = Date.now();
    if (at - this.touchedAt < SAME_TOUCH || !this.button || this.button.disabled) return;
    this.touchedAt = at;
    this.button.classList.add('done');
    if (this.dataset.once !== undefined) this.button.disabled = true;
    const { kind = '', data, then } = this.dataset;
    const fact = { id: uuid7(), session: this.session, kind, data: parsed(data), seen: seenVersion(this), at };
    const said = saidIn(this);
    const keeping = record(fact);
    tell('sw:recorded', { ...fact, words: this.words });
    const { saved } = await keeping;
    this.stop?.();
    this.stop = follow({ id: fact.id, saved, at }, whenAnswered, {
      show: (text) => {
        said.textContent = text;
        this.dataset.saidAt = String(Date.now());
      },
      arrived: () => then && location.assign(then),
      refused: () => this.again(),
    });
    if (this.dataset.noUndo === undefined) this.offerUndo(fact.id);
  }

  get words() {
    return this.dataset.words ?? this.button?.textContent?.trim() ?? '';
  }

  again() {
    this.button?.classList.remove('done');
    if (this.button) this.button.disabled = false;
  }

  /** @param {string} id */
  offerUndo(id) {
    this.undo?.remove();
    clearTimeout(this.timer);
    const undo = document.createElement('button');
    undo.type = 'button';
    undo.className = 'btn quiet';
    undo.dataset.undo = '';
    undo.textContent = word('undo');
    undo.addEventListener('click', () => void this.takeBack(id));
    saidIn(this).after(undo);
    this.undo = undo;
    this.timer = setTimeout(() => undo.remove(), UNDO_FOR);
  }

  /** @param {string} id */
  async takeBack(id) {
    this.stop?.();
    this.undo?.remove();
    this.again();
    saidIn(this).textContent = word('undone', { time: hhmm(Date.now()) });
    const data = { of: id, how: 'struck', reason: word('undo_reason') };
    await record({ session: this.session, kind: 'amendment', data, seen: seenVersion(this) });
    tell('sw:recorded', { session: this.session, kind: 'amendment', data });
  }
}

define('sw-tap', Tap);
