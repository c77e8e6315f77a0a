/** Everything of a session's sound onto this device, before anything begins. */

import { fetchWhole, keepOnly } from './whole.js';

/**
 * The planned sound, both files.
 * @param {DOMStringMap} where data-src, -soft-src, -bytes, -soft-bytes; data-keep-only: other sounds make room
 * @param {string[]} others addresses that stay @param {(share: number) => void} progress
 * @returns {Promise<boolean>} whether it lies here whole
 */
export async function bring({ src = '', softSrc = '', bytes, softBytes, keepOnly: only }, others, progress) {
  if (only !== undefined) await keepOnly([src, softSrc, ...others]).catch(() => {});
  const here = await fetchWhole(src, Number(bytes ?? 0), progress);
  if (here && softSrc) await fetchWhole(softSrc, Number(softBytes ?? 0));
  return here;
}

/**
 * The calmer one. Where a page sets the volume it is made softer by that, and one file is enough.
 * @param {any} calmer @param {boolean} fades
 * @returns {Promise<import('./pair.js').Files|null>} what lies here of it
 */
export async function bringCalmer({ src, softSrc, bytes, softBytes, rest, scene }, fades) {
  const here = (await fetchWhole(src, bytes)) && (fades || (await fetchWhole(softSrc, softBytes)));
  return here ? { src, softSrc: fades ? '' : softSrc, rest, scene } : null;
}
