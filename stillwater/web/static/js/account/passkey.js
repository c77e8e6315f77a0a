/**
 * Forms that a passkey fills in: `<form data-passkey="add|use" data-options="id of a JSON block">`. Without data-options the
 * options are fetched from the form's address. The conversion to and from JSON is webauthn-json's, loaded before this.
 */

import { block, saidIn, say } from '../lib/dom.js';

/** @returns {{create: (options: any) => Promise<any>, get: (options: any) => Promise<any>}|undefined} */
const passkeys = () => /** @type {any} */ (globalThis).webauthnJSON;

/** @param {HTMLFormElement} form @returns {Promise<any>} */
async function optionsOf(form) {
  if (form.dataset.options) return block(form.dataset.options);
  const response = await fetch(form.action, { headers: { Accept: 'application/json' }, credentials: 'same-origin' });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

/** @param {HTMLFormElement} form */
async function added(form) {
  const options = structuredClone((await optionsOf(form)).creation_options);
  const box = form.elements.namedItem('passwordless');
  const alone = box instanceof HTMLInputElement && box.checked;
  const wanted = options.publicKey.authenticatorSelection;
  wanted.residentKey = alone ? 'required' : 'discouraged';
  wanted.requireResidentKey = alone;
  if (alone) wanted.userVerification = 'required';
  return passkeys()?.create(options);
}

/** @param {HTMLFormElement} form */
const used = async (form) => passkeys()?.get((await optionsOf(form)).request_options);

/** @param {HTMLFormElement} form */
async function go(form) {
  const said = saidIn(form);
  const able = passkeys() && 'PublicKeyCredential' in globalThis;
  if (!able) return say(said, form.dataset.unable ?? '');
  say(said, '');
  try {
    const credential = await (form.dataset.passkey === 'add' ? added(form) : used(form));
    const field = form.elements.namedItem('credential');
    if (field instanceof HTMLInputElement) field.value = JSON.stringify(credential);
    form.submit(); // does not fire `submit` again
  } catch {
    say(said, form.dataset.refused ?? '');
  }
}

/** @param {ParentNode} page */
export function wirePasskeys(page = document) {
  for (const form of page.querySelectorAll('form[data-passkey]')) {
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      void go(/** @type {HTMLFormElement} */ (form));
    });
  }
}
