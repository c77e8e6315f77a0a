/** When a tablet that somebody holds must lock itself, and when the server must hear that it is in use. Pure. */

/** The server counts too, from the last that it heard: it hears of a hand at least so often. */
const TELL_EVERY = 15_000;

/** @typedef {{touched: number, told: number}} Hand last touched, and last told to the server, in milliseconds */

/** @param {Hand} hand @param {number} now @param {number} seconds as the clinic says */
export const mustLock = ({ touched }, now, seconds) => seconds > 0 && now - touched >= seconds * 1000;

/** @param {Hand} hand @param {number} now */
export const mustTell = ({ told }, now) => now - told >= TELL_EVERY;
