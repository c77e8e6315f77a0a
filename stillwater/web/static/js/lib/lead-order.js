/** Which sentence stands first at the head of the board: the lowest rank, and of one rank the earliest. Pure. */

/** @param {{rank?: string, at?: string}} one */
const keys = ({ rank, at }) => [Number(rank ?? 9), at ? Date.parse(at) : Number.POSITIVE_INFINITY];

/**
 * @template {{dataset: {rank?: string, at?: string}}} Said
 * @param {Said[]} parts
 * @returns {Said[]}
 */
export function inOrder(parts) {
  return [...parts].sort((one, other) => {
    const [rank, at] = keys(one.dataset);
    const [otherRank, otherAt] = keys(other.dataset);
    return rank - otherRank || (at === otherAt ? 0 : at - otherAt);
  });
}
