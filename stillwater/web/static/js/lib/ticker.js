/** One timer for the whole page; whatever shows time asks to be called. */

/** @type {Set<() => void>} */
const callers = new Set();
/** @type {ReturnType<typeof setInterval>|undefined} */
let timer;

function tick() {
  for (const call of callers) call();
}

/**
 * Calls now, every ten seconds, and when the page is looked at again (timers sleep while it is hidden).
 * @param {() => void} call
 * @returns {() => void} stop
 */
export function everyTick(call) {
  callers.add(call);
  if (timer === undefined) {
    timer = setInterval(tick, 10_000);
    document.addEventListener('visibilitychange', tick);
  }
  call();
  return () => callers.delete(call);
}
