/** Where the sound is missing: mend it, a room speaker, or silence. Nothing waits for it (S6). */

/**
 * @param {import('../lib/element.js').Part} part
 * @param {{mend: () => void, instead: (choice: string) => void}} does
 * @returns {(is: boolean) => void} shows or hides the offer
 */
export function offerInstead(part, { mend, instead }) {
  const place = /** @type {HTMLElement|null} */ (document.querySelector('[data-player-missing]'));
  /** @param {boolean} is */
  const offer = (is) => {
    if (place) place.hidden = !is;
  };
  part.when(document.querySelector('[data-mend]'), 'click', mend);
  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll('[data-instead]'))) {
    part.when(button, 'click', () => {
      offer(false);
      instead(button.dataset.instead ?? '');
    });
  }
  return offer;
}
