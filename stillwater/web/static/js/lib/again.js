/** Something that is tried again, later each time, and a few times only. @param {number[]} waits @param {() => void} work */
export function makeAgain(waits, work) {
  let tries = 0;
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;
  const after = (/** @type {number} */ ms) => {
    clearTimeout(timer);
    timer = setTimeout(work, ms);
  };
  return {
    later: () => tries < waits.length && after(waits[tries++]),
    /** Not a try: it could not be yet. */
    after,
    stop: () => clearTimeout(timer),
  };
}
