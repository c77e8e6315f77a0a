/** Keeps a page, with everything it loaded, for a time without network; forgets it when somebody else signs in or out. */

const PAGES = 'stillwater-pages';
const GUIDES = 'stillwater-guides';
const WHO = 'stillwater-identity';

/** @returns {string[]} the static files that this page has loaded, imports of modules and fonts included */
function loaded() {
  const entries = performance.getEntriesByType('resource').map((entry) => new URL(entry.name));
  const static_ = entries.filter((url) => url.origin === location.origin && url.pathname.startsWith('/static/'));
  return [...new Set(static_.map((url) => url.href))];
}

/** Keeps the newest copy of a page that asks for it. */
export async function keepThisPage() {
  if ('caches' in globalThis && document.body.dataset.keepOffline !== undefined) await keepPage();
}

/** Keeps the newest copy of this page. Without a network the copy that is here stays. */
export async function keepPage() {
  const cache = await caches.open(PAGES);
  const page = await fetch(location.pathname, { headers: { Accept: 'text/html' }, redirect: 'error' }).catch(
    () => null,
  );
  const isPage = page?.ok && (page.headers.get('Content-Type') ?? '').includes('text/html');
  if (page && isPage) await cache.put(location.pathname, page);
  const missing = [];
  for (const href of loaded()) if (!(await caches.match(href))) missing.push(href);
  await Promise.all(missing.map((href) => cache.add(href).catch(() => {})));
}

/** What was kept for one person is not shown or played to the next. */
export async function forgetPages() {
  // Loaded when it is wanted: every page loads this module.
  await import('../lib/favourites.js').then(({ forgetFavourites }) => forgetFavourites()).catch(() => {});
  await import('./own-music.js').then(({ forgetOwnMusic }) => forgetOwnMusic()).catch(() => {});
  if ('caches' in globalThis) await Promise.all([PAGES, GUIDES].map((name) => caches.delete(name)));
}

/** A page that knows nobody (a public one, or the sign-in page after a sign-in ran out) forgets nothing. @param {string} identity */
export async function forgetOthers(identity) {
  if (identity === '') return;
  // A patient's account and a sitter's pass may live in one browser: each replaces only its own kind.
  const who = `${WHO}-${identity.split(':')[0]}`;
  try {
    const before = localStorage.getItem(who) ?? identity;
    if (before !== identity) await forgetPages();
    localStorage.setItem(who, identity);
  } catch {
    await forgetPages();
  }
}
