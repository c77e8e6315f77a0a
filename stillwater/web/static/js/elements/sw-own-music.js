/**
 * The page of somebody's own music: files are chosen or dropped, looked at one after another, put in order, listened to, taken out.
 * Nothing leaves the device.
 *
 * Contract: `<sw-own-music hidden data-seconds>` (of the next session's sound) with [data-choose], [data-drop], [data-said],
 * [data-undo], [data-list], [data-whole] (what makes sense once something plays), [data-arrange], [data-total], [data-use],
 * [data-room] and `<template data-piece>`; its words as JSON in #own-music-words. Sets data-state = idle | busy.
 */

import { block, identity, say } from '../lib/dom.js';
import { define, Part } from '../lib/element.js';
import { inArc, openOwnMusic, playOwn, playsOwn } from '../offline/own-music.js';
import { add } from './own-adding.js';
import { drawList } from './own-list.js';
import { listener } from './own-listening.js';

/** @typedef {import('../offline/own-music.js').Row} Row */

export class OwnMusic extends Part {
  /** @type {Row[]} */
  rows = [];
  /** @type {Map<string, HTMLElement>} */
  items = new Map();
  work = Promise.resolve();
  /** @type {Row|null} */
  removed = null;
  /** @type {Record<string, string>} */
  said = block('own-music-words') ?? {};

  /** @param {string} key @param {Record<string, string|number>} [values] */
  words = (key, values = {}) =>
    (this.said[key] ?? key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));

  async start() {
    this.hidden = false;
    try {
      this.music = await openOwnMusic(identity());
      await this.music.sweep();
      this.rows = await this.music.rows();
    } catch {
      return this.tell(this.words('no_store'));
    }
    this.until(() => this.music?.close());
    this.listening = listener(this);
    this.until(() => this.listening?.stop());
    const choose = /** @type {HTMLInputElement|null} */ (this.child('[data-choose]'));
    this.when(choose, 'change', () => {
      this.take([...(choose?.files ?? [])]);
      if (choose) choose.value = '';
    });
    const drop = this.child('[data-drop]');
    for (const type of ['dragover', 'dragleave', 'drop']) {
      this.when(drop, type, (event) => {
        event.preventDefault();
        drop?.toggleAttribute('data-over', type === 'dragover');
        if (type === 'drop') this.take([...event.dataTransfer.files]);
      });
    }
    this.when(this.child('[data-list]'), 'click', ({ target }) => this.touched(target.closest('[data-do]')));
    this.when(this.child('[data-arrange]'), 'click', () => void this.order(inArc(this.rows), this.words('arranged')));
    this.when(this.child('[data-undo]'), 'click', () => void this.undo());
    const use = /** @type {HTMLInputElement|null} */ (this.child('[data-use]'));
    this.when(use, 'change', () => {
      playOwn(use?.checked ?? false);
      this.tell(this.words(playsOwn() ? 'use_on' : 'use_off'));
    });
    await drawList(this);
  }

  /** One file after another: each is decoded in memory. @param {File[]} files */
  take(files) {
    this.dataset.state = 'busy';
    this.work = this.work.then(async () => {
      await add(this, files);
      this.dataset.state = 'idle';
    });
  }

  /** @param {string} text @param {Row|null} [removed] that can be brought back */
  tell(text, removed = null) {
    this.removed = removed;
    say(this.child('[data-said]'), text);
    const undo = this.child('[data-undo]');
    if (undo) undo.hidden = removed === null;
  }

  /** @param {HTMLElement|null} button */
  touched(button) {
    const id = button?.closest('li')?.dataset.id;
    const row = this.rows.find((one) => one.id === id);
    if (!button || !row) return;
    const { do: what } = button.dataset;
    if (what === 'listen') void this.listening?.toggle(row, button.closest('li') ?? this);
    else if (what === 'remove') void this.takeOut(row);
    else void this.move(row, what === 'earlier' ? -1 : 1, button);
  }

  /** @param {Row} row @param {number} by @param {HTMLElement} button that stays under the hand */
  async move(row, by, button) {
    const rows = this.rows.filter((one) => one !== row);
    const at = this.rows.indexOf(row) + by;
    rows.splice(at, 0, row);
    await this.order(
      rows.map((one, place) => ({ ...one, place })),
      this.words('moved', { name: row.name, n: at + 1 }),
    );
    const other = button.parentElement?.querySelector('button:not(:disabled)');
    /** @type {HTMLElement|null|undefined} */ (button.matches(':disabled') ? other : button)?.focus();
  }

  /** @param {Row[]} rows @param {string} text */
  async order(rows, text) {
    this.rows = rows;
    await this.music?.change(rows);
    await drawList(this);
    this.tell(text);
  }

  /** @param {Row} row */
  async takeOut(row) {
    this.listening?.stop();
    if (this.removed) await this.music?.sweep();
    await this.music?.hide(row, true);
    this.rows = this.rows.filter((one) => one !== row);
    await drawList(this);
    this.tell(this.words('removed', { name: row.name }), row);
    this.child('[data-undo]')?.focus();
  }

  async undo() {
    const { removed } = this;
    if (!removed) return;
    await this.music?.hide(removed, false);
    this.rows = (await this.music?.rows()) ?? this.rows;
    await drawList(this);
    this.tell(this.words('back', { name: removed.name }));
    /** @type {HTMLElement|null|undefined} */ (
      this.items.get(removed.id)?.querySelector('button:not(:disabled)')
    )?.focus();
  }
}

define('sw-own-music', OwnMusic);
