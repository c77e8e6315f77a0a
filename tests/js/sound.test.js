import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { makeTrack } from '../../stillwater/web/static/js/sound/track.js';
import { fetchWhole, isWhole } from '../../stillwater/web/static/js/sound/whole.js';
import { PhoneAudio, turn } from './phone-audio.js';

function makePlayer(rest) {
  const audio = new PhoneAudio();
  const told = [];
  const tell = {
    stopped: () => told.push('stopped'),
    broken: () => told.push('broken'),
    ended: () => told.push('ended'),
  };
  const track = makeTrack(audio, { src: '/a.m4a', softSrc: '/soft.m4a', rest }, tell);
  return { audio, told, track };
}

test('s14: sound that a phone call stopped stays quiet until somebody touches', async () => {
  const { audio, told, track } = makePlayer();
  await track.play();
  audio.pause(); // the phone rings
  assert.deepEqual([told, track.playing(), audio.paused], [['stopped'], false, true]);
  audio.dispatchEvent(new Event('canplay'));
  await turn();
  assert.equal(audio.paused, true);
  await track.play();
  assert.equal(audio.paused, false);
});

test('a pause that was asked for is not told as a fault', async () => {
  const { audio, told, track } = makePlayer();
  await track.play();
  await track.pause();
  assert.deepEqual([told, audio.paused], [[], true]);
});

test('the rest comes round from where it is, and not for ever', async () => {
  const { audio, track } = makePlayer([6960, 7200]);
  await track.play();
  const at = (seconds) => {
    audio.currentTime = seconds;
    audio.dispatchEvent(new Event('timeupdate'));
    return audio.currentTime;
  };
  assert.equal(at(7199.9), 7199.9);
  assert.equal(at(7200.2), 7200.2 - 240);
  for (let round = 1; round < 30; round += 1) at(7200);
  assert.equal(at(7200), 7200);
});

test('a sound without a rest plays to its end', async () => {
  for (const rest of [undefined, [0], [Number.NaN]]) {
    const { audio, track } = makePlayer(rest);
    await track.play();
    audio.currentTime = 7300;
    audio.dispatchEvent(new Event('timeupdate'));
    assert.equal(audio.currentTime, 7300);
  }
});

test('softer goes on at the same place, also where the volume is not ours, and back', async () => {
  const { audio, told, track } = makePlayer();
  await track.play();
  audio.currentTime = 754;
  assert.equal(track.soften(true), true);
  await turn();
  assert.deepEqual([audio.src, audio.currentTime, audio.paused], ['/soft.m4a', 754, false]);
  assert.equal(track.soften(false), false);
  await turn();
  assert.deepEqual([audio.src, told], ['/a.m4a', []]);
});

test('softer while paused does not begin to sound', async () => {
  const { audio, track } = makePlayer();
  await track.play();
  await track.pause();
  track.soften(true);
  await turn();
  assert.equal(audio.paused, true);
});

test('a file that breaks while it plays is told; at the end it is over', async () => {
  const { audio, told, track } = makePlayer();
  audio.dispatchEvent(new Event('error'));
  await track.play();
  audio.dispatchEvent(new Event('error'));
  audio.dispatchEvent(new Event('ended'));
  assert.deepEqual([told, track.playing()], [['broken', 'ended'], false]);
});

/** A browser's cache and network with one file that may arrive short. */
beforeEach(() => {
  globalThis.navigator ??= {};
  const rows = new Map();
  globalThis.caches = {
    open: async () => ({
      match: async (address) => rows.get(address)?.clone(),
      put: async (address, response) => rows.set(address, response),
    }),
  };
});
const network = (bytes, headers = {}, status = 200) => {
  globalThis.fetch = async () => new Response(new Uint8Array(bytes), { headers, status });
};

test('s06: half a file is not kept, so "Begin" is never offered on it', async () => {
  network(600, { 'Content-Length': '1000' });
  assert.equal(await fetchWhole('/a.m4a', 1000), false);
  assert.equal(await isWhole('/a.m4a', 1000), false);
  network(1000);
  const shares = [];
  assert.equal(await fetchWhole('/a.m4a', 1000, (share) => shares.push(share)), true);
  assert.equal(shares.at(-1), 1);
  assert.equal(await isWhole('/a.m4a', 1000), true);
  assert.equal(await isWhole('/a.m4a', 2000), false, 'yesterday’s shorter sound is not today’s');
});

test('an empty answer, a part, or a fault is no sound', async () => {
  network(0);
  assert.equal(await fetchWhole('/a.m4a', 0), false);
  network(500, {}, 206);
  assert.equal(await fetchWhole('/a.m4a', 500), false);
  globalThis.fetch = async () => {
    throw new TypeError('no network');
  };
  assert.equal(await fetchWhole('/a.m4a', 500), false);
});
