/**
 * How this device plays a session's sound: chosen on it, remembered on it. The sealed file, unless somebody chose otherwise; it
 * lies ready behind every other way.
 */

const KEY = 'stillwater-sound-path';

/** @returns {string} file, or made */
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

export const canMake = () => 'AudioWorkletNode' in globalThis && 'WebAssembly' in globalThis;

/**
 * @template {ReturnType<typeof import('./pair.js').makePair>} Pair
 * @param {Pair} pair the sealed files @param {DOMStringMap} where data-made (the module), and what it needs
 * @param {import('./made.js').Tell} tell
 * @returns {Promise<Pair|ReturnType<typeof import('./made.js').makeMade>>} the sound as this device is to play it
 */
export async function soundFor(pair, where, tell) {
  if (pathOf() !== 'made' || !where.made || !canMake()) return pair;
  const { makeMade } = await import(where.made).catch(() => ({}));
  return makeMade ? makeMade(pair, where, tell) : pair;
}
