/**
 * How far the server's clock is from this device's, so that ages and due times are right on a phone whose clock is not.
 * Entries keep the device's own time: the server corrects them, once.
 */

/** A pushed time has no known way back; taken as this slow, so that any measured answer beats it. */
const PUSHED_MS = 2000;

/** @returns {{offset: number, slack: number, learn: Function, now: (deviceNow?: number) => number}} */
export function makeClock() {
  const clock = {
    offset: 0,
    slack: Number.POSITIVE_INFINITY,
    /**
     * @param {{server: string|number, received: number, sent?: number}} sample server's time and the device's around it
     */
    learn({ server, received, sent }) {
      const at = typeof server === 'number' ? server : Date.parse(server);
      if (!Number.isFinite(at)) return;
      const slack = sent === undefined ? PUSHED_MS : Math.max(0, received - sent);
      const offset = sent === undefined ? at - received : at - (sent + received) / 2;
      // A jump larger than both slacks means that the device's clock was set: the old sample is worthless.
      const jumped = Math.abs(offset - clock.offset) > clock.slack + slack;
      if (slack <= clock.slack || jumped) Object.assign(clock, { offset, slack });
    },
    now: (deviceNow = Date.now()) => deviceNow + clock.offset,
  };
  return clock;
}

/** The page's clock. */
export const clock = makeClock();
