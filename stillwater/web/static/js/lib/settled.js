/** What of a pre-flight goes into the record: somebody's answer, and what changes; never what a page finds as it opens. Pure. */

/**
 * @returns {(check: string, met: boolean, asked: boolean) => boolean} asked: a person answered; otherwise the device found it
 */
export function makeSettled() {
  /** @type {Map<string, {met: boolean, recorded: boolean}>} */
  const known = new Map();
  return (check, met, asked) => {
    const before = known.get(check);
    const same = before?.met === met;
    const record = asked ? !(same && before?.recorded) : before !== undefined && !same;
    known.set(check, { met, recorded: record || (same && before?.recorded === true) });
    return record;
  };
}
