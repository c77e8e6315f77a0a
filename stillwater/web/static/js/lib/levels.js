/** Whether a recorded line is loud enough, said in a word: somebody who reads aloud looks at the text and not at a needle. */

const SILENT = -55; // dB below full scale, of the loudest fiftieth of a second
const QUIET = -42; // of what is said
const SAID = 20; // dB below the loudest: what lies under it is a pause
const FULL = 0.985;
const TOUCHES = 3; // samples at full scale: a single one may be a click

/** @param {number} power */
const decibels = (power) => 10 * Math.log10(Math.max(power, 1e-12));

/**
 * @param {Float32Array|number[]} samples of one channel, within -1 and 1 @param {number} rate samples a second
 * @returns {'good'|'quiet'|'loud'|'silent'}
 */
export function judged(samples, rate) {
  const hop = Math.max(1, Math.round(rate / 50));
  const powers = [];
  let full = 0;
  for (let from = 0; from + hop <= samples.length; from += hop) {
    let sum = 0;
    for (let n = from; n < from + hop; n += 1) {
      sum += samples[n] * samples[n];
      if (Math.abs(samples[n]) >= FULL) full += 1;
    }
    powers.push(sum / hop);
  }
  const loudest = powers.reduce((most, power) => Math.max(most, power), 0);
  if (decibels(loudest) < SILENT) return 'silent';
  if (full >= TOUCHES) return 'loud';
  const said = powers.filter((power) => decibels(power) > decibels(loudest) - SAID);
  return decibels(said.reduce((sum, power) => sum + power, 0) / said.length) < QUIET ? 'quiet' : 'good';
}

/** @param {Blob} sound what a browser recorded @returns {Promise<'good'|'quiet'|'loud'|'silent'|'unknown'>} */
export async function levelOf(sound) {
  try {
    const read = await new OfflineAudioContext(1, 1, 24_000).decodeAudioData(await sound.arrayBuffer());
    return judged(read.getChannelData(0), read.sampleRate);
  } catch {
    return 'unknown';
  }
}
