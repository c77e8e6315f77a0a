/** Which parts of the page are older than what the stream has said. Pure. */

export const SILENT_AFTER = 40_000;

/**
 * @param {Map<string, number>} latest session to the newest version heard of
 * @param {{session: string, version: number}[]} shown
 * @returns {{stale: string[], unknown: string[]}} sessions to fetch again; sessions that the page does not show
 */
export function differing(latest, shown) {
  const have = new Map(shown.map(({ session, version }) => [session, version]));
  const stale = [...latest].filter(([session, version]) => (have.get(session) ?? version) < version);
  const unknown = [...latest.keys()].filter((session) => !have.has(session));
  return { stale: stale.map(([session]) => session), unknown };
}

/**
 * Streams break silently behind some proxies: no beat for a while means cut off, whatever the browser believes.
 * @param {{open: boolean, lastHeard: number}} stream @param {number} now
 */
export const connected = ({ open, lastHeard }, now) => open && now - lastHeard < SILENT_AFTER;

/** @param {number} tries @returns {number} milliseconds before a stream that the browser gave up is opened again */
export const reopenAfter = (tries) => Math.min(30_000, 1000 * 2 ** tries);
