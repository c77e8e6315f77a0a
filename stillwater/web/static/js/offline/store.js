/**
 * A thin shell round IndexedDB. Everything that somebody wrote lies here encrypted (AES-GCM) under a key that the browser
 * keeps and never hands out, so a copied profile folder or a curious extension with disk access reads ids and counts, no words.
 *
 * @typedef {import('../lib/types.js').Item} Item
 * @typedef {{id: string, identity: string, kind: string, at: number, body: any}} Draft
 */

import { asked, done } from './promised.js';

const NAME = 'stillwater';

/** @param {IDBFactory} factory @returns {Promise<IDBDatabase>} */
async function open(factory) {
  const request = factory.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore('keys');
    request.result.createObjectStore('items', { keyPath: 'id' });
    request.result.createObjectStore('drafts', { keyPath: 'id' });
  };
  const database = await asked(request);
  database.onversionchange = () => database.close();
  return database;
}

/** @param {IDBDatabase} database @param {string} table */
const write = (database, table) => database.transaction(table, 'readwrite', { durability: 'strict' });

/** @param {IDBDatabase} database @param {Crypto} crypto @returns {Promise<CryptoKey>} */
async function keyOf(database, crypto) {
  const had = await asked(database.transaction('keys').objectStore('keys').get('main'));
  if (had) return had;
  const made = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']);
  const work = write(database, 'keys');
  const keys = work.objectStore('keys');
  // Two tabs may both have made one: `add` lets only the first stand, and both then use it.
  const adding = keys.add(made, 'main');
  adding.onerror = (event) => event.preventDefault();
  await done(work).catch(() => {});
  return asked(database.transaction('keys').objectStore('keys').get('main'));
}

/** @param {{id: string, identity: string, session?: string}} row what the words belong to: moved elsewhere, they do not open */
const belongs = (row) => new TextEncoder().encode(`${row.id}\n${row.identity}\n${row.session ?? ''}`);

/**
 * @param {{factory?: IDBFactory, crypto?: Crypto}} from
 */
export async function openStore({ factory = indexedDB, crypto = globalThis.crypto } = {}) {
  const database = await open(factory);
  const key = await keyOf(database, crypto);

  /** @param {any} row @param {ArrayBuffer|Uint8Array<ArrayBuffer>} plain */
  const shut = async (row, plain) => {
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: belongs(row) }, key, plain);
    return { iv, data };
  };
  /** @param {any} row @returns {Promise<ArrayBuffer>} */
  const opened = (row) =>
    crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.body.iv, additionalData: belongs(row) }, key, row.body.data);

  /** @param {string} table @param {any[]} rows */
  const put = async (table, rows) => {
    const work = write(database, table);
    for (const row of rows) work.objectStore(table).put(row);
    await done(work);
  };
  /** @param {string} table @param {string[]} ids */
  const remove = async (table, ids) => {
    if (ids.length === 0) return;
    const work = write(database, table);
    for (const id of ids) work.objectStore(table).delete(id);
    await done(work);
  };
  /** @param {string} table @returns {Promise<any[]>} */
  const rows = (table) => asked(database.transaction(table).objectStore(table).getAll());

  return {
    /** @param {Item} item */
    async add(item) {
      const { entry, ...row } = item;
      const body = await shut(row, new TextEncoder().encode(JSON.stringify(entry)));
      await put('items', [{ ...row, body }]);
    },
    /** Changes what is known about items, never their words. @param {Item[]} items */
    async change(items) {
      const work = write(database, 'items');
      const table = work.objectStore('items');
      for (const { entry: _, ...row } of items) {
        const had = table.get(row.id);
        had.onsuccess = () => had.result && table.put({ ...had.result, ...row });
      }
      await done(work);
    },
    /** @param {string[]} ids */
    remove: (ids) => remove('items', ids),
    /** @returns {Promise<{items: Item[], unreadable: {id: string, identity: string}[]}>} what cannot be opened is kept, and told */
    async items() {
      /** @type {Item[]} */ const items = [];
      /** @type {{id: string, identity: string}[]} */ const unreadable = [];
      for (const { body, ...row } of await rows('items')) {
        try {
          const plain = await opened({ ...row, body });
          items.push({ ...row, entry: JSON.parse(new TextDecoder().decode(plain)) });
        } catch {
          unreadable.push(row);
        }
      }
      return { items, unreadable };
    },
    /** @param {{id: string, identity: string, kind: string, at: number}} row @param {ArrayBuffer} plain */
    async keep(row, plain) {
      await put('drafts', [{ ...row, body: await shut(row, plain) }]);
    },
    /** @param {string} identity @param {string} kind @returns {Promise<(Draft & {plain: ArrayBuffer})[]>} */
    async kept(identity, kind) {
      const own = (await rows('drafts')).filter((row) => row.identity === identity && row.kind === kind);
      return Promise.all(own.map(async (row) => ({ ...row, plain: await opened(row) })));
    },
    /** @param {string[]} ids */
    drop: (ids) => remove('drafts', ids),
    close: () => database.close(),
  };
}

/** @typedef {Awaited<ReturnType<typeof openStore>>} Store */
