/** What a file says of itself before it is decoded: its kind, and whether a shop's lock lies on it. Reads only heads. */

const HEAD = 4096;
const MOST = 64 * 2 ** 20; // of a table of contents

/** @param {Uint8Array} bytes @param {number} at @param {number} [length] */
export const letters = (bytes, at, length = 4) => String.fromCharCode(...bytes.subarray(at, at + length));

/** @param {Blob} file @param {number} from @param {number} to @returns {Promise<Uint8Array<ArrayBuffer>>} */
export const read = async (file, from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer());

/** Behind the names and pictures that may stand before an MP3. @param {Uint8Array} head @returns {number} */
export function behindTags(head) {
  if (letters(head, 0, 3) !== 'ID3') return 0;
  const [a, b, c, d] = head.subarray(6, 10);
  return 10 + ((a << 21) | (b << 14) | (c << 7) | d);
}

/** @param {Uint8Array} head @returns {''|'wav'|'mp4'|'ogg'|'flac'|'webm'|'aiff'|'caf'|'asf'|'mpeg'} '': none that is known */
export function kindOf(head) {
  if (letters(head, 0) === 'RIFF' && letters(head, 8) === 'WAVE') return 'wav';
  if (letters(head, 4) === 'ftyp') return 'mp4';
  /** @type {Record<string, 'ogg'|'flac'|'caf'|'aiff'>} */
  const named = { OggS: 'ogg', fLaC: 'flac', caff: 'caf', FORM: 'aiff' };
  const found = named[letters(head, 0)];
  if (found) return found;
  const first = (head[0] << 24) | (head[1] << 16) | (head[2] << 8) | head[3];
  if (first === 0x1a45dfa3) return 'webm';
  if (first === 0x3026b275) return 'asf';
  return letters(head, 0, 3) === 'ID3' || (head[0] === 0xff && (head[1] & 0xe0) === 0xe0) ? 'mpeg' : '';
}

/**
 * The boxes that lie in a stretch of an MP4.
 * @param {DataView} view @param {number} from @param {number} to @returns {Generator<{name: string, at: number, end: number}>} `at`: behind its head
 */
export function* boxes(view, from, to) {
  for (let at = from; at + 8 <= to; ) {
    let size = view.getUint32(at);
    const name = String.fromCharCode(...[4, 5, 6, 7].map((n) => view.getUint8(at + n)));
    let head = 8;
    if (size === 1 && at + 16 <= to) {
      size = Number(view.getBigUint64(at + 8));
      head = 16;
    }
    const end = size === 0 ? to : at + size;
    if (end < at + head || end > to) return;
    yield { name, at: at + head, end };
    at = end;
  }
}

/** The table of contents of an MP4, wherever it lies. @param {Blob} file @returns {Promise<DataView|null>} */
export async function contents(file) {
  for (let at = 0; at + 8 <= file.size; ) {
    const head = await read(file, at, at + 16);
    const view = new DataView(head.buffer);
    const short = view.getUint32(0);
    const size =
      short === 1 && head.length === 16 ? Number(view.getBigUint64(8)) : short === 0 ? file.size - at : short;
    if (size < 8) return null;
    if (letters(head, 4) === 'moov') {
      return size > MOST || at + size > file.size ? null : new DataView((await read(file, at + 8, at + size)).buffer);
    }
    at += size;
  }
  return null;
}

/** @param {DataView} view @param {number} from @param {number} to @param {string[]} path @returns {{at: number, end: number}[]} */
export function found(view, from, to, [name, ...rest]) {
  const here = [...boxes(view, from, to)].filter((box) => box.name === name);
  return rest.length > 0 ? here.flatMap(({ at, end }) => found(view, at, end, rest)) : here;
}

/** Names under which encrypted sound stands, of a standard, of a music shop and of an audiobook shop. */
const LOCKS = new Set(['enca', 'drms', 'aavd', 'encv', 'drmi']);

/** @param {Blob} file @returns {Promise<boolean>} */
async function isLocked(file) {
  const view = await contents(file);
  if (!view) return false;
  for (const { at, end } of found(view, 0, view.byteLength, ['trak', 'mdia', 'minf', 'stbl', 'stsd'])) {
    for (const entry of boxes(view, at + 8, end)) {
      if (LOCKS.has(entry.name)) return true;
      // The fields of a sound stand before the boxes of an entry; version 1 of the older form has 16 bytes more.
      for (const skip of [28, 44]) if (found(view, entry.at + skip, entry.end, ['sinf']).length > 0) return true;
    }
  }
  return found(view, 0, view.byteLength, ['pssh']).length > 0;
}

/** Where a WAV says that it ends; 0 where it was written without knowing. @param {Uint8Array<ArrayBuffer>} head */
function endOf(head) {
  const size = new DataView(head.buffer).getUint32(4, true);
  return size < 0xffff_ff00 ? size : 0;
}

/** @param {Blob & {name?: string}} file @returns {Promise<import('./judge.js').Clues>} */
export async function cluesOf(file) {
  const head = await read(file, 0, HEAD);
  const kind = kindOf(head);
  const locked = kind === 'mp4' && (await isLocked(file).catch(() => false));
  const short = kind === 'wav' && endOf(head) > file.size;
  return { bytes: file.size, kind, type: file.type, name: file.name ?? '', locked, short };
}
