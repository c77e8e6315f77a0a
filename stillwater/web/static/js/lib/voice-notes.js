/**
 * Voice notes on this device: kept encrypted piece by piece while somebody speaks, so that a dead battery costs two seconds,
 * and dropped only when the server has the whole.
 *
 * @typedef {{id: string, key: string, type: string, at: number, finished: boolean}} Note
 */

import { store } from '../offline/outbox.js';
import { identity } from './dom.js';

/** @param {string} id @param {number} place */
const rowId = (id, place) => `voice:${id}:${String(place).padStart(6, '0')}`;

/** @param {string} id @param {number} place @param {ArrayBuffer} plain @param {number} at */
async function keep(id, place, plain, at) {
  await (await store()).keep({ id: rowId(id, place), identity: identity(), kind: 'voice', at }, plain);
}

/** The note's head is its first row. @param {Note} note */
export const keepNote = (note) => keep(note.id, 0, new TextEncoder().encode(JSON.stringify(note)).buffer, note.at);

/** @param {Note} note @param {number} place from 1 @param {Blob} piece */
export const keepPiece = async (note, place, piece) => keep(note.id, place, await piece.arrayBuffer(), note.at);

async function rows() {
  const all = await (await store()).kept(identity(), 'voice');
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** @param {string} key which question or page they belong to @returns {Promise<{note: Note, audio: Blob, rows: string[]}[]>} */
export async function keptNotes(key) {
  const all = await rows();
  const heads = all.filter(({ id }) => id.endsWith(':000000'));
  return heads
    .map(({ plain }) => /** @type {Note} */ (JSON.parse(new TextDecoder().decode(plain))))
    .filter((note) => note.key === key)
    .map((note) => {
      const own = all.filter(({ id }) => id.startsWith(`voice:${note.id}:`));
      const audio = new Blob(
        own.slice(1).map(({ plain }) => plain),
        { type: note.type },
      );
      return { note, audio, rows: own.map(({ id }) => id) };
    });
}

/** @param {string[]} ids */
export const dropRows = async (ids) => (await store()).drop(ids);
