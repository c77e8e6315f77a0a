/**
 * Guides kept on this phone for a time without network: the recording, its captions and its page, whole or not at all. They lie
 * apart from a session's sound, which makes room for the next one by itself; these stay until somebody removes them or signs out.
 */

const GUIDES = 'stillwater-guides';
const PAGES = 'stillwater-pages';

/** @typedef {{sound: string, words: string, bytes: number}} Guide addresses with the mark of their version; bytes of the sound */

/** @param {string} address @returns {string} the page that a sound's or a caption's address lies under */
export const pageOf = (address) => new URL(address, location.href).pathname.replace(/\/[^/]*$/, '');

/** @param {Guide} guide */
export async function isKept({ sound, words, bytes }) {
  if (!('caches' in globalThis)) return false;
  const cache = await caches.open(GUIDES);
  const [kept, captions] = await Promise.all([cache.match(sound), cache.match(words)]);
  return Boolean(kept && captions) && (await /** @type {Response} */ (kept).blob()).size === bytes;
}

/** @param {string} address @param {number} bytes 0: not known @returns {Promise<Response|null>} null: it did not come whole */
async function fetched(address, bytes) {
  const response = await fetch(address, { credentials: 'same-origin', redirect: 'error' });
  if (response.status !== 200) return null;
  const blob = await response.blob();
  if (blob.size === 0 || (bytes > 0 && blob.size !== bytes)) return null;
  const type = response.headers.get('Content-Type') ?? 'application/octet-stream';
  return new Response(blob, { headers: { 'Content-Type': type, 'Content-Length': String(blob.size) } });
}

/** @param {number} bytes @returns {Promise<boolean>} whether this phone says that it has no room for so much */
export async function noRoom(bytes) {
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return quota > 0 && quota - usage < bytes;
}

/**
 * @param {Guide} guide @param {() => Promise<void>} keepPage keeps the page that shows it
 * @returns {Promise<'kept'|'full'|'failed'>} otherwise than "kept", what was here before is still here, and nothing else
 */
export async function keep(guide, keepPage) {
  const { sound, words, bytes } = guide;
  if (!('caches' in globalThis)) return 'failed';
  if (await noRoom(bytes)) return 'full';
  const cache = await caches.open(GUIDES);
  const had = await under(cache, pageOf(sound));
  try {
    const [whole, captions] = await Promise.all([fetched(sound, bytes), fetched(words, 0)]);
    if (!whole || !captions) return 'failed';
    await cache.put(sound, whole);
    await cache.put(words, captions);
    await keepPage();
    if (!(await isKept(guide))) throw new Error('it was not kept whole');
  } catch (trouble) {
    const before = new Set(had.map(({ url }) => url));
    const mine = (await under(cache, pageOf(sound))).filter(({ url }) => !before.has(url));
    await Promise.all(mine.map((request) => cache.delete(request)));
    return trouble instanceof DOMException && trouble.name === 'QuotaExceededError' ? 'full' : 'failed';
  }
  const now = new Set([sound, words].map((address) => new URL(address, location.href).href));
  await Promise.all(had.filter(({ url }) => !now.has(url)).map((request) => cache.delete(request))); // an older recording
  void navigator.storage?.persist?.();
  return 'kept';
}

/** @param {Cache} cache @param {string} page */
const under = async (cache, page) => (await cache.keys()).filter(({ url }) => pageOf(url) === page);

/** @param {string} page */
export async function drop(page) {
  const cache = await caches.open(GUIDES);
  await Promise.all((await under(cache, page)).map((request) => cache.delete(request)));
  await (await caches.open(PAGES)).delete(page);
}

/** What the server no longer has for this person (a voice that was removed) does not stay here either. @param {Iterable<string>} pages */
export async function dropGone(pages) {
  for (const page of pages) {
    const answer = await fetch(page, { redirect: 'manual' }).catch(() => null);
    if (answer?.status === 404) await drop(page);
  }
}

/** @returns {Promise<Set<string>>} the pages of the guides that are here */
export async function keptPages() {
  if (!('caches' in globalThis)) return new Set();
  return new Set((await (await caches.open(GUIDES)).keys()).map(({ url }) => pageOf(url)));
}
