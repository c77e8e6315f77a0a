/** A swipe from the edge must not end a session: going back lands on the same page, as long as the guard says so. */

/** @param {() => boolean} holds @returns {() => void} stop */
export function guardBack(holds) {
  const push = () => history.state?.guard !== true && history.pushState({ guard: true }, '');
  const back = () => {
    if (holds()) push();
  };
  push();
  // Some browsers skip states that were made before the first touch.
  document.addEventListener('pointerup', push, { once: true });
  window.addEventListener('popstate', back);
  return () => window.removeEventListener('popstate', back);
}
