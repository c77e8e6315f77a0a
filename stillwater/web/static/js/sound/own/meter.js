/**
 * How loud a piece is, piece of it by piece of it, so that hours need no more memory than seconds: ITU-R BS.1770-4 (K-weighting,
 * blocks of 400 ms, both gates). One channel counts as two, because both ears hear it. Pure.
 *
 * @typedef {{seconds: number, loudness: number, peak: number, top: number, spread: number}} Measured
 *   loudness: LUFS, -Infinity where nothing rises over the gate; peak: dB below full scale, between the samples too (within
 *   half a decibel); top: the loudness of its fullest three seconds in twenty (LUFS); spread: from its quiet to its full ones (LU).
 */

const GATE = -70;
const HOPS_A_SECOND = 10;
const BLOCK = 4; // hops: 400 ms
const SHORT = 30; // hops: 3 s
const SURROUND = [1, 1, 1, 0, 1.41, 1.41]; // left, right, centre, the low one that is not counted, and the two behind

/** Halfway between two samples, from the four on either side: a sine quotient under a raised cosine. */
const BETWEEN = [0.61053, -0.14626, 0.03918, -0.00345];

/** The two filters of the standard for any rate, after Brecht De Man. @param {number} rate */
export function weighting(rate) {
  const shelf = { at: 1681.974450955533, q: 0.7071752369554196, gain: 3.999843853973347 };
  const pass = { at: 38.13547087602444, q: 0.5003270373238773 };
  const k = Math.tan((Math.PI * shelf.at) / rate);
  const high = 10 ** (shelf.gain / 20);
  const band = high ** 0.4996667741545416;
  const whole = 1 + k / shelf.q + k * k;
  const first = {
    b: [high + (band * k) / shelf.q + k * k, 2 * (k * k - high), high - (band * k) / shelf.q + k * k].map(
      (n) => n / whole,
    ),
    a: [(2 * (k * k - 1)) / whole, (1 - k / shelf.q + k * k) / whole],
  };
  const m = Math.tan((Math.PI * pass.at) / rate);
  const all = 1 + m / pass.q + m * m;
  return [first, { b: [1, -2, 1], a: [(2 * (m * m - 1)) / all, (1 - m / pass.q + m * m) / all] }];
}

/** @param {number} power */
const lufs = (power) => -0.691 + 10 * Math.log10(power);
/** @param {number[]} list */
const mean = (list) => list.reduce((sum, one) => sum + one, 0) / list.length;
/** @param {number[]} sorted @param {number} share */
const within = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];

/** @param {number[]} hops power of each @param {number} length @returns {number[]} power of each block, a hop apart */
function blocks(hops, length) {
  const found = [];
  let sum = 0;
  for (let n = 0; n < hops.length; n += 1) {
    sum += hops[n] - (n >= length ? hops[n - length] : 0);
    if (n >= length - 1) found.push(Math.max(0, sum) / length);
  }
  return found;
}

/** What passes both gates. @param {number[]} powers @param {number} below LU under their mean @returns {number[]} */
function gated(powers, below) {
  const heard = powers.filter((power) => lufs(power) > GATE);
  if (heard.length === 0) return [];
  const gate = lufs(mean(heard)) - below;
  return heard.filter((power) => lufs(power) > gate);
}

/** @param {number} rate samples a second @param {number} channels */
export function makeMeter(rate, channels) {
  const [one, two] = weighting(rate);
  const hop = Math.round(rate / HOPS_A_SECOND);
  const weights = channels === 1 ? [2] : channels === 6 ? SURROUND : Array(channels).fill(1);
  const states = weights.map(() => new Float64Array(4));
  const lasts = weights.map(() => new Float32Array(2 * BETWEEN.length));
  /** @type {number[]} */
  const hops = [];
  let inHop = 0;
  let power = 0;
  let samples = 0;
  let peak = 0;

  /** The filters, in the second direct form. @param {Float32Array} sound @param {number} from @param {number} to @param {Float64Array} s */
  function weighed(sound, from, to, s) {
    let [p, q, r, t] = s;
    let sum = 0;
    for (let n = from; n < to; n += 1) {
      const x = sound[n];
      const y = one.b[0] * x + p;
      p = one.b[1] * x - one.a[0] * y + q;
      q = one.b[2] * x - one.a[1] * y;
      const z = y + r;
      r = -2 * y - two.a[0] * z + t;
      t = y - two.a[1] * z;
      sum += z * z;
    }
    s.set([p, q, r, t]);
    return sum;
  }

  /** The highest sample, and what lies between two of them. @param {Float32Array} sound @param {Float32Array} last */
  function highest(sound, last) {
    const all = new Float32Array(last.length + sound.length);
    all.set(last);
    all.set(sound, last.length);
    for (let n = BETWEEN.length - 1; n + BETWEEN.length < all.length; n += 1) {
      const near = Math.max(Math.abs(all[n]), Math.abs(all[n + 1]));
      if (near <= 0.7 * peak) continue; // what lies between rises by 3 dB at most
      let between = 0;
      for (let k = 0; k < BETWEEN.length; k += 1) between += BETWEEN[k] * (all[n - k] + all[n + 1 + k]);
      peak = Math.max(peak, near, Math.abs(between));
    }
    last.set(all.subarray(all.length - last.length));
  }

  return {
    /** The next samples, of every channel as many. @param {Float32Array[]} sound */
    push(sound) {
      const length = sound[0]?.length ?? 0;
      for (let c = 0; c < weights.length; c += 1) highest(sound[c], lasts[c]);
      for (let from = 0; from < length; ) {
        const to = Math.min(length, from + hop - inHop);
        for (let c = 0; c < weights.length; c += 1) power += weights[c] * weighed(sound[c], from, to, states[c]);
        inHop += to - from;
        from = to;
        if (inHop < hop) continue;
        hops.push(power / hop);
        power = 0;
        inHop = 0;
      }
      samples += length;
    },
    /** @returns {Measured} */
    result() {
      for (let c = 0; c < weights.length; c += 1) highest(new Float32Array(2 * BETWEEN.length), lasts[c].slice());
      const loud = gated(blocks(hops, BLOCK), 10);
      const short = gated(blocks(hops, SHORT), 20)
        .map(lufs)
        .sort((a, b) => a - b);
      const loudness = loud.length > 0 ? lufs(mean(loud)) : Number.NEGATIVE_INFINITY;
      const top = short.length > 0 ? within(short, 0.95) : loudness;
      const spread = short.length > 0 ? top - within(short, 0.1) : 0;
      return { seconds: samples / rate, loudness, peak: 20 * Math.log10(Math.max(peak, 1e-9)), top, spread };
    },
  };
}
