/**
 * A long file in stretches of about a minute that can each be decoded alone: a browser decodes only whole files, and an hour of
 * sound would take more than a gigabyte. Kinds that cannot be cut are told by null. Pure: it reads a Blob.
 *
 * @typedef {{count: number, at: (n: number) => Promise<ArrayBuffer>}} Slices
 */

import { behindTags, letters, read } from './clues.js';
import { mp4Slices } from './mp4.js';

export const STRETCH = 60; // seconds

const SEARCH = 65_536;
const FRAMES = 3; // that must stand one behind the other: two bytes look like a frame's beginning often enough

const RATES = [44_100, 48_000, 32_000];
const KBITS = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  mpeg2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** How long the frame is that begins here, of MP3 or of AAC as it is broadcast. @param {Uint8Array} b @param {number} at @returns {number} bytes; 0: none */
export function frameLength(b, at) {
  if (at + 7 > b.length || b[at] !== 0xff || (b[at + 1] & 0xe0) !== 0xe0) return 0;
  if ((b[at + 1] & 0xf6) === 0xf0) return ((b[at + 3] & 3) << 11) | (b[at + 4] << 3) | (b[at + 5] >> 5);
  const version = (b[at + 1] >> 3) & 3; // 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
  const layer = (b[at + 1] >> 1) & 3; // 1: the third
  const rate = RATES[(b[at + 2] >> 2) & 3];
  const kbits = (version === 3 ? KBITS.mpeg1 : KBITS.mpeg2)[b[at + 2] >> 4];
  if (version === 1 || layer !== 1 || !rate || !kbits) return 0;
  const slower = version === 3 ? 1 : version === 2 ? 2 : 4;
  return Math.floor(((version === 3 ? 144 : 72) * kbits * 1000) / (rate / slower)) + ((b[at + 2] >> 1) & 1);
}

/** Where frames begin, from a place on. @param {Blob} file @param {number} from @returns {Promise<number>} the end of the file when none does */
async function nextFrame(file, from) {
  const b = await read(file, from, from + SEARCH);
  for (let at = 0; at < b.length; at += 1) {
    let here = at;
    let met = 0;
    for (let length = frameLength(b, here); length > 0 && met < FRAMES; length = frameLength(b, here)) {
      here += length;
      met += 1;
    }
    if (met === FRAMES) return from + at;
  }
  return file.size;
}

/** Cuts at the first frame, or page, behind each of even steps. @param {Blob} file @param {number} from @param {number} count
 * @param {(file: Blob, from: number) => Promise<number>} next @param {Blob} [head] that stands before each */
function cut(file, from, count, next, head) {
  const step = (file.size - from) / count;
  const edge = async (/** @type {number} */ n) =>
    n === 0 ? from : n >= count ? file.size : next(file, Math.floor(from + n * step));
  return {
    count,
    at: async (/** @type {number} */ n) => {
      const part = file.slice(await edge(n), await edge(n + 1));
      return new Blob(head ? [head, part] : [part]).arrayBuffer();
    },
  };
}

/** @param {Blob} file @param {number} count @returns {Promise<Slices|null>} */
async function wavSlices(file, count) {
  const head = await read(file, 0, SEARCH);
  const view = new DataView(head.buffer);
  let format = null;
  for (let at = 12; at + 8 <= head.length; ) {
    const [name, size] = [letters(head, at), view.getUint32(at + 4, true)];
    if (name === 'fmt ') format = { from: at, to: at + 8 + size, align: view.getUint16(at + 20, true) };
    if (name === 'data' && format && format.align > 0) {
      const { align } = format;
      const told = head.slice(format.from, format.to);
      const [from, to] = [at + 8, Math.min(file.size, at + 8 + size)];
      const step = Math.ceil((to - from) / align / count) * align;
      return { count, at: async (n) => wav(told, file.slice(from + n * step, Math.min(to, from + (n + 1) * step))) };
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

/** @param {Uint8Array<ArrayBuffer>} format @param {Blob} data */
function wav(format, data) {
  const number = (/** @type {number} */ n) => new Uint8Array(new Uint32Array([n]).buffer); // every browser's machine is little-endian
  const size = number(4 + format.length + 8 + data.size);
  return new Blob(['RIFF', size, 'WAVE', format, 'data', number(data.size), data]).arrayBuffer();
}

/** Where a page begins. @param {Blob} file @param {number} from */
async function nextPage(file, from) {
  const b = await read(file, from, from + 2 * SEARCH);
  for (let at = 0; at + 6 <= b.length; at += 1) {
    if (b[at] === 0x4f && letters(b, at) === 'OggS' && b[at + 4] === 0 && b[at + 5] < 8) return from + at;
  }
  return file.size;
}

/** @param {Blob} file @param {number} count @returns {Promise<Slices|null>} */
async function oggSlices(file, count) {
  const b = await read(file, 0, 64 * SEARCH);
  const view = new DataView(b.buffer);
  for (let at = 0; at + 27 <= b.length && letters(b, at) === 'OggS'; ) {
    const segments = b[at + 26];
    const place = view.getBigInt64(at + 6, true); // samples so far: 0 while it only speaks of itself, -1 inside a long word
    if (place > 0n) return cut(file, at, count, nextPage, file.slice(0, at));
    at += 27 + segments + b.subarray(at + 27, at + 27 + segments).reduce((sum, size) => sum + size, 0);
  }
  return null;
}

/**
 * @param {Blob} file @param {string} kind as `clues.js` found it @param {number} seconds
 * @returns {Promise<Slices|null>}
 */
export async function slicesOf(file, kind, seconds) {
  const count = Math.max(1, Math.round(seconds / STRETCH));
  if (kind === 'wav') return wavSlices(file, count);
  if (kind === 'ogg') return oggSlices(file, count);
  if (kind === 'mp4') return mp4Slices(file, STRETCH);
  if (kind !== 'mpeg') return null;
  const first = await nextFrame(file, behindTags(await read(file, 0, 16)));
  return first < file.size ? cut(file, first, count, nextFrame) : null;
}
