/**
 * A guide's words follow its voice. Without a script the recording plays and the words stand below it all the same.
 *
 * Contract: `<sw-guide><audio><track></audio> … <span data-line="3">…</span></sw-guide>`; the number is that of the cue. The line
 * being said bears aria-current; it stays so through the rest that follows, and nothing is announced: the voice says it.
 */

import { lastBegun } from '../lib/cues.js';
import { define, Part } from '../lib/element.js';

class Guide extends Part {
  said = '';

  start() {
    const audio = this.querySelector('audio');
    const track = audio?.textTracks[0];
    if (!audio || !track) return;
    track.mode = 'hidden'; // read, not drawn: an audio element has no place for captions
    const heard = () => this.show(lastBegun(track.cues ?? [], audio.currentTime)?.id ?? '', !audio.paused);
    this.when(track, 'cuechange', heard);
    this.when(audio, 'seeked', heard); // into a rest, where no cue begins
    this.when(audio, 'ended', () => this.show('', false));
  }

  /** @param {string} number @param {boolean} follow */
  show(number, follow) {
    if (number === this.said) return;
    this.said = number;
    this.child('[data-line][aria-current]')?.removeAttribute('aria-current');
    const line = number ? this.child(`[data-line="${number}"]`) : null;
    line?.setAttribute('aria-current', 'true');
    const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
    if (follow) line?.scrollIntoView({ block: 'nearest', behavior: still ? 'auto' : 'smooth' });
  }
}

define('sw-guide', Guide);
