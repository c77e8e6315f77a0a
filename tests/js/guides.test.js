import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { drop, dropGone, isKept, keep, keptPages, pageOf } from '../../stillwater/web/static/js/offline/guides.js';

const PORCH = {
  sound: '/library/the-porch/open/sound.m4a?v=1',
  words: '/library/the-porch/open/words.vtt?v=1',
  bytes: 4,
};
const href = (address) => new URL(address, 'https://cedar.test/').href;
let rooms;
let full;
let network;

beforeEach(() => {
  globalThis.navigator ??= {};
  rooms = new Map();
  full = () => false;
  network = (address) => new Response(address.includes('sound') ? 'hush' : 'WEBVTT', { status: 200 });
  globalThis.location = new URL('https://cedar.test/library/the-porch/open');
  globalThis.fetch = async (address) => network(address);
  globalThis.caches = {
    open: async (name) => {
      if (!rooms.has(name)) rooms.set(name, new Map());
      const rows = rooms.get(name);
      return {
        match: async (address) => rows.get(href(address))?.clone(),
        put: async (address, response) => {
          if (full(address)) throw new DOMException('no room', 'QuotaExceededError');
          rows.set(href(address), response);
        },
        keys: async () => [...rows.keys()].map((url) => ({ url })),
        delete: async (asked) => rows.delete(href(asked.url ?? asked)),
      };
    },
  };
});

const page = async () => {};
const kept = () => [...(rooms.get('stillwater-guides') ?? new Map()).keys()];

test('a guide is kept whole, shown as kept, and removed', async () => {
  assert.equal(await isKept(PORCH), false);
  assert.equal(await keep(PORCH, page), 'kept');
  assert.equal(await isKept(PORCH), true);
  assert.deepEqual([...(await keptPages())], ['/library/the-porch/open']);
  await drop(pageOf(PORCH.sound));
  assert.deepEqual([await isKept(PORCH), kept()], [false, []]);
});

test('a full disk is said, and leaves nothing behind', async () => {
  for (const what of ['sound', 'words']) {
    full = (address) => address.includes(what);
    assert.equal(await keep(PORCH, page), 'full');
    assert.deepEqual(kept(), []);
  }
  full = () => false;
  const noRoom = async () => {
    throw new DOMException('no room', 'QuotaExceededError');
  };
  assert.equal(await keep(PORCH, noRoom), 'full');
  assert.deepEqual(kept(), []);
});

test('what does not come whole is not kept', async () => {
  for (const answer of [new Response('hu'), new Response('', { status: 404 })]) {
    network = (address) => (address.includes('sound') ? answer : new Response('WEBVTT'));
    assert.equal(await keep(PORCH, page), 'failed');
  }
  network = () => {
    throw new TypeError('no network');
  };
  assert.equal(await keep(PORCH, page), 'failed');
  assert.deepEqual(kept(), []);
});

test('a newer recording takes the older one’s place only when it is whole', async () => {
  await keep(PORCH, page);
  const newer = { ...PORCH, sound: PORCH.sound.replace('v=1', 'v=2'), words: PORCH.words.replace('v=1', 'v=2') };
  full = () => true;
  assert.equal(await keep(newer, page), 'full');
  assert.equal(await isKept(PORCH), true);
  full = () => false;
  assert.equal(await keep(newer, page), 'kept');
  assert.deepEqual([await isKept(PORCH), await isKept(newer), kept().length], [false, true, 2]);
});

test('a voice that was removed does not stay on the phone, and without a network everything does', async () => {
  await keep(PORCH, page);
  network = () => {
    throw new TypeError('no network');
  };
  await dropGone(await keptPages());
  assert.equal(await isKept(PORCH), true);
  network = () => new Response('', { status: 404 });
  await dropGone(await keptPages());
  assert.equal(await isKept(PORCH), false);
});
