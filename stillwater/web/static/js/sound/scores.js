/** The scores of a session's sound, planned and otherwise, kept on this device beside its files. */

const SOUND = 'stillwater-sound';

/** @typedef {import('./worklet/pack.js').Sheet} Sheet */

/** @param {string} address @returns {Promise<Response|undefined>} */
async function kept(address) {
  return 'caches' in globalThis ? (await caches.open(SOUND)).match(address, { ignoreVary: true }) : undefined;
}

/** @param {string} address @returns {Promise<Sheet|null>} from here, or from the server and then from here */
export async function scoreAt(address) {
  try {
    const here = await kept(address);
    if (here) return await here.json();
    const answer = await fetch(address, { credentials: 'same-origin', redirect: 'error' });
    if (answer.status !== 200) return null;
    const text = await answer.text();
    const headers = { 'Content-Type': 'application/json' };
    if ('caches' in globalThis) await (await caches.open(SOUND)).put(address, new Response(text, { headers }));
    return JSON.parse(text);
  } catch {
    return null;
  }
}
