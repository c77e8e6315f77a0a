/** Starts the service worker, and looks for a newer one only when no session is under way on this device. */

import { identity } from '../lib/dom.js';
import { forgetOthers, keepThisPage } from './keep.js';

export async function register() {
  await forgetOthers(identity());
  const { worker, underWay } = document.body.dataset;
  if (worker && 'serviceWorker' in navigator) {
    const known = await navigator.serviceWorker.getRegistration('/').catch(() => undefined);
    // Registering a changed address looks for new code, so it waits too.
    if (!known || underWay === undefined) {
      await navigator.serviceWorker.register(worker, { scope: '/', updateViaCache: 'none' }).catch(() => {});
    }
  }
  await keepThisPage();
}
