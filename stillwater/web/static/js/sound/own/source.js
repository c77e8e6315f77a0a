/**
 * Somebody's own pieces in a session, in the shape of the sealed sounds (`sound/pair.js`): one after another, level, cross-faded.
 * Behind the last one, and where one does not play, the planned sound goes on at its own place: never silence. To the session
 * they are the planned sound ("planned" is what was begun with); "calmer" is the sealed one, and back.
 *
 * @typedef {import('./voice.js').Piece} Piece
 * @typedef {ReturnType<typeof import('../pair.js').makePair>} Pair
 */

import { CROSS as CHANGE, RISES } from '../pair.js';
import { IN, OUT } from '../track.js';
import { CROSS } from './arc.js';
import { makeRow } from './row.js';
import { makeGraph } from './voice.js';

/**
 * @param {Pair} pair the sealed sounds @param {(which: string) => HTMLAudioElement} audioFor @param {Piece[]} pieces at least one
 * @param {number[]} rest of the planned sound, from and to, in seconds
 * @param {{stopped: () => void, broken?: () => void, handed?: () => void}} tell
 *   `handed`: from here the planned sound plays, because the own pieces are over or one of them did not play
 */
export function makeOwn(pair, audioFor, pieces, rest, tell, graphFor = makeGraph) {
  let at = 'own';
  let over = false; // there is no way back to the own pieces
  let soft = false;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let later;

  const still = !pair.fades(); // no page sets the volume here
  const graph = still || pieces.some(({ factor }) => factor > 1) ? graphFor(() => row.stopped()) : null;
  const row = makeRow(audioFor, pieces, graph, still ? RISES / 1000 : CROSS, {
    stopped: () => at === 'own' && tell.stopped(),
    over: (ms) => void (at === 'own' && handOver(ms)),
  });
  if (still && !graph) [at, over] = ['sealed', true]; // they could not be made as loud as one another

  /** Where the planned sound would be by now; behind its rest it is in its rest. */
  function inPlanned() {
    const [from = 0, to = 0] = rest;
    const seconds = row.position();
    return to > from && seconds >= to ? from + ((seconds - from) % (to - from)) : seconds;
  }

  /** What sounds of the pair falls silent, and it is the planned one's turn again. @param {number} ms */
  function plannedNext(ms) {
    void pair.pause(ms);
    void pair.change('planned');
  }

  /** @param {number} ms */
  async function handOver(ms) {
    clearTimeout(later);
    if (pair.which() !== 'planned') plannedNext(OUT);
    pair.seek(still ? 0 : inPlanned());
    [at, over] = ['sealed', true];
    void row.pause(ms);
    if (await pair.play(ms)) tell.handed?.();
    else (tell.broken ?? tell.stopped)();
  }

  /** @param {number} [ms] @returns {Promise<boolean>} whether it sounds */
  async function play(ms = IN) {
    if (at !== 'own') return pair.play(ms);
    const came = await row.play(ms);
    if (came === 'broken' && at === 'own') await handOver(ms);
    return at === 'own' ? came !== 'touch' : pair.playing();
  }

  /** To a sealed one, at its place. @param {string} to */
  async function away(to) {
    if (!pair.has(to)) return false;
    const sounded = row.playing();
    void pair.change(to); // nothing of the pair sounds: that is done at once
    pair.seek(still ? 0 : inPlanned());
    if (sounded && !(await pair.play(CHANGE))) {
      plannedNext(0);
      return false;
    }
    at = 'sealed';
    void row.pause(still ? RISES : CHANGE);
    return true;
  }

  /** To the own pieces, where they were left. */
  async function back() {
    const sounded = pair.playing();
    at = 'own';
    if (sounded && !(await play(CHANGE))) {
      at = 'sealed';
      return false;
    }
    if (over) return true; // a piece did not play, and the planned sound does
    if (still) later = setTimeout(() => plannedNext(0), CHANGE);
    else plannedNext(CHANGE);
    return true;
  }

  return {
    ...pair,
    /** @param {string} to @returns {Promise<boolean>} whether that one sounds, or will */
    async change(to) {
      clearTimeout(later);
      if (at === 'own') return to === 'planned' || away(to);
      return to === 'planned' && !over ? back() : pair.change(to);
    },
    /** Inside the touch that begins. */
    unlock() {
      pair.unlock(at === 'own');
      if (at === 'own') row.unlock();
    },
    play,
    /** @param {number} [ms] */
    async pause(ms = OUT) {
      clearTimeout(later);
      await Promise.all([row.pause(ms), pair.pause(ms)]);
    },
    /** @param {boolean} to @returns {boolean} */
    soften(to) {
      soft = to;
      pair.soften(to);
      row.soften(to);
      return soft;
    },
    position: () => (at === 'own' ? row.position() : pair.position()),
    playing: () => (at === 'own' ? row.playing() : pair.playing()),
    scene: () => (at === 'own' ? 'own' : pair.scene()),
    which: () => (at === 'own' ? 'planned' : pair.which()),
    soft: () => soft,
    close: () => graph?.close(),
  };
}
