/**
 * The service worker, served at the root. It keeps a session going without a network: the static files, the pages that asked
 * to be kept, and the sound. It never touches what is sent, never keeps an API answer, and never takes over by itself while
 * a page is open (no skipWaiting): code is not swapped during a session.
 */

(() => {
  const worker = /** @type {any} */ (self);
  const FILES = 'stillwater-files';
  const PAGES = 'stillwater-pages';
  const SOUND = 'stillwater-sound';
  const GUIDES = 'stillwater-guides';
  /** Longer than this, and a page that is kept here is shown instead of waiting. */
  const PATIENCE = 4000;

  worker.addEventListener('install', (/** @type {any} */ event) => event.waitUntil(fill()));
  worker.addEventListener('activate', (/** @type {any} */ event) => event.waitUntil(settle()));
  worker.addEventListener('fetch', answer);

  async function listed() {
    const response = await fetch('/offline-files.json', { cache: 'no-cache' });
    return response.ok ? response.json() : [];
  }

  async function fill() {
    const cache = await caches.open(FILES);
    const had = new Set((await cache.keys()).map((request) => new URL(request.url).pathname));
    const wanted = (await listed()).filter((/** @type {string} */ file) => !had.has(file));
    await cache.addAll(wanted);
  }

  /** Old files go only now, when no page of the old version is open any more. */
  async function settle() {
    const wanted = new Set(await listed().catch(() => []));
    const cache = await caches.open(FILES);
    if (wanted.size > 0) {
      const old = (await cache.keys()).filter((request) => !wanted.has(new URL(request.url).pathname));
      await Promise.all(old.map((request) => cache.delete(request)));
    }
    await worker.clients.claim(); // the first time only: there is no older worker to take a page from
  }

  function answer(/** @type {any} */ event) {
    const { request } = event;
    const url = new URL(request.url);
    if (request.method !== 'GET' || url.origin !== worker.location.origin) return;
    if (request.mode === 'navigate') event.respondWith(page(request));
    else if (request.headers.has('range') || ['audio', 'track'].includes(request.destination))
      event.respondWith(sound(request));
    else if (url.pathname.startsWith('/static/')) event.respondWith(file(request));
    // Everything else is an answer of the moment: always the network's.
  }

  async function file(/** @type {Request} */ request) {
    return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
  }

  async function page(/** @type {Request} */ request) {
    const kept = await (await caches.open(PAGES)).match(request, { ignoreVary: true, ignoreSearch: true });
    if (!kept) return fetch(request);
    const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
    const live = fetch(request).then((response) => (response.status >= 500 ? null : response));
    return (await Promise.race([live, late]).catch(() => null)) ?? kept;
  }

  async function sound(/** @type {Request} */ request) {
    const whole = (await found(SOUND, request.url)) ?? (await found(GUIDES, request.url));
    if (!whole) return fetch(request);
    const range = request.headers.get('range');
    return range ? part(whole, range) : whole;
  }

  async function found(/** @type {string} */ name, /** @type {string} */ url) {
    return (await caches.open(name)).match(url, { ignoreVary: true });
  }

  /** A stored answer is always whole: a player that seeks needs the part that it asked for, as a 206. */
  async function part(/** @type {Response} */ whole, /** @type {string} */ range) {
    const blob = await whole.blob();
    const asked = /^bytes=(\d*)-(\d*)$/.exec(range.trim());
    const [from, to] = asked ? ends(asked[1], asked[2], blob.size) : [blob.size, 0];
    if (from > to || from >= blob.size) {
      return new Response(null, { status: 416, headers: { 'Content-Range': `bytes */${blob.size}` } });
    }
    const headers = {
      'Content-Range': `bytes ${from}-${to}/${blob.size}`,
      'Content-Length': String(to - from + 1),
      'Content-Type': whole.headers.get('Content-Type') ?? 'application/octet-stream',
      'Accept-Ranges': 'bytes',
    };
    return new Response(blob.slice(from, to + 1), { status: 206, headers });
  }

  function ends(/** @type {string} */ first, /** @type {string} */ last, /** @type {number} */ size) {
    if (first === '')
      return last === '' || Number(last) === 0 ? [size, 0] : [Math.max(0, size - Number(last)), size - 1];
    return [Number(first), last === '' ? size - 1 : Math.min(Number(last), size - 1)];
  }
})();
