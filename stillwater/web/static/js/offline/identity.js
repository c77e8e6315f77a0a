/**
 * Signing out with entries waiting: the page says so where the button is, and asks for a second touch. Then they are sealed:
 * they stay on this device, encrypted, and only the same account or pass sends them.
 *
 * Contract: `<form data-sign-out method="post">` with its submit button.
 */

import { count, word } from '../lib/words.js';
import { nothingWaits } from './emptiness.js';
import { forgetPages } from './keep.js';
import { outbox } from './outbox.js';

/** @param {HTMLFormElement} form @param {number} waiting */
function warn(form, waiting) {
  const notice = document.createElement('p');
  notice.setAttribute('role', 'alert');
  notice.dataset.notice = '';
  const waits = count('waiting', waiting);
  notice.textContent = `${word('sign_out_first', { waiting: waits })} ${word('sign_out_anyway')}`;
  form.append(notice);
}

/** The server then clears this device's storage; it never does so unasked. @param {HTMLFormElement} form */
function tellServer(form) {
  const field = document.createElement('input');
  field.type = 'hidden';
  field.name = 'outbox';
  field.value = 'empty';
  form.append(field);
}

/** @param {HTMLFormElement} form */
async function leave(form) {
  await outbox().flush({ now: true });
  const { waiting, stuck } = await outbox().status();
  const left = waiting + stuck.length;
  if (left > 0 && form.dataset.warned === undefined) {
    form.dataset.warned = '';
    warn(form, left);
    return;
  }
  await outbox().seal();
  await forgetPages();
  if (await nothingWaits()) tellServer(form);
  HTMLFormElement.prototype.submit.call(form); // does not fire `submit` again
}

/** One listener for the page: a sign-out form may come in with a swapped part. */
export function guardSignOut() {
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.dataset.signOut === undefined) return;
    event.preventDefault();
    void leave(event.target);
  });
}
