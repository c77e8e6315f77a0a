/**
 * The guides that speak in a score this phone plays: each recording in its place, through the worklet's input, so that it falls
 * silent when it is not wanted. One element, started once inside the touch: phones let no other begin later.
 *
 * @typedef {{guide: string, eyes: string, recording: string, from: number, seconds: number, gain: number}} Cue in seconds
 * @typedef {{context: AudioContext, node: AudioNode, at: number}} Playing what plays, and where in the score it is
 */

const LOOK = 250;
/** Seconds: it is set right when it is further from its place, and fades in and out as fast as this. */
const APART = 0.35;
const FADE = 0.08;

/** @param {Cue[]} cues @param {number} at @returns {Cue|undefined} the guide that has its turn there */
export const cueAt = (cues, at) => cues.find(({ from, seconds }) => at >= from && at < from + seconds);

/**
 * @param {(cue: Cue) => string} addressOf @param {() => Cue[]} cues @param {() => Playing|null} playing null: nothing does
 * @param {() => HTMLAudioElement} [make] for tests
 */
export function makeVoices(addressOf, cues, playing, make = () => new Audio()) {
  /** @type {HTMLAudioElement|undefined} */
  let audio;
  /** @type {{context: AudioContext, node: AudioNode, gain: GainNode}|undefined} */
  let joined;
  let speaking = '';

  /** @param {Cue} cue @returns {HTMLAudioElement} */
  function element(cue) {
    audio ??= make();
    const address = addressOf(cue);
    if (speaking !== address) {
      speaking = address;
      audio.src = address;
    }
    return audio;
  }

  /** @param {Playing} now @param {HTMLAudioElement} voice @returns {GainNode|null} null: an element stays in its first context */
  function join({ context, node }, voice) {
    if (joined) return joined.context === context ? joined.gain : null;
    const gain = new GainNode(context, { gain: 0 });
    context.createMediaElementSource(voice).connect(gain).connect(node);
    joined = { context, node, gain };
    return gain;
  }

  function rest() {
    if (!audio || audio.paused || !joined) return;
    joined.gain.gain.setTargetAtTime(0, joined.context.currentTime, FADE);
    audio.pause();
  }

  function look() {
    const now = playing();
    const cue = now ? cueAt(cues(), now.at) : undefined;
    if (!now || !cue) return rest();
    const voice = element(cue);
    const gain = join(now, voice);
    const place = now.at - cue.from;
    if (!gain || voice.ended || place > voice.duration) return; // its length was estimated
    if (Math.abs(voice.currentTime - place) > APART) voice.currentTime = place;
    if (!voice.paused) return;
    gain.gain.setTargetAtTime(cue.gain, now.context.currentTime, FADE);
    voice.play().catch(() => {});
  }

  const timer = setInterval(look, LOOK);
  return {
    /** Inside the touch that begins. */
    unlock() {
      const [first] = cues();
      if (!first || audio) return;
      const voice = element(first);
      voice.muted = true;
      const quiet = () => {
        voice.pause();
        voice.muted = false;
      };
      voice.play().then(quiet, quiet);
    },
    close() {
      clearInterval(timer);
      audio?.pause();
    },
  };
}
