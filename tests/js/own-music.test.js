import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { IDBFactory } from 'fake-indexeddb';
import { clock, facts } from '../../stillwater/web/static/js/elements/own-piece.js';
import {
  forgetOwnMusic,
  inArc,
  openOwnMusic,
  ownPieces,
  playOwn,
  playsOwn,
} from '../../stillwater/web/static/js/offline/own-music.js';

const [IRIS, NOOR] = ['person:iris', 'person:noor'];
const row = (id, more = {}) => ({
  id,
  identity: IRIS,
  name: `${id}.mp3`,
  bytes: 4,
  place: 0,
  why: '',
  seconds: 200,
  loudness: -14,
  peak: -1,
  top: -13,
  spread: 3,
  ...more,
});
const file = (text = 'four') => new Blob([text]);
const names = (rows) => rows.map(({ id }) => id);

beforeEach(() => {
  const kept = new Map();
  globalThis.localStorage = {
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: (key) => kept.delete(key),
  };
});

test('pieces and what is left out are there after the browser was closed, in their order', async () => {
  const factory = new IDBFactory();
  const music = await openOwnMusic(IRIS, factory);
  await music.add(row('b', { place: 2 }), file());
  await music.add(row('bad', { place: 1, why: 'silent' }));
  await music.add(row('a', { place: 0 }), file());
  music.close();
  const again = await openOwnMusic(IRIS, factory);
  assert.deepEqual(names(await again.rows()), ['a', 'bad', 'b']);
  assert.equal((await again.file('a')).size, 4);
  assert.equal(await again.file('bad'), undefined);
});

test('somebody else on the same phone sees and plays none of it', async () => {
  const factory = new IDBFactory();
  const music = await openOwnMusic(IRIS, factory);
  await music.add(row('a'), file());
  assert.deepEqual(await (await openOwnMusic(NOOR, factory)).rows(), []);
  assert.deepEqual(await ownPieces(NOOR, factory), []);
  assert.equal((await ownPieces(IRIS, factory)).length, 1);
});

test('a session plays whole pieces only: not what is left out, taken out, or no longer whole on the disk', async () => {
  const factory = new IDBFactory();
  const music = await openOwnMusic(IRIS, factory);
  await music.add(row('a', { place: 3, loudness: -35, peak: -20 }), file());
  await music.add(row('b', { place: 1, loudness: -5, peak: 0 }), file());
  await music.add(row('half', { bytes: 400 }), file());
  await music.add(row('bad', { why: 'corrupt' }));
  await music.add(row('gone'), file());
  await music.hide(row('gone'), true);
  const pieces = await ownPieces(IRIS, factory);
  assert.deepEqual(
    pieces.map(({ factor }) => Math.round(20 * Math.log10(factor))),
    [-20, 10],
  );
});

test('what was taken out comes back until the list is swept', async () => {
  const music = await openOwnMusic(IRIS, new IDBFactory());
  await music.add(row('a'), file());
  await music.hide(row('a'), true);
  assert.deepEqual(await music.rows(), []);
  await music.hide(row('a'), false);
  assert.deepEqual(names(await music.rows()), ['a']);
  await music.hide(row('a'), true);
  await music.sweep();
  assert.equal(await music.file('a'), undefined);
});

test('signing out forgets the pieces, and the choice to play them', async () => {
  const factory = new IDBFactory();
  const music = await openOwnMusic(IRIS, factory);
  await music.add(row('a'), file());
  playOwn(true);
  assert.equal(playsOwn(), true);
  await forgetOwnMusic(factory);
  assert.deepEqual([playsOwn(), localStorage.getItem('stillwater-sound-path')], [false, null]);
  assert.deepEqual(await ownPieces(IRIS, factory), []);
});

test('a device that plays a sound it makes itself goes on doing so when own music is forgotten', async () => {
  localStorage.setItem('stillwater-sound-path', 'made');
  await forgetOwnMusic(new IDBFactory());
  assert.equal(localStorage.getItem('stillwater-sound-path'), 'made');
});

test('a browser that keeps nothing has no own music, and that is no error', async () => {
  const broken = {
    open: () => {
      throw new DOMException('private', 'SecurityError');
    },
  };
  assert.deepEqual(await ownPieces(IRIS, broken), []);
});

test('in a gentle order what is left out stands last', () => {
  const rows = [
    row('loud', { top: -8 }),
    row('bad', { why: 'empty' }),
    row('calm', { top: -30 }),
    row('song', { top: -20 }),
  ];
  assert.deepEqual(names(inArc(rows)), ['calm', 'loud', 'song', 'bad']);
  assert.deepEqual(
    inArc(rows).map(({ place }) => place),
    [0, 1, 2, 3],
  );
});

test('a piece is told in words: how long, how loud, what is done about it', () => {
  const words = (key, values = {}) => [key, ...Object.values(values)].join(' ');
  assert.equal(facts(row('a', { seconds: 252 }), words), 'facts 4:12 loud turned_down');
  assert.equal(facts(row('a', { loudness: -34, peak: -20 }), words), 'facts 3:20 very_quiet turned_up');
  assert.equal(facts(row('a', { loudness: -34, peak: -5 }), words), 'facts 3:20 very_quiet softer');
  assert.equal(facts(row('a', { why: 'too_long', seconds: 4 * 3600 }), words), 'why_too_long 4 h');
  assert.deepEqual([clock(59.6), clock(3750)], ['1:00', '1:02:30']);
});
