/** Keeps the screen on while a session is under way, and says whether it does. */

/** @type {WakeLockSentinel|null} */
let held = null;
let wanted = false;
/** @type {Set<(on: boolean) => void>} */
const listeners = new Set();

async function ask() {
  if (!wanted || held || document.visibilityState !== 'visible') return;
  try {
    held = (await navigator.wakeLock?.request('screen')) ?? null;
    held?.addEventListener('release', () => {
      held = null;
      // Put away, a page has no lock by nature: what counts is whether it gets it back.
      if (document.visibilityState !== 'visible') return;
      for (const listen of listeners) listen(false);
    });
  } catch {
    held = null; // a low battery refuses it: the page says so and asks for the phone's own setting
  }
  for (const listen of listeners) listen(held !== null);
}

/**
 * The browser drops the lock whenever the page is hidden; it is asked for again when the page is looked at.
 * @param {(on: boolean) => void} [told]
 */
export function stayAwake(told) {
  if (told) listeners.add(told);
  if (!wanted) {
    wanted = true;
    document.addEventListener('visibilitychange', ask);
  }
  return ask();
}
