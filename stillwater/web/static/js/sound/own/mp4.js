/** The AAC frames of an MP4 as they are broadcast (ADTS), a stretch at a time. Pure: it reads a Blob. */

import { boxes, contents, found, read } from './clues.js';

const FRAME = 1024; // samples

/** @param {DataView} view @param {{at: number, end: number}} box a list of four-byte numbers behind its count */
const numbers = (view, { at, end }) => {
  const count = Math.min(view.getUint32(at + 4), (end - at - 8) / 4);
  return Array.from({ length: count }, (_, n) => view.getUint32(at + 8 + n * 4));
};

/** What stands in a descriptor of the elementary stream: two bytes that say which AAC. @param {DataView} view @param {number} at @param {number} end */
function described(view, at, end) {
  for (let n = at + 4; n + 2 < end; ) {
    const tag = view.getUint8(n);
    let size = 0;
    for (n += 1; n < end; n += 1) {
      size = (size << 7) | (view.getUint8(n) & 0x7f);
      if (view.getUint8(n) < 0x80) break;
    }
    n += 1;
    if (tag === 5 && size >= 2 && n + 2 <= end) return view.getUint16(n);
    if (tag === 3) n += 3;
    else if (tag === 4) n += 13;
    else n += size;
  }
  return 0;
}

/** @param {DataView} view @param {{at: number, end: number}} table @returns {{rate: number, channels: number}|null} as ADTS has them */
function aac(view, table) {
  const [stsd] = found(view, table.at, table.end, ['stsd']);
  const entry = stsd && [...boxes(view, stsd.at + 8, stsd.end)][0];
  if (entry?.name !== 'mp4a') return null;
  for (const skip of [28, 44]) {
    const [esds] = found(view, entry.at + skip, entry.end, ['esds']);
    const word = esds ? described(view, esds.at, esds.end) : 0;
    const [kind, rate, channels] = [word >> 11, (word >> 7) & 15, (word >> 3) & 15];
    if ((kind === 2 || kind === 5) && rate < 13 && channels > 0 && channels < 8) return { rate, channels };
  }
  return null;
}

/** Where each frame lies. @param {DataView} view @param {{at: number, end: number}} table @returns {{at: number, size: number}[]} */
function frames(view, table) {
  const box = (/** @type {string} */ name) => found(view, table.at, table.end, [name])[0];
  const [sizes, runs, near, far] = ['stsz', 'stsc', 'stco', 'co64'].map(box);
  if (!sizes || !runs || !(near || far)) return [];
  const [same, count] = [view.getUint32(sizes.at + 4), view.getUint32(sizes.at + 8)];
  const chunks = near
    ? numbers(view, near)
    : Array.from({ length: view.getUint32(far.at + 4) }, (_, n) => Number(view.getBigUint64(far.at + 8 + n * 8)));
  const steps = Array.from({ length: view.getUint32(runs.at + 4) }, (_, n) => ({
    first: view.getUint32(runs.at + 8 + n * 12) - 1,
    each: view.getUint32(runs.at + 12 + n * 12),
  }));
  /** @type {{at: number, size: number}[]} */
  const all = [];
  let run = 0;
  for (let chunk = 0; chunk < chunks.length; chunk += 1) {
    while (run + 1 < steps.length && steps[run + 1].first <= chunk) run += 1;
    let at = chunks[chunk];
    for (let n = 0; n < (steps[run]?.each ?? 0) && all.length < count; n += 1) {
      const size = same || view.getUint32(sizes.at + 12 + all.length * 4);
      all.push({ at, size });
      at += size;
    }
  }
  return all;
}

/** The seven bytes before a frame. @param {{rate: number, channels: number}} how @param {number} size */
export function adts({ rate, channels }, size) {
  const whole = size + 7;
  const b = [0xff, 0xf1, 0x40 | (rate << 2) | (channels >> 2), ((channels & 3) << 6) | (whole >> 11)];
  return new Uint8Array([...b, (whole >> 3) & 0xff, ((whole & 7) << 5) | 0x1f, 0xfc]);
}

const RATES = [96, 88.2, 64, 48, 44.1, 32, 24, 22.05, 16, 12, 11.025, 8, 7.35];

/** @param {Blob} file @param {number} stretch seconds @returns {Promise<import('./slices.js').Slices|null>} null: no plain AAC */
export async function mp4Slices(file, stretch) {
  const view = await contents(file);
  if (!view) return null;
  for (const trak of found(view, 0, view.byteLength, ['trak'])) {
    const [table] = found(view, trak.at, trak.end, ['mdia', 'minf', 'stbl']);
    const how = table ? aac(view, table) : null;
    const all = how ? frames(view, table) : [];
    if (!how || all.length === 0) continue;
    const each = Math.ceil((stretch * RATES[how.rate] * 1000) / FRAME);
    return {
      count: Math.max(1, Math.round(all.length / each)),
      async at(n) {
        const last = n >= Math.round(all.length / each) - 1;
        const mine = all.slice(n * each, last ? all.length : (n + 1) * each);
        const from = Math.min(...mine.map(({ at }) => at));
        const whole = await read(file, from, Math.max(...mine.map(({ at, size }) => at + size)));
        const parts = mine.flatMap(({ at, size }) => [adts(how, size), whole.subarray(at - from, at - from + size)]);
        return new Blob(parts).arrayBuffer();
      },
    };
  }
  return null;
}
