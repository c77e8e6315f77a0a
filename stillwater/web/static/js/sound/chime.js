/**
 * The alarm's sound, made on the spot, so that it needs no file and no network: two soft bells for "look in", four rising
 * ones for a call. Only ever on a phone whose sound is not in the patient's ears (S8).
 */

/** @type {AudioContext|null} */
let context = null;

/** Must be called from a touch: browsers open sound only then. @returns {Promise<boolean>} whether sound can be heard now */
export async function arm() {
  try {
    context ??= new AudioContext({ latencyHint: 'interactive' });
    if (context.state !== 'running') await context.resume();
    return context.state === 'running';
  } catch {
    return false;
  }
}

export const armed = () => context?.state === 'running';

/** @param {AudioContext} sound @param {number} pitch in Hz @param {number} at @param {number} level */
function bell(sound, pitch, at, level) {
  for (const [ratio, share] of [
    [1, 1],
    [2.76, 0.25],
  ]) {
    const tone = sound.createOscillator();
    const loud = sound.createGain();
    tone.frequency.value = pitch * ratio;
    loud.gain.setValueAtTime(0.0001, at);
    loud.gain.exponentialRampToValueAtTime(level * share, at + 0.02);
    loud.gain.exponentialRampToValueAtTime(0.0001, at + 1.4);
    tone.connect(loud).connect(sound.destination);
    tone.start(at);
    tone.stop(at + 1.5);
  }
}

/** @param {'due'|'help'} what @returns {boolean} whether it sounds */
export function chime(what) {
  if (context?.state !== 'running') {
    void arm();
    return false;
  }
  const notes = what === 'help' ? [523, 659, 784, 1047] : [440, 554];
  const sound = context;
  notes.forEach((pitch, place) => {
    bell(sound, pitch, sound.currentTime + place * 0.28, what === 'help' ? 0.5 : 0.25);
  });
  return true;
}
