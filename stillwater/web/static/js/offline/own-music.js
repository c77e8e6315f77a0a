/**
 * Somebody's own music on this device: the files as they were chosen, and what was found out about each. It is never sent. It lies
 * in a database of its own, apart from what waits to be sent, and goes with the sign-in, as kept guides do.
 *
 * @typedef {{id: string, identity: string, name: string, bytes: number, place: number, why: string, gone?: boolean,
 *   seconds: number, loudness: number, peak: number, top: number, spread: number}} Row `why`: left out, and no file is kept
 */

import { arc, factorOf } from '../sound/own/arc.js';
import { choosePath, pathOf } from '../sound/chosen.js';
import { asked, done } from './promised.js';

const NAME = 'stillwater-own-music';

/** @param {string} identity whose they are @param {IDBFactory} factory */
export async function openOwnMusic(identity, factory = indexedDB) {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('rows', { keyPath: 'id' });
    request.result.createObjectStore('files');
  };
  const database = await asked(request);
  database.onversionchange = () => database.close();

  /** @param {string[]} tables @param {(work: IDBTransaction) => void} what */
  async function write(tables, what) {
    const work = database.transaction(tables, 'readwrite', { durability: 'strict' });
    what(work);
    await done(work);
  }

  /** @returns {Promise<Row[]>} */
  async function mine() {
    /** @type {Row[]} */
    const rows = await asked(database.transaction('rows').objectStore('rows').getAll());
    return rows.filter((row) => row.identity === identity).sort((a, b) => a.place - b.place);
  }

  /** @param {string[]} ids */
  const remove = (ids) =>
    write(['rows', 'files'], (work) => {
      for (const name of ['rows', 'files']) for (const id of ids) work.objectStore(name).delete(id);
    });

  /** @param {Row[]} rows */
  const change = (rows) =>
    write(['rows'], (work) => {
      for (const row of rows) work.objectStore('rows').put(row);
    });

  return {
    /** What stands in the list, in order. */
    rows: async () => (await mine()).filter((row) => !row.gone),
    /** With its file or not at all. @param {Row} row @param {Blob} [file] */
    add: (row, file) =>
      write(['rows', 'files'], (work) => {
        work.objectStore('rows').put(row);
        if (file) work.objectStore('files').put(file, row.id);
      }),
    change,
    remove,
    /** Out of the list, and back while nothing else was done. @param {Row} row @param {boolean} gone */
    hide: (row, gone) => change([{ ...row, gone }]),
    /** What was taken out of the list before, for good. */
    async sweep() {
      await remove((await mine()).filter(({ gone }) => gone).map(({ id }) => id));
    },
    /** @param {string} id @returns {Promise<Blob|undefined>} */
    file: (id) => asked(database.transaction('files').objectStore('files').get(id)),
    close: () => database.close(),
  };
}

/**
 * What plays in a session: whole pieces alone, in order, with an address each that this page can play.
 * @param {string} identity @param {IDBFactory} [factory]
 * @returns {Promise<import('../sound/own/voice.js').Piece[]>} empty when there is nothing, or this browser keeps nothing
 */
export async function ownPieces(identity, factory = indexedDB) {
  try {
    const music = await openOwnMusic(identity, factory);
    const found = [];
    for (const row of (await music.rows()).filter(({ why }) => !why)) {
      const file = await music.file(row.id);
      if (file?.size !== row.bytes) continue;
      found.push({ src: URL.createObjectURL(file), seconds: row.seconds, factor: factorOf(row) });
    }
    music.close();
    return found;
  } catch {
    return [];
  }
}

/** @param {Row[]} rows @returns {Row[]} the same in a gentle order; what is left out stands last */
export function inArc(rows) {
  const whole = arc(rows.filter(({ why }) => !why));
  return [...whole, ...rows.filter(({ why }) => why)].map((row, place) => ({ ...row, place }));
}

/** @param {string} identity @returns {Promise<boolean>} whether there is anything of theirs to play */
export async function hasOwnMusic(identity, factory = indexedDB) {
  const pieces = await ownPieces(identity, factory);
  for (const { src } of pieces) URL.revokeObjectURL(src);
  return pieces.length > 0;
}

export const playsOwn = () => pathOf() === 'own';

/** @param {boolean} own whether this device plays it in a session */
export function playOwn(own) {
  if (own) choosePath('own');
  else if (playsOwn()) choosePath('file');
}

/** When somebody signs out, or somebody else signs in. @param {IDBFactory} [factory] @returns {Promise<void>} */
export async function forgetOwnMusic(factory = indexedDB) {
  playOwn(false);
  await asked(factory.deleteDatabase(NAME)).catch(() => {});
}
