/** A button beside a new password that shows what was typed. `<input type="password" data-reveal>` */

import { word } from '../lib/words.js';

/** @param {HTMLInputElement} input */
function wire(input) {
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'btn quiet';
  const show = (/** @type {boolean} */ open) => {
    input.type = open ? 'text' : 'password';
    button.textContent = word(open ? 'hide_password' : 'show_password');
    button.setAttribute('aria-pressed', String(open));
  };
  button.addEventListener('click', () => show(input.type === 'password'));
  input.form?.addEventListener('submit', () => show(false)); // so that the browser offers to keep it
  show(false);
  input.after(button);
}

/** @param {ParentNode} page */
export function wireReveals(page = document) {
  for (const input of page.querySelectorAll('input[data-reveal]')) if (input instanceof HTMLInputElement) wire(input);
}
