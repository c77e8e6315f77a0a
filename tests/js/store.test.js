import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { bind } from '../../stillwater/web/static/js/offline/queue.js';
import { openStore } from '../../stillwater/web/static/js/offline/store.js';
import { ANAS_SESSION, entry, MAYA, THEO } from './cast.js';

const note = () =>
  bind({ entry: entry('note', { text: 'Ana speaks of her mother' }), session: ANAS_SESSION, identity: MAYA });
const bytes = (text) => new TextEncoder().encode(text).buffer;

/** Every row of a table, as it lies on the disk. */
const raw = (factory, table) =>
  new Promise((resolve) => {
    factory.open('stillwater').onsuccess = ({ target }) => {
      target.result.transaction(table).objectStore(table).getAll().onsuccess = (event) => resolve(event.target.result);
    };
  });

test('what was kept is there after the browser was closed', async () => {
  const factory = new IDBFactory();
  const first = await openStore({ factory });
  const item = note();
  await first.add(item);
  first.close();
  const { items } = await (await openStore({ factory })).items();
  assert.deepEqual(items, [item]);
});

test('the words lie encrypted, under a key that cannot be taken out', async () => {
  const factory = new IDBFactory();
  await (await openStore({ factory })).add(note());
  const [row] = await raw(factory, 'items');
  assert.equal('entry' in row, false);
  assert.equal(Buffer.from(row.body.data).includes('mother'), false);
  const [key] = await raw(factory, 'keys');
  assert.equal(key.extractable, false);
});

test('a row moved to another account does not open, and is not thrown away', async () => {
  const factory = new IDBFactory();
  const store = await openStore({ factory });
  const item = note();
  await store.add(item);
  await store.change([{ ...item, identity: THEO }]);
  const { items, unreadable } = await store.items();
  assert.deepEqual(items, []);
  assert.equal(unreadable[0].id, item.id);
});

test('two tabs that open a new browser together share one key', async () => {
  const factory = new IDBFactory();
  const [one, other] = await Promise.all([openStore({ factory }), openStore({ factory })]);
  await one.add(note());
  assert.equal((await other.items()).items.length, 1);
});

test('a change keeps the words, and a change of what is gone brings nothing back', async () => {
  const store = await openStore({ factory: new IDBFactory() });
  const [item, gone] = [note(), note()];
  await store.add(item);
  await store.change([{ ...item, sealed: true }, gone]);
  assert.deepEqual((await store.items()).items, [{ ...item, sealed: true }]);
});

test('a draft belongs to one person and one kind', async () => {
  const store = await openStore({ factory: new IDBFactory() });
  const row = { id: 'draft:1', identity: MAYA, kind: 'draft', at: 1 };
  await store.keep(row, bytes('Be gentle'));
  const [draft] = await store.kept(MAYA, 'draft');
  assert.equal(new TextDecoder().decode(draft.plain), 'Be gentle');
  assert.deepEqual(await store.kept(THEO, 'draft'), []);
  assert.deepEqual(await store.kept(MAYA, 'voice'), []);
  await store.drop(['draft:1']);
  assert.deepEqual(await store.kept(MAYA, 'draft'), []);
});
