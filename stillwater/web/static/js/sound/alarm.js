/** When the sitter's phone sounds. A call: every three seconds until somebody goes. A look-in: once when due, then each minute. */

import { chime } from './chime.js';

const EVERY = { none: Number.POSITIVE_INFINITY, due: 60_000, overdue: 60_000, help: 3000 };

/** @param {(what: 'due'|'help') => boolean} sound */
export function makeAlarm(sound = chime) {
  let state = 'none';
  let call = '';
  let lastAt = Number.NEGATIVE_INFINITY;
  return {
    /** @param {'none'|'due'|'overdue'|'help'} next @param {number} now @param {string} [about] which call */
    hear(next, now, about = '') {
      const changed = next !== state && !(state === 'due' && next === 'overdue');
      const fresh = changed || (next === 'help' && about !== call);
      [state, call] = [next, about];
      if (next === 'none' || (!fresh && now - lastAt < EVERY[next])) return;
      // A phone that may not sound yet tries again at the next second, not at the next minute.
      if (sound(next === 'help' ? 'help' : 'due')) lastAt = now;
    },
    /** Once, so that the sitter knows the sound. */
    sample: () => sound('due'),
  };
}
