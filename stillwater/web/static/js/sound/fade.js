/** Loudness over a fade. Ears hear ratios, so the curve is eased: no step at either end. Pure, and one hand. */

const STEP = 50;

/** @param {number} share of the fade that has passed, 0 to 1 @param {number} from @param {number} to both 0 to 1 */
export function level(share, from, to) {
  const eased = 0.5 - Math.cos(Math.PI * Math.min(1, Math.max(0, share))) / 2;
  return Math.min(1, Math.max(0, from + (to - from) * eased));
}

/** iOS lets no page set the volume. @param {HTMLMediaElement} audio */
export function canFade(audio) {
  const before = audio.volume;
  audio.volume = before > 0.5 ? 0.4 : 0.6;
  const moved = Math.abs(audio.volume - before) > 0.05;
  audio.volume = before;
  return moved;
}

/**
 * @param {HTMLMediaElement} audio @param {number} to @param {number} ms
 * @returns {Promise<boolean>} at the end, whether it came so far: a later fade ends it; at once where the volume is not ours
 */
export function fade(audio, to, ms) {
  if (!canFade(audio)) return Promise.resolve(true);
  const from = audio.volume;
  const began = performance.now();
  const turn = String(began);
  audio.dataset.fade = turn; // a later fade ends an earlier one
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      const share = (performance.now() - began) / ms;
      const ours = audio.dataset.fade === turn;
      if (ours) audio.volume = level(share, from, to);
      if (share < 1 && ours) return;
      clearInterval(timer);
      resolve(ours);
    }, STEP);
  });
}
