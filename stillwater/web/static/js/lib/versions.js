/** Which parts of the page are older than what the stream has said. Pure. */

export const SILENT_AFTER = 40_000;

/**
 * Each part by its own version: of two parts of one session, one may have been drawn after the change and one before it.
 * @template {{session: string, version: number}} Shown
 * @param {Map<string, number>} latest session to the newest version heard of
 * @param {Shown[]} shown
 * @returns {{stale: Shown[], unknown: string[]}} parts to fetch again; sessions that the page does not show
 */
export function differing(latest, shown) {
  const there = new Set(shown.map(({ session }) => session));
  const stale = shown.filter(({ session, version }) => version < (latest.get(session) ?? version));
  return { stale, unknown: [...latest.keys()].filter((session) => !there.has(session)) };
}

/**
 * Streams break silently behind some proxies: no beat for a while means cut off, whatever the browser believes.
 * @param {{open: boolean, lastHeard: number}} stream @param {number} now
 */
export const connected = ({ open, lastHeard }, now) => open && now - lastHeard < SILENT_AFTER;

/** A shorter break is a hiccup: who rests under it is not told. */
export const HICCUP = 10_000;

/** @param {{on: boolean|null, noticed: number}} stream @param {number} now */
export const cutOff = ({ on, noticed }, now) => on === false && now - noticed >= HICCUP;

/** @param {number} tries @returns {number} milliseconds before a stream that the browser gave up is opened again */
export const reopenAfter = (tries) => Math.min(30_000, 1000 * 2 ** tries);
