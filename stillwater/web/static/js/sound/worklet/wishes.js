/** What is wished while it plays, as the gains that the kernel moves to (soundscape/kernel/mix.h). Pure. */

/** @typedef {{softer?: boolean, grounding?: boolean, brighter?: boolean, bells?: boolean, voice?: boolean}} Wishes */

/** @type {Required<Wishes>} */
export const USUAL = { softer: false, grounding: false, brighter: false, bells: true, voice: true };

export const db = (/** @type {number} */ decibels) => 10 ** (decibels / 20);

/** As far below as the softer sealed file. */
const SOFTER_DB = -9;
/** Lower, simpler, nearer: less of what is bright and of what passes by, no bells, the sides closer together. */
const GROUNDING = { brightness: db(-9), highs: db(-7), width: 0.5, sides: db(-9) };
const BRIGHTER = { brightness: db(2), highs: db(2) };

/**
 * The kernel's controls in their order: level, brightness, highs, width, sides, bells. Grounding outweighs brighter.
 * @param {Required<Wishes>} wishes
 */
export function gainsOf({ softer, grounding, brighter, bells }) {
  const tone = grounding ? GROUNDING : brighter ? BRIGHTER : { brightness: 1, highs: 1 };
  const { width = 1, sides = 1 } = grounding ? GROUNDING : {};
  return [softer ? db(SOFTER_DB) : 1, tone.brightness, tone.highs, width, sides, bells && !grounding ? 1 : 0];
}
