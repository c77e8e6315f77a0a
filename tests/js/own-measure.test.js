import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  arc,
  factorOf,
  gainOf,
  against,
  keptSofter,
  reach,
  startOf,
} from '../../stillwater/web/static/js/sound/own/arc.js';
import { cluesOf } from '../../stillwater/web/static/js/sound/own/clues.js';
import { atFirst, byLength, heard, unopened } from '../../stillwater/web/static/js/sound/own/judge.js';
import { makeMeter, weighting } from '../../stillwater/web/static/js/sound/own/meter.js';
import { adts, mp4Slices } from '../../stillwater/web/static/js/sound/own/mp4.js';
import { frameLength, slicesOf } from '../../stillwater/web/static/js/sound/own/slices.js';

/** @param {number} peak dB below full scale */
const sine = (peak, seconds, rate, hertz = 997) =>
  Float32Array.from(
    { length: seconds * rate },
    (_, n) => 10 ** (peak / 20) * Math.sin((2 * Math.PI * hertz * n) / rate),
  );
function joined(...parts) {
  const all = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
/** In pieces of an odd length, as decoders hand them out. */
function measured(channels, rate, step = 7919) {
  const meter = makeMeter(rate, channels.length);
  for (let from = 0; from < channels[0].length; from += step)
    meter.push(channels.map((one) => one.subarray(from, from + step)));
  return meter.result();
}
const near = (found, wanted, by, what) =>
  assert.ok(Math.abs(found - wanted) <= by, `${what ?? ''} ${found} is not ${wanted}`);

test('the filters are those of the standard at 48 kHz', () => {
  const [shelf, pass] = weighting(48_000);
  const wanted = [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585];
  for (const [n, found] of [...shelf.b, ...shelf.a].entries()) near(found, wanted[n], 1e-6);
  near(pass.a[0], -1.99004745483398, 1e-6);
  near(pass.a[1], 0.99007225036621, 1e-6);
});

test('a tone of 997 Hz at -23 LUFS measures -23, at any rate, in two channels and in one that both ears hear', () => {
  for (const rate of [44_100, 48_000, 32_000]) {
    const tone = sine(-23, 5, rate);
    near(measured([tone, tone], rate).loudness, -23, 0.1, `two at ${rate}`);
    near(measured([tone], rate).loudness, -23, 0.1, `one at ${rate}`);
  }
});

test('what is silent in between, and what is much quieter than the rest, does not count (EBU Tech 3341, 3 to 5)', () => {
  const rate = 16_000;
  const three = joined(sine(-36, 10, rate), sine(-23, 60, rate), sine(-36, 10, rate));
  near(measured([three, three], rate).loudness, -23, 0.1);
  const four = joined(sine(-72, 10, rate), three, sine(-72, 10, rate));
  near(measured([four, four], rate).loudness, -23, 0.1);
  const five = joined(sine(-26, 20, rate), sine(-20, 20.1, rate), sine(-26, 20, rate));
  near(measured([five, five], rate).loudness, -23, 0.1);
});

test('a peak between two samples is found within half a decibel', () => {
  const rate = 48_000;
  const between = Float32Array.from({ length: rate }, (_, n) => 0.5 * Math.sin((Math.PI / 2) * n + Math.PI / 4));
  near(Math.max(...between), Math.SQRT1_2 / 2, 1e-6);
  near(measured([between], rate).peak, -6.02, 0.5);
  near(measured([sine(-9, 1, rate)], rate).peak, -9, 0.05);
});

test('in pieces of any length the same is measured', () => {
  const tone = joined(sine(-30, 2, 8000), sine(-12, 3, 8000, 220));
  const whole = measured([tone], 8000, tone.length);
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 9000 }), (step) => {
      const pieces = measured([tone], 8000, step);
      for (const key of Object.keys(whole)) near(pieces[key], whole[key], 1e-6, key);
    }),
    { numRuns: 10 },
  );
});

test('silence is named as silence, and nothing at all as nothing', () => {
  assert.equal(heard(measured([new Float32Array(30 * 8000)], 8000), 30), 'silent');
  assert.equal(heard(measured([sine(-85, 30, 8000)], 8000), 30), 'silent');
  assert.equal(heard(makeMeter(8000, 1).result(), 30), 'corrupt');
  assert.equal(heard(measured([sine(-40, 30, 8000)], 8000), 30), '');
  assert.equal(heard(measured([sine(-40, 30, 8000)], 8000), 300), 'cut');
});

const piece = (top, spread = 2, seconds = 240) => ({ loudness: top - 1, peak: top + 12, top, spread, seconds });

test('field note 4: own pieces become an arc of their own, gentle first and last, the fullest in the middle', () => {
  const [calm, even, song, band, storm] = [piece(-32), piece(-28), piece(-18, 6), piece(-12, 8), piece(-9, 10)];
  assert.deepEqual(arc([storm, even, band, calm, song]), [calm, song, storm, band, even]);
  assert.deepEqual(arc([]), []);
  assert.deepEqual(arc([song]), [song]);
});

test('an arc keeps every piece once, rises to one summit and falls, and an arc of an arc is the same', () => {
  const some = fc.array(fc.double({ min: -40, max: -5, noNaN: true }), { maxLength: 30 });
  fc.assert(
    fc.property(some, (tops) => {
      const pieces = tops.map((top) => piece(top));
      const order = arc(pieces);
      assert.deepEqual(new Set(order), new Set(pieces));
      assert.equal(order.length, pieces.length);
      const summit = order.findIndex(({ top }) => top === Math.max(...tops));
      order.forEach(({ top }, n) => {
        if (n > 0 && n <= summit) assert.ok(top >= order[n - 1].top);
        if (n > summit + 1) assert.ok(top <= order[n - 1].top);
      });
      assert.deepEqual(
        arc(order).map(({ top }) => top),
        order.map(({ top }) => top),
      );
    }),
  );
});

test('every piece comes to -25 LUFS, unless its peaks would then rise above -3 dB', () => {
  near(gainOf({ loudness: -9, peak: -0.1 }), -16, 1e-9);
  near(gainOf({ loudness: -31, peak: -12 }), 6, 1e-9);
  near(gainOf({ loudness: -40, peak: -10 }), 7, 1e-9);
  assert.deepEqual([keptSofter({ loudness: -40, peak: -10 }), keptSofter({ loudness: -9, peak: 0 })], [true, false]);
  const any = fc.record({
    loudness: fc.double({ min: -69, max: 0, noNaN: true }),
    peak: fc.double({ min: -60, max: 3, noNaN: true }),
  });
  fc.assert(
    fc.property(any, (one) => {
      const gain = 20 * Math.log10(factorOf(one));
      assert.ok(one.loudness + gain <= -25 + 1e-6 && one.peak + gain <= -3 + 1e-6);
    }),
  );
});

test('how far pieces reach counts what they share, and is held against the session', () => {
  const pieces = [piece(-20, 2, 300), piece(-20, 2, 60), piece(-20, 2, 600)];
  assert.deepEqual([startOf(pieces, 0), startOf(pieces, 1), startOf(pieces, 2), reach(pieces)], [0, 294, 348, 948]);
  assert.equal(reach([]), 0);
  assert.deepEqual(
    [against(2820, 7800), against(7790, 7800), against(9000, 7800), against(100, 0)],
    ['shorter', 'as_long', 'longer', 'alone'],
  );
});

/** A box of an MP4. */
const box = (name, ...parts) => {
  const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8);
  head.write(name, 4, 'latin1');
  return Buffer.concat([head, body]);
};
const words = (...numbers) => {
  const made = Buffer.alloc(numbers.length * 4);
  for (const [at, n] of numbers.entries()) made.writeUInt32BE(n, at * 4);
  return made;
};
const ESDS = Buffer.from('000000000380808022000100048080801440150000000001f4000001f40005808080021190060102', 'hex');
const table = (entry, ...more) =>
  box('trak', box('mdia', box('minf', box('stbl', box('stsd', words(0, 1), entry), ...more))));
const entry = (name, ...inside) => box(name, Buffer.alloc(28), ...inside);
const mp4 = (trak) => new Blob([box('ftyp', 'M4A '), box('mdat', Buffer.alloc(90, 7)), box('moov', trak)]);
const judged = async (blob, name) => atFirst(await cluesOf(Object.assign(blob, { name })));

test('a file under a shop’s lock is named as such, whichever lock it is', async () => {
  for (const name of ['enca', 'drms', 'aavd']) assert.equal(await judged(mp4(table(entry(name))), 'a.m4a'), 'locked');
  assert.equal(await judged(mp4(table(entry('mp4a', box('sinf', 'x')))), 'a.m4a'), 'locked');
  assert.equal(await judged(mp4(table(entry('mp4a', box('esds', ESDS)))), 'a.m4a'), '');
  assert.deepEqual([unopened('song.m4p'), unopened('book.aax'), unopened('song.mp3')], ['locked', 'locked', 'corrupt']);
});

test('empty files, pictures, pieces of seconds and of hours are told apart before anything is decoded', async () => {
  assert.equal(await judged(new Blob([]), 'a.mp3'), 'empty');
  assert.equal(await judged(new Blob(['\x89PNG…'], { type: 'image/png' }), 'a.png'), 'not_audio');
  assert.equal(await judged(new Blob(['what is this'], { type: 'audio/mpeg' }), 'a.mp3'), '');
  assert.equal(await judged(new Blob(['RIFF\0\0\0\0WAVE']), 'a'), '');
  assert.deepEqual(
    [byLength(4 * 3600), byLength(12), byLength(0), byLength(Number.NaN), byLength(90 * 60)],
    ['too_long', 'too_short', 'corrupt', 'corrupt', ''],
  );
});

test('a broken table of contents is no more than that: nothing is read out of bounds', async () => {
  const whole = Buffer.from(await mp4(table(entry('mp4a', box('esds', ESDS)))).arrayBuffer());
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 12 }),
      fc.nat(whole.length),
      async (spoilt, end) => {
        const file = Buffer.from(whole.subarray(0, end));
        for (const [at, value] of spoilt) if (at < end) file[at] = value;
        const { kind, locked } = await cluesOf(new Blob([file]));
        assert.equal(typeof locked, 'boolean');
        await slicesOf(new Blob([file]), kind, 600).catch((trouble) => assert.ok(trouble instanceof RangeError));
      },
    ),
  );
});

test('a long M4A is read in stretches, each a stream of its own, with every frame once', async () => {
  const count = 500;
  const sizes = Array.from({ length: count }, (_, n) => 10 + (n % 5));
  const frames = sizes.map((size, n) => Buffer.alloc(size, n % 251));
  const chunks = [];
  for (let n = 0, at = 20; n < count; n += 1) {
    if (n % 7 === 0) chunks.push(at);
    at += sizes[n];
  }
  const tables = [
    box('stsz', words(0, 0, count, ...sizes)),
    box('stsc', words(0, 1, 1, 7, 1)),
    box('stco', words(0, chunks.length, ...chunks)),
  ];
  const trak = table(entry('mp4a', box('esds', ESDS)), ...tables);
  const file = new Blob([box('ftyp', 'M4A '), box('mdat', ...frames), box('moov', trak)]);
  const slices = await mp4Slices(file, 2);
  assert.ok(slices.count > 3);
  const all = Buffer.concat(
    await Promise.all(Array.from({ length: slices.count }, async (_, n) => Buffer.from(await slices.at(n)))),
  );
  const wanted = Buffer.concat(
    frames.flatMap((frame) => [Buffer.from(adts({ rate: 3, channels: 2 }, frame.length)), frame]),
  );
  assert.deepEqual(all, wanted);
  assert.equal(frameLength(new Uint8Array(all), 0), 17);
});

test('an MP3 is cut between two of its frames, behind its tags, and nothing of it is lost', async () => {
  const frame = Buffer.alloc(417, 1);
  frame.set([0xff, 0xfb, 0x90, 0x00]);
  assert.equal(frameLength(frame, 0), 417);
  const tag = Buffer.from([0x49, 0x44, 0x33, 4, 0, 0, 0, 0, 1, 0, ...Buffer.alloc(128, 0xff)]);
  const file = new Blob([tag, ...Array(600).fill(frame)]);
  const slices = await slicesOf(file, 'mpeg', 240);
  assert.equal(slices.count, 4);
  const parts = await Promise.all([0, 1, 2, 3].map(async (n) => Buffer.from(await slices.at(n))));
  for (const part of parts) assert.equal(part.length % 417, 0);
  assert.equal(Buffer.concat(parts).length, 600 * 417);
});

test('a WAV is cut between two of its samples, each part with a head of its own', async () => {
  const rate = 8000;
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(2, 2);
  format.writeUInt32LE(rate, 4);
  format.writeUInt32LE(rate * 4, 8);
  format.writeUInt16LE(4, 12);
  format.writeUInt16LE(16, 14);
  const chunk = (name, body) =>
    Buffer.concat([Buffer.from(name), Buffer.from(new Uint32Array([body.length]).buffer), body]);
  const data = Buffer.from(Array.from({ length: 4003 * 4 }, (_, n) => n % 251));
  const file = new Blob([
    'RIFF',
    new Uint32Array([0]),
    'WAVE',
    chunk('LIST', Buffer.from('abcd')),
    chunk('fmt ', format),
    chunk('data', data),
  ]);
  const slices = await slicesOf(file, 'wav', 180);
  const parts = await Promise.all([0, 1, 2].map(async (n) => Buffer.from(await slices.at(n))));
  assert.deepEqual(Buffer.concat(parts.map((part) => part.subarray(44))), data);
  assert.equal(await judged(new Blob([parts[0]]), 'a.wav'), '');
  assert.equal(await judged(new Blob([parts[0].subarray(0, 900)]), 'a.wav'), 'cut');
  for (const part of parts) {
    assert.equal(part.readUInt32LE(4), part.length - 8);
    assert.equal(part.readUInt32LE(40), part.length - 44);
    assert.equal((part.length - 44) % 4, 0);
  }
});
