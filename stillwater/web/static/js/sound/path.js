/** The session's sound as this device is to play it. The sealed file lies ready behind every other way. */

import { pathOf } from './chosen.js';

export const canMake = () => 'AudioWorkletNode' in globalThis && 'WebAssembly' in globalThis;

/**
 * @template {ReturnType<typeof import('./pair.js').makePair>} Pair
 * @param {Pair} pair the sealed files @param {DOMStringMap} where data-made (the module), and what it needs
 * @param {import('./made.js').Tell & {handed: () => void}} tell
 * @returns {Promise<Pair|ReturnType<typeof import('./made.js').makeMade>|import('./own/begin.js').Own>} the sound as this device is to play it
 */
export async function soundFor(pair, where, tell) {
  if (pathOf() === 'own') {
    const own = await import('./own/begin.js').then(({ ownFor }) => ownFor(pair, where, tell)).catch(() => null);
    return own ?? pair;
  }
  if (pathOf() !== 'made' || !where.made || !canMake()) return pair;
  const { makeMade } = await import(where.made).catch(() => ({}));
  return makeMade ? makeMade(pair, where, tell) : pair;
}
