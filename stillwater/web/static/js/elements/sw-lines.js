/**
 * A guide read aloud, line by line. Each line is recorded and kept here, encrypted, until this server has it, and goes nowhere
 * else (S22). Left in the middle, it goes on where it was.
 *
 * Contract: `<sw-lines data-upload data-key data-count …><p data-counted><li data-line data-taken>… [data-tools] hidden with
 * [data-record], [data-finish], [data-hear], [data-said]</li><p data-all hidden></sw-lines>`. The words for each state stand in
 * data-recording, -good, -quiet, -loud, -silent, -unknown, -kept, -refused, -again. POST multipart: id, line, audio; 2xx = has it.
 * Sets data-state = recording | taken | sent on each line.
 */

import { label, saidIn, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { levelOf } from '../lib/levels.js';
import { makeMicrophone } from '../lib/microphone.js';
import { upload } from '../lib/upload.js';
import { uuid7 } from '../lib/uuid7.js';
import { dropRows, keepNote, keepPiece, keptNotes } from '../lib/voice-notes.js';

/** @typedef {import('../lib/voice-notes.js').Note & {line: string}} LineNote */

class Lines extends Part {
  microphone = makeMicrophone();
  rows = /** @type {HTMLElement[]} */ ([]);
  start() {
    this.audio = new Audio();
    this.rows = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('[data-line]')]);
    for (const row of this.rows) {
      const touch = (/** @type {string} */ what, /** @type {() => void} */ does) =>
        this.when(row.querySelector(`[data-${what}]`), 'click', does);
      touch('record', () => void this.record(row));
      touch('finish', () => this.microphone.finish());
      touch('hear', () => this.hear(row));
      this.show(row, row.dataset.taken ? 'sent' : '');
      const tools = /** @type {HTMLElement|null} */ (row.querySelector('[data-tools]'));
      if (tools) tools.hidden = false;
    }
    this.when(window, 'online', () => void this.sendAll());
    this.when(document, 'visibilitychange', () => document.visibilityState === 'hidden' && this.microphone.release());
    this.until(() => this.microphone.release());
    void this.sendAll();
  }

  /** @param {HTMLElement} row */
  async record(row) {
    if (this.microphone.isRecording) return;
    this.audio?.pause();
    if (!(await this.microphone.record((sound) => void this.took(row, sound)))) return this.tell(row, 'refused');
    this.show(row, 'recording');
    this.tell(row, 'recording');
    /** @type {HTMLElement|null} */ (row.querySelector('[data-finish]'))?.focus();
  }

  /** @param {HTMLElement} row @param {Blob} sound */
  async took(row, sound) {
    const level = await levelOf(sound);
    const here = level === 'silent' || sound.size === 0 ? row.dataset.before : 'taken';
    this.show(row, here ?? '');
    this.tell(row, level);
    if (here !== 'taken') return;
    const { line = '' } = row.dataset;
    /** @type {LineNote} */
    const note = { id: uuid7(), key: this.dataset.key ?? '', line, type: sound.type, at: Date.now(), finished: true };
    row.dataset.taken = URL.createObjectURL(sound);
    const next = this.rows[this.rows.indexOf(row) + 1];
    /** @type {HTMLElement|null|undefined} */ (next?.querySelector('[data-record]'))?.focus();
    const kept = await keepNote(note)
      .then(() => keepPiece(note, 1, sound))
      .catch(() => 'no room');
    if (kept === 'no room') await this.send({ note, audio: sound, rows: [] });
    else await this.sendAll();
  }

  /** What waits here goes up in the order in which it was read; what breaks stays. */
  async sendAll() {
    this.again = Boolean(this.sending);
    if (this.sending) return;
    this.sending = true;
    for (const one of await keptNotes(this.dataset.key ?? '').catch(() => [])) await this.send(one);
    this.sending = false;
    this.counted();
    if (this.again) await this.sendAll();
  }

  /** @param {{note: import('../lib/voice-notes.js').Note, audio: Blob, rows: string[]}} kept */
  async send({ note, audio, rows }) {
    const { line } = /** @type {LineNote} */ (note);
    const row = this.rows.find((one) => one.dataset.line === line);
    if (!row || audio.size === 0) return dropRows(rows); // the guide has no such line any more
    const form = new FormData();
    form.set('id', note.id);
    form.set('line', line);
    form.set('audio', audio, `line.${note.type.includes('mp4') ? 'm4a' : 'webm'}`);
    row.dataset.taken ||= URL.createObjectURL(audio);
    if (!(await upload(this.dataset.upload ?? '', form, () => {}))) return this.tell(row, 'kept');
    await dropRows(rows);
    if (row.dataset.state !== 'recording') this.show(row, 'sent');
    this.counted();
  }

  counted() {
    const { rows } = this;
    const here = rows.filter((row) => row.dataset.state === 'sent').length;
    const words = (this.dataset.count ?? '').replace('{n}', String(here)).replace('{m}', String(rows.length));
    say(this.child('[data-counted]'), words);
    const all = this.child('[data-all]');
    if (all && !this.sending) all.hidden = here < rows.length;
  }

  /** @param {HTMLElement} row */
  hear(row) {
    if (!this.audio || this.microphone.isRecording) return;
    this.audio.src = row.dataset.taken ?? '';
    void this.audio.play().catch(() => {});
  }

  /** @param {HTMLElement} row @param {string} state */
  show(row, state) {
    if (state === 'recording') row.dataset.before = row.dataset.state ?? '';
    row.dataset.state = state;
    const [record, finish, hear] = ['record', 'finish', 'hear'].map((what) => row.querySelector(`[data-${what}]`));
    const set = (/** @type {Element|null} */ one, /** @type {boolean} */ is) => one?.toggleAttribute('hidden', is);
    set(record, state === 'recording');
    set(finish, state !== 'recording');
    set(hear, state === '' || state === 'recording');
    if (state !== '') label(record, this.dataset.again ?? '');
  }

  /** @param {HTMLElement} row @param {string} what */
  tell(row, what) {
    row.dataset.level = what;
    say(saidIn(row), this.dataset[what] ?? '');
  }
}

define('sw-lines', Lines);
