/**
 * A voice note. It is recorded and kept here, encrypted, and goes nowhere but to this server: no speech recognition (S22).
 *
 * Contract: `<sw-voice data-upload data-key><button data-record>…<span data-elapsed><button data-finish hidden>
 * <progress hidden max="1"><p data-said><ul data-notes></sw-voice>`. POST multipart: id, recorded_at, audio; 2xx or 409 = has it.
 * Sets data-voice = idle | recording | sending.
 */

import { label, saidIn, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { hhmm } from '../lib/times.js';
import { upload } from '../lib/upload.js';
import { uuid7 } from '../lib/uuid7.js';
import { dropRows, keepNote, keepPiece, keptNotes } from '../lib/voice-notes.js';
import { word } from '../lib/words.js';

const PIECE = 2000;
const TYPES = ['audio/webm;codecs=opus', 'audio/mp4'];

class Voice extends Part {
  /** @type {Promise<void>} */
  keeping = Promise.resolve();

  start() {
    this.when(this.child('[data-record]'), 'click', () => void this.record());
    this.when(this.child('[data-finish]'), 'click', () => this.recorder?.state === 'recording' && this.recorder.stop());
    this.when(window, 'online', () => void this.sendAll());
    this.show('idle');
    void this.sendAll();
  }

  async record() {
    if (this.recorder) return;
    const microphone = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
    if (!microphone) return this.tell(word('record_refused'));
    const type = TYPES.find((one) => MediaRecorder.isTypeSupported(one));
    const recorder = new MediaRecorder(microphone, type ? { mimeType: type } : {});
    const at = Date.now();
    const note = { id: uuid7(), key: this.dataset.key ?? '', type: recorder.mimeType, at, finished: false };
    let place = 0;
    // One after the other, so that the note is whole when the last piece is.
    this.keeping = keepNote(note);
    this.recorder = recorder;
    recorder.addEventListener('dataavailable', ({ data }) => {
      place += 1;
      const here = place;
      this.keeping = this.keeping.then(() => keepPiece(note, here, data));
      say(this.child('[data-elapsed]'), clockOf(Date.now() - at));
    });
    recorder.addEventListener('stop', () => {
      for (const track of microphone.getTracks()) track.stop();
      this.recorder = undefined;
      void this.keeping.then(() => keepNote({ ...note, finished: true })).then(() => this.sendAll());
    });
    recorder.start(PIECE);
    this.show('recording');
    this.tell(word('recording'));
  }

  /** What waits here goes up, what breaks stays. A note whose recording was cut off is whole up to there, and goes too. */
  async sendAll() {
    if (this.sending || this.recorder) return;
    this.sending = true;
    const notes = await keptNotes(this.dataset.key ?? '').catch(() => []);
    for (const one of notes) await this.send(one);
    this.sending = false;
    this.show('idle');
    await this.list();
  }

  /** @param {{note: import('../lib/voice-notes.js').Note, audio: Blob, rows: string[]}} kept */
  async send({ note, audio, rows }) {
    if (audio.size === 0) return dropRows(rows);
    this.show('sending');
    this.tell(word('voice_sending'));
    const form = new FormData();
    form.set('id', note.id);
    form.set('recorded_at', new Date(note.at).toISOString());
    form.set('audio', audio, `note.${note.type.includes('mp4') ? 'm4a' : 'webm'}`);
    const bar = this.querySelector('progress');
    const sent = await upload(this.dataset.upload ?? '', form, (share) => {
      if (bar) bar.value = share;
    });
    if (sent) await dropRows(rows);
    this.tell(sent ? word('voice_sent', { time: hhmm(Date.now()) }) : word('voice_kept'));
  }

  async list() {
    const place = this.child('[data-notes]');
    const notes = await keptNotes(this.dataset.key ?? '').catch(() => []);
    const rows = notes.map(({ note }) => {
      const row = document.createElement('li');
      const again = document.createElement('button');
      again.type = 'button';
      again.className = 'btn quiet';
      again.textContent = word('send_again');
      again.addEventListener('click', () => void this.sendAll());
      row.append(word('voice_note', { time: hhmm(note.at) }), ' ', again);
      return row;
    });
    place?.replaceChildren(...rows);
  }

  /** @param {string} state */
  show(state) {
    this.dataset.voice = state;
    const [begin, finish, bar] = ['[data-record]', '[data-finish]', 'progress'].map((one) => this.child(one));
    if (begin) begin.hidden = state === 'recording';
    if (finish) finish.hidden = state !== 'recording';
    if (bar) bar.hidden = state !== 'sending';
    if (state === 'idle') label(begin ?? null, word('record'));
  }

  /** @param {string} text */
  tell(text) {
    saidIn(this).textContent = text;
  }
}

/** @param {number} ms @returns {string} "1:05" */
const clockOf = (ms) => `${Math.floor(ms / 60_000)}:${String(Math.floor(ms / 1000) % 60).padStart(2, '0')}`;

define('sw-voice', Voice);
