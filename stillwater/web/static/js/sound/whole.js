/** Whether a sound lies here whole, and how it gets here. A half file that stops in the middle is worse than none. */

const SOUND = 'stillwater-sound';

/**
 * @param {string} address
 * @param {number} bytes what the server says that it weighs; 0: not known
 */
export async function isWhole(address, bytes) {
  if (!('caches' in globalThis)) return false;
  const kept = await (await caches.open(SOUND)).match(address, { ignoreVary: true });
  if (!kept) return false;
  const { size } = await kept.blob();
  return size > 0 && (bytes === 0 || size === bytes);
}

/**
 * @param {Response} response @param {number} expected @param {(share: number) => void} progress
 * @returns {Promise<Blob>}
 */
async function readAll(response, expected, progress) {
  const reader = response.body?.getReader();
  if (!reader) return response.blob();
  /** @type {BlobPart[]} */
  const parts = [];
  let got = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value);
    got += next.value.length;
    if (expected > 0) progress(Math.min(1, got / expected));
  }
  return new Blob(parts);
}

/**
 * Fetches the whole file and keeps it only if every byte came.
 * @param {string} address @param {number} bytes @param {(share: number) => void} [progress]
 * @returns {Promise<boolean>}
 */
export async function fetchWhole(address, bytes, progress = () => {}) {
  if (await isWhole(address, bytes)) return true;
  try {
    const response = await fetch(address, { credentials: 'same-origin', redirect: 'error' });
    if (response.status !== 200) return false;
    const expected = bytes || Number(response.headers.get('Content-Length') ?? 0);
    const blob = await readAll(response, expected, progress);
    if (blob.size === 0 || (expected > 0 && blob.size !== expected)) return false;
    const type = response.headers.get('Content-Type') ?? 'audio/mp4';
    const headers = { 'Content-Type': type, 'Content-Length': String(blob.size) };
    await (await caches.open(SOUND)).put(address, new Response(blob, { headers }));
    void navigator.storage?.persist?.();
    return await isWhole(address, bytes);
  } catch {
    return false;
  }
}

/** Yesterday's sound makes room for today's. @param {string[]} wanted addresses; one that ends in "/" is all that lies under it */
export async function keepOnly(wanted) {
  if (!('caches' in globalThis)) return;
  const cache = await caches.open(SOUND);
  const addresses = new Set(wanted.filter(Boolean).map((one) => new URL(one, location.href).href));
  const under = [...addresses].filter((one) => one.endsWith('/'));
  for (const request of await cache.keys())
    if (!addresses.has(request.url) && !under.some((one) => request.url.startsWith(one))) await cache.delete(request);
}
