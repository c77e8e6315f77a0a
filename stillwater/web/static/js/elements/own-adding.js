/** Files that somebody chose: looked at one after another, kept if they can be played, named with the reason if not. */

import { identity } from '../lib/dom.js';
import { uuid7 } from '../lib/uuid7.js';
import { noRoom } from '../offline/guides.js';
import { look } from '../sound/own/measure.js';
import { drawList, newItem } from './own-list.js';

/** @typedef {import('../offline/own-music.js').Row} Row */
/** @typedef {import('./sw-own-music.js').OwnMusic} OwnMusic */

const NOTHING = { seconds: 0, loudness: 0, peak: 0, top: 0, spread: 0 };

/** @param {OwnMusic} part @param {Row} row @param {Blob} file @returns {Promise<Row>} as it is kept */
async function keep(part, row, file) {
  const full = !row.why && (await noRoom(file.size));
  const kept = full ? { ...row, why: 'full' } : row;
  try {
    await part.music?.add(kept, kept.why ? undefined : file);
    return kept;
  } catch (trouble) {
    const gone = trouble instanceof DOMException && trouble.name === 'NotReadableError';
    const left = { ...row, why: gone ? 'corrupt' : 'full' };
    await part.music?.add(left).catch(() => {});
    return left;
  }
}

/** @param {OwnMusic} part @param {File} file @param {string} id @param {(share: number) => void} told @returns {Promise<Row>} */
async function lookedAt(part, file, id, told) {
  const { why, seconds, measured } = await look(file, told);
  const place = Math.max(-1, ...part.rows.map((row) => row.place)) + 1;
  const facts = { ...NOTHING, ...measured, seconds: seconds ?? 0 };
  const row = { id, identity: identity(), name: file.name, bytes: file.size, place, why, ...facts };
  return keep(part, row, file);
}

/** @param {OwnMusic} part @param {File[]} files */
export async function add(part, files) {
  const isHere = (/** @type {File} */ { name, size }) =>
    part.rows.some((row) => row.name === name && row.bytes === size);
  const fresh = files.filter(
    (file, n) => !isHere(file) && !files.slice(0, n).some((one) => one.name === file.name && one.size === file.size),
  );
  const waiting = fresh.map((file) => {
    const id = uuid7();
    const { item, told } = newItem(part, id, file.name);
    item.dataset.busy = '';
    return { file, id, item, told };
  });
  let whole = 0;
  for (const { file, id, item, told } of waiting) {
    const row = await lookedAt(part, file, id, told);
    delete item.dataset.busy;
    part.rows = [...part.rows, row];
    if (!row.why) whole += 1;
    await drawList(part);
  }
  const twice = files.find((file) => !fresh.includes(file));
  if (fresh.length > 0) part.tell(part.words('looked', { all: fresh.length, whole }));
  else if (twice) part.tell(part.words('twice', { name: twice.name }));
  void navigator.storage?.persist?.();
}
