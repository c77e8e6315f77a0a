/** Which pages of the channel somebody keeps in this browser: their addresses and titles, newest first. */

export const KEPT = 'stillwater-channel-kept';
export const READING = 'stillwater-channel-reading';
const MOST = 60;

/** @typedef {{ path: string, title: string }} Page */
/** @typedef {Pick<Storage, 'getItem' | 'setItem'>} Store */

/** What is kept; nothing if the browser's note of it cannot be read. @param {Store} store @returns {Page[]} */
export function listed(store) {
  try {
    const found = JSON.parse(store.getItem(KEPT) ?? '[]');
    return Array.isArray(found) ? found.filter((page) => isPage(page)) : [];
  } catch {
    return [];
  }
}

/** @param {any} page */
function isPage(page) {
  return (
    typeof page?.title === 'string' && typeof page?.path === 'string' && /^\/(es\/)?channel\/[\w/-]+$/.test(page.path)
  );
}

/** @param {Store} store @param {Page} page */
export function added(store, page) {
  const rest = listed(store).filter((each) => each.path !== page.path);
  store.setItem(KEPT, JSON.stringify([page, ...rest].slice(0, MOST)));
}

/** @param {Store} store @param {string} path */
export function dropped(store, path) {
  store.setItem(KEPT, JSON.stringify(listed(store).filter((each) => each.path !== path)));
}
