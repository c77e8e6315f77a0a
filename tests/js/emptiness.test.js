import assert from 'node:assert/strict';
import { test } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { nothingWaits } from '../../stillwater/web/static/js/offline/emptiness.js';
import { bind } from '../../stillwater/web/static/js/offline/queue.js';
import { openStore } from '../../stillwater/web/static/js/offline/store.js';
import { ANAS_SESSION, entry, MAYA, THEO } from './cast.js';

const note = (identity) => bind({ entry: entry('note', { text: 'calm' }), session: ANAS_SESSION, identity });

test('a device that never kept anything is empty, and looking makes nothing there', async () => {
  const factory = new IDBFactory();
  assert.equal(await nothingWaits(factory), true);
  assert.deepEqual(await factory.databases(), []);
});

test('a device whose outbox has sent everything is empty', async () => {
  const factory = new IDBFactory();
  const store = await openStore({ factory });
  const item = note(MAYA);
  await store.add(item);
  await store.remove([item.id]);
  assert.equal(await nothingWaits(factory), true);
});

test('what somebody else left sealed here keeps the device from being cleared', async () => {
  const factory = new IDBFactory();
  const store = await openStore({ factory });
  await store.add({ ...note(THEO), sealed: true });
  assert.equal(await nothingWaits(factory), false);
});

test('a voice note that is not sent yet keeps it too', async () => {
  const factory = new IDBFactory();
  const store = await openStore({ factory });
  await store.keep({ id: 'a', identity: MAYA, kind: 'voice', at: 1 }, new TextEncoder().encode('voice').buffer);
  assert.equal(await nothingWaits(factory), false);
});

test('a device that cannot be looked into counts as full', async () => {
  const shut = {
    open: () => {
      throw new Error('no');
    },
  };
  assert.equal(await nothingWaits(shut), false);
});
