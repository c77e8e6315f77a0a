/** Which line of a recording is being said, or was said last. */

/**
 * The cue that began last at a time, in cues that stand in order; null before the first.
 * @template {{ startTime: number }} Cue
 * @param {ArrayLike<Cue>} cues @param {number} time seconds
 * @returns {Cue|null}
 */
export function lastBegun(cues, time) {
  let low = 0;
  let high = cues.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (cues[middle].startTime <= time) low = middle + 1;
    else high = middle;
  }
  return low ? cues[low - 1] : null;
}
