/** What somebody likes to listen to, kept on this device alone: no server is told. Forgotten when they sign out. */

import { parsed } from './dom.js';

const KEY = 'stillwater-favourites';

/** @returns {Set<string>} such as "sound:roof", "guide:the-porch" */
export function favourites() {
  try {
    const found = parsed(localStorage.getItem(KEY), []);
    return new Set(Array.isArray(found) ? found.filter((one) => typeof one === 'string') : []);
  } catch {
    return new Set(); // this browser keeps nothing
  }
}

/** @param {string} key @returns {boolean} whether it is one now */
export function toggle(key) {
  const found = favourites();
  const is = !found.delete(key);
  if (is) found.add(key);
  try {
    localStorage.setItem(KEY, JSON.stringify([...found]));
  } catch {
    return false;
  }
  return is;
}

export function forgetFavourites() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // There is nothing to forget.
  }
}
