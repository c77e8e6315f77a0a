/** The lock screen's buttons. They are touches too. The title is neutral: others may see it. */

/** @param {string} title @param {{play: () => void, pause: () => void}} does */
export function showControls(title, { play, pause }) {
  if (!('mediaSession' in navigator)) return;
  navigator.mediaSession.metadata = new MediaMetadata({ title });
  navigator.mediaSession.setActionHandler('play', play);
  navigator.mediaSession.setActionHandler('pause', pause);
  // A touch that strays must not jump in the sound.
  for (const action of /** @type {MediaSessionAction[]} */ ([
    'seekbackward',
    'seekforward',
    'seekto',
    'nexttrack',
    'previoustrack',
  ])) {
    try {
      navigator.mediaSession.setActionHandler(action, null);
    } catch {
      // This browser has no such button.
    }
  }
}
