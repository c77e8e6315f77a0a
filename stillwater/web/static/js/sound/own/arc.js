/** The order of somebody's own pieces, how loud each is played, and how far they reach. Pure. */

/** As loud as the planned sound, in LUFS; and how far below full scale its peaks stay, in dB. */
export const LEVEL = -25;
export const CEILING = -3;
/** LUFS: below this nothing is heard. */
export const GATE = -70;
/** Seconds in which one piece passes to the next. */
export const CROSS = 6;

/** @typedef {{loudness: number, peak: number, top: number, spread: number, seconds: number}} Piece */

/** dB that a piece is turned up or down. @param {{loudness: number, peak: number}} piece */
export const gainOf = ({ loudness, peak }) => Math.min(LEVEL - loudness, CEILING - peak);

/** @param {{loudness: number, peak: number}} piece @returns {number} what its samples are multiplied with */
export const factorOf = (piece) => 10 ** (gainOf(piece) / 20);

/** Whether its peaks keep it softer than the others. @param {{loudness: number, peak: number}} piece */
export const keptSofter = (piece) => LEVEL - piece.loudness - gainOf(piece) > 1;

/** How full a piece is: as its makers let its fullest parts stand, and how far it moves. @param {Piece} piece */
const fullness = ({ top, spread }) => top + spread / 2;

/**
 * A gentle order: the quiet, even ones first and last, the fullest in the middle.
 * @template {Piece} P @param {P[]} pieces @returns {P[]}
 */
export function arc(pieces) {
  const rising = pieces
    .map((piece, n) => ({ piece, n, full: fullness(piece) }))
    .sort((a, b) => a.full - b.full || a.n - b.n);
  /** @type {P[]} */
  const up = [];
  /** @type {P[]} */
  const down = [];
  rising.forEach(({ piece }, n) => {
    if (n % 2 === 0) up.push(piece);
    else down.unshift(piece);
  });
  return [...up, ...down];
}

/** When a piece begins, in seconds since the first one began. @param {{seconds: number}[]} pieces @param {number} index */
export const startOf = (pieces, index) =>
  pieces.slice(0, index).reduce((sum, { seconds }) => sum + seconds - Math.min(CROSS, seconds / 2), 0);

/** How long they sound together, in seconds. @param {{seconds: number}[]} pieces */
export function reach(pieces) {
  const last = pieces.at(-1);
  return last ? startOf(pieces, pieces.length - 1) + last.seconds : 0;
}

/** How their length stands to a session's sound of so many seconds. @param {number} own @param {number} session 0: not known @returns {'alone'|'shorter'|'as_long'|'longer'} */
export function against(own, session) {
  if (session <= 0) return 'alone';
  if (Math.abs(own - session) < 60) return 'as_long';
  return own < session ? 'shorter' : 'longer';
}

/** @param {number} loudness LUFS @returns {'very_quiet'|'quiet'|'middling'|'loud'|'very_loud'} as it was made */
export function inWords(loudness) {
  if (loudness < -32) return 'very_quiet';
  if (loudness < -22) return 'quiet';
  if (loudness < -15) return 'middling';
  return loudness < -10 ? 'loud' : 'very_loud';
}
