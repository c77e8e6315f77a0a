/**
 * Eye-mask mode of the session screen: black, and one target. A touch says "I'm here" and records nothing; three touches, or
 * any key three times, call help. Clicks are used, not pointers, so that VoiceOver's and TalkBack's double tap counts (S26).
 */

import { say } from '../lib/dom.js';
import { tapped } from '../lib/help-call.js';
import { word } from '../lib/words.js';

const EXIT_FOR = 8000;

/**
 * @param {import('../lib/element.js').Part & {masked: boolean}} host
 * @param {{help: () => void, changed: () => void}} tell
 */
export function wearMask(host, { help, changed }) {
  const place = host.child('[data-mask]');
  const here = host.child('[data-mask-here]');
  const exit = host.child('[data-mask-exit]');
  /** @type {number[]} */
  let taps = [];
  /** @type {ReturnType<typeof setTimeout>|undefined} */
  let timer;

  /** @param {boolean} on */
  function set(on) {
    if (host.masked === on || !place) return;
    host.masked = on;
    place.hidden = !on;
    taps = [];
    say(here, '');
    if (on) here?.focus({ preventScroll: true });
    changed();
  }

  function touched() {
    const { times, help: called } = tapped(taps, Date.now());
    taps = times;
    say(here, word('here'));
    if (exit) exit.hidden = false;
    clearTimeout(timer);
    timer = setTimeout(() => {
      say(here, '');
      if (exit) exit.hidden = true;
    }, EXIT_FOR);
    if (called) {
      set(false);
      help();
    }
  }

  here?.setAttribute('aria-label', word('here'));
  host.when(host.child('[data-mask-on]'), 'click', () => set(true));
  host.when(here, 'click', touched);
  host.when(exit, 'click', () => set(false));
  host.when(document, 'keydown', (/** @type {KeyboardEvent} */ event) => {
    if (!host.masked || event.repeat || event.target === exit || event.key === 'Tab') return;
    event.preventDefault();
    touched();
  });
  return { off: () => set(false) };
}
