/** One of somebody's own pieces, listened to beforehand: one touch begins, one stops, and only one sounds. */

import { factorOf } from '../sound/own/arc.js';
import { drawListening } from './own-piece.js';

/** @typedef {import('../offline/own-music.js').Row} Row */
/** @typedef {import('./sw-own-music.js').OwnMusic} OwnMusic */

/** @param {OwnMusic} part */
export function listener(part) {
  const audio = new Audio();
  /** @type {{row: Row, item: HTMLElement}|null} */
  let sounding = null;

  function stop() {
    audio.pause();
    URL.revokeObjectURL(audio.src);
    audio.removeAttribute('src');
    if (sounding) drawListening(sounding.item, sounding.row, part.words, false);
    sounding = null;
  }
  part.when(audio, 'ended', stop);
  part.when(window, 'pagehide', stop);

  return {
    stop,
    /** @param {Row} row @param {HTMLElement} item */
    async toggle(row, item) {
      const same = sounding?.row.id === row.id;
      stop();
      if (same) return;
      sounding = { row, item };
      drawListening(item, row, part.words, true);
      try {
        const file = await part.music?.file(row.id);
        if (sounding?.item !== item) return;
        audio.volume = Math.min(1, factorOf(row));
        audio.src = URL.createObjectURL(/** @type {Blob} */ (file));
        await audio.play();
      } catch {
        if (sounding?.item !== item) return;
        stop();
        part.tell(part.words('not_played'));
      }
    },
  };
}
