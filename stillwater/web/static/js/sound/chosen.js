/** How this device plays a session's sound: chosen on it, remembered on it. The sealed file, unless somebody chose otherwise. */

const KEY = 'stillwater-sound-path';

/** @returns {string} file, made, or own */
export function pathOf() {
  try {
    return globalThis.localStorage?.getItem(KEY) ?? 'file';
  } catch {
    return 'file'; // a browser that keeps nothing
  }
}

/** @param {string} path */
export function choosePath(path) {
  try {
    if (path === 'file') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, path);
  } catch {
    // it holds until the page is left
  }
}
