/**
 * Looks at a chosen file: what it is, how long, and how loud, or why it cannot be played. A thin shell round the browser's
 * decoder; nothing leaves the device. A long file is decoded a minute at a time, and the page is given its turn in between.
 */

import { cluesOf } from './clues.js';
import { atFirst, byLength, heard, unopened, WHOLE, WHOLE_AT_MOST } from './judge.js';
import { makeMeter } from './meter.js';
import { slicesOf } from './slices.js';

/** @typedef {import('./meter.js').Measured} Measured */
/** @typedef {import('./judge.js').Why} Why */

const RATE = 48_000;
const TURN = 2; // seconds of sound between two turns of the page: some milliseconds of work
/** Seconds: a decoder that begins in the middle of a piece may be much too loud at first. */
const SETTLES = 0.1;
const WAIT = 20_000; // for the head of a file

/** The page draws and answers. @returns {Promise<void>} */
const turn = () =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => resolve();
    port2.postMessage(0);
  });

/** @param {Blob} file @returns {Promise<number>} seconds, by the head of the file; 0: it does not open */
function lengthOf(file) {
  const address = URL.createObjectURL(file);
  const audio = Object.assign(document.createElement('audio'), { preload: 'metadata' });
  return new Promise((resolve) => {
    /** @param {number} seconds */
    const end = (seconds) => {
      clearTimeout(late);
      audio.removeAttribute('src');
      URL.revokeObjectURL(address);
      resolve(seconds);
    };
    const late = setTimeout(() => end(0), WAIT);
    audio.onerror = () => end(0);
    audio.onloadedmetadata = audio.ondurationchange = () => {
      if (Number.isFinite(audio.duration)) end(audio.duration);
      else audio.currentTime = 1e7; // recordings without a length in their head tell it when they are sought to their end
    };
    audio.src = address;
  });
}

/** @param {ArrayBuffer} bytes */
const decoded = (bytes) => new OfflineAudioContext(1, 1, RATE).decodeAudioData(bytes);

/** @param {AudioBuffer} sound @param {number} skip seconds @param {ReturnType<typeof makeMeter>} meter @param {(share: number) => void} told */
async function meterAll(sound, skip, meter, told) {
  const step = TURN * sound.sampleRate;
  for (let from = skip * sound.sampleRate; from < sound.length; from += step) {
    meter.push(
      Array.from({ length: sound.numberOfChannels }, (_, c) => sound.getChannelData(c).subarray(from, from + step)),
    );
    told(Math.min(1, (from + step) / sound.length));
    await turn();
  }
}

/**
 * @param {{count: number, at: (n: number) => Promise<ArrayBuffer>}} slices @param {(share: number) => void} told
 * @returns {Promise<Measured>}
 */
async function metered({ count, at }, told) {
  /** @type {ReturnType<typeof makeMeter>|undefined} */
  let meter;
  for (let n = 0; n < count; n += 1) {
    const sound = await decoded(await at(n));
    meter ??= makeMeter(sound.sampleRate, sound.numberOfChannels);
    await meterAll(sound, n > 0 ? SETTLES : 0, meter, (share) => told((n + share) / count));
  }
  return (meter ?? makeMeter(RATE, 1)).result();
}

/** @param {Blob} file @param {string} kind @param {number} seconds @param {(share: number) => void} told @returns {Promise<Measured|Why>} */
async function measured(file, kind, seconds, told) {
  const whole = { count: 1, at: () => file.arrayBuffer() };
  if (seconds <= WHOLE) return metered(whole, told).catch(() => 'corrupt');
  const slices = await slicesOf(file, kind, seconds).catch(() => null);
  const bySlices = slices ? await metered(slices, told).catch(() => null) : null;
  if (bySlices) return bySlices;
  if (seconds > WHOLE_AT_MOST) return slices ? 'corrupt' : 'too_large';
  return metered(whole, told).catch(() => 'corrupt');
}

/**
 * @param {File} file @param {(share: number) => void} told how far it is, 0 to 1
 * @returns {Promise<{why: Why|'', seconds?: number, measured?: Measured}>} `why` empty: it can be played
 */
export async function look(file, told) {
  const clues = await cluesOf(file).catch(() => null); // a file that went since it was chosen
  const first = clues ? atFirst(clues) : 'corrupt';
  if (!clues || first) return { why: first };
  const said = await lengthOf(file);
  if (said === 0) return { why: clues.kind || clues.type ? unopened(clues.name) : 'not_audio' };
  const length = byLength(said);
  if (length) return { why: length, seconds: said };
  const found = await measured(file, clues.kind, said, told);
  if (typeof found === 'string') return { why: found, seconds: said };
  const why = heard(found, said);
  return { why, seconds: why ? found.seconds : said, measured: found };
}
