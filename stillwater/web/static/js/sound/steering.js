/**
 * What this phone makes of what others ask of its sound. Each ask is done once, however often and late it arrives; one that is
 * older than the last word about the same thing is not done at all, and a touch on this phone is such a word. Pure.
 *
 * @typedef {{want: string, agreed?: boolean, scene?: string, at: string, entry: string, answer?: any}} Ask
 * @typedef {{asked?: Record<string, Ask>, is?: Record<string, {now: string, scene?: string}>, held?: boolean, kept?: string, path?: string}} Sound
 */

/** What a touch on this phone settles, of the things that can be asked. @type {Record<string, string>} */
const OWN = {
  begun: 'flow',
  resumed: 'flow',
  paused: 'flow',
  ended: 'flow',
  missing: 'flow',
  softer: 'level',
  louder: 'level',
};

/** A touch and an ask of the same moment: the touch counts. */
const TOUCH = '~';

export function makeSteering() {
  /** @type {Record<string, {at: number, id: string}>} */
  const last = {};
  let held = false;

  /** @param {string} key @param {{at: number, id: string}} word */
  const isNews = (key, { at, id }) => !last[key] || at > last[key].at || (at === last[key].at && id > last[key].id);

  return {
    /** Somebody touched this phone, or it stopped by itself. @param {string} what @param {number} at in the server's time */
    own(what, at) {
      const key = OWN[what];
      if (!key) return;
      last[key] = { at: Math.max(at, last[key]?.at ?? 0), id: TOUCH };
      if (key === 'flow') held = what === 'paused';
    },
    /**
     * @param {Sound} sound as the server has it
     * @returns {{want: string, entry: string, scene?: string}[]} what is to be done now
     */
    take({ asked = {} }) {
      /** @type {{want: string, entry: string, scene?: string}[]} */
      const found = [];
      for (const [key, { want, agreed, scene, at, entry, answer }] of Object.entries(asked)) {
        const word = { at: Date.parse(at), id: entry };
        if (!isNews(key, word)) continue;
        last[key] = word;
        // "Pause sound" never resumes alone (S14): only a touch here, or somebody who asked first.
        if (answer || (want === 'resume' && held && !agreed)) continue;
        if (want === 'resume') held = false;
        found.push({ want, entry, ...(scene ? { scene } : {}) });
      }
      return found;
    },
  };
}
