/**
 * What somebody has typed and not saved, kept on a shared tablet for them alone: encrypted, under their account, and put back
 * into the same form when they hold the tablet again. Whoever comes in between finds empty fields.
 */

import { identity, saidIn } from '../lib/dom.js';
import { hhmm } from '../lib/times.js';
import { word } from '../lib/words.js';
import { store } from '../offline/outbox.js';

const REST = 400;
const LONGEST = 12 * 3600_000;

/** @typedef {HTMLInputElement|HTMLTextAreaElement|HTMLSelectElement} Control */

/** @param {HTMLFormElement} form @returns {Control[]} */
const controls = (form) =>
  /** @type {Control[]} */ ([...form.elements]).filter(
    (one) => one.matches('input, textarea, select') && one.name && !['hidden', 'password', 'file'].includes(one.type),
  );

/** @param {Control} one */
const ticks = (one) => one instanceof HTMLInputElement && ['checkbox', 'radio'].includes(one.type);

/** @param {Control} one @returns {string|boolean} */
const chosen = (one) => (ticks(one) ? /** @type {HTMLInputElement} */ (one).checked : one.value);

/** @param {Control} one @returns {string|boolean} what the page came with */
function first(one) {
  if (one instanceof HTMLSelectElement)
    return [...one.options].find((o) => o.defaultSelected)?.value ?? one.options[0]?.value;
  return ticks(one) ? /** @type {HTMLInputElement} */ (one).defaultChecked : one.defaultValue;
}

/** @returns {HTMLFormElement[]} */
const forms = () =>
  [...document.querySelectorAll('main form:not([data-lock])')].filter((one) => one instanceof HTMLFormElement);

/** The form's place in the house: the page, and what stands there. @param {HTMLFormElement} form */
const rowOf = (form) => {
  const near = form.closest('[id]:not(main)')?.id || forms().indexOf(form);
  const id = `form:${identity()}:${location.pathname}#${near}:${form.getAttribute('action') ?? ''}`;
  return { id, identity: identity(), kind: 'form', at: Date.now() };
};

/** @param {HTMLFormElement} form */
async function keep(form) {
  const all = controls(form);
  const disk = await store();
  if (!all.some((one) => chosen(one) !== first(one))) return disk.drop([rowOf(form).id]);
  const plain = new TextEncoder().encode(JSON.stringify(all.map((one) => [one.name, chosen(one)])));
  return disk.keep(rowOf(form), plain.buffer);
}

/** Everything on this page that was typed and not saved. */
export async function keepForms() {
  await Promise.all(forms().map((form) => keep(form).catch(() => {})));
}

/** @param {HTMLFormElement} form @param {[string, string|boolean][]} values @param {number} at */
function putBack(form, values, at) {
  const all = controls(form);
  const fits = values.length === all.length && values.every(([name], n) => all[n].name === name);
  if (!fits || all.some((one) => chosen(one) !== first(one))) return;
  for (const [n, one] of all.entries()) {
    const value = values[n][1];
    if (value === first(one)) continue;
    if (ticks(one)) /** @type {HTMLInputElement} */ (one).checked = Boolean(value);
    else one.value = String(value);
    one.closest('details')?.setAttribute('open', '');
    one.closest('[data-time][hidden]')?.removeAttribute('hidden');
  }
  saidIn(form).textContent = word('draft_here', { time: hhmm(at) });
}

async function restore() {
  const disk = await store();
  const rows = await disk.kept(identity(), 'form');
  for (const form of forms()) {
    const row = rows.find(({ id, at }) => id === rowOf(form).id && Date.now() - at < LONGEST);
    if (row) putBack(form, JSON.parse(new TextDecoder().decode(row.plain)), row.at);
  }
  await disk.drop(rows.filter(({ at }) => Date.now() - at >= LONGEST).map(({ id }) => id));
}

/** Keeps what is typed on this page from now on, and puts back what this person had typed here. */
export function minded() {
  /** @type {Map<HTMLFormElement, ReturnType<typeof setTimeout>>} */
  const timers = new Map();
  const soon = (/** @type {Event} */ event) => {
    const { target } = event;
    const form = target instanceof HTMLFormElement ? target : /** @type {any} */ (target)?.form;
    if (!(form instanceof HTMLFormElement) || !forms().includes(form)) return;
    clearTimeout(timers.get(form));
    timers.set(
      form,
      setTimeout(() => void keep(form).catch(() => {}), REST),
    );
  };
  document.addEventListener('input', soon);
  document.addEventListener('change', soon);
  document.addEventListener('reset', soon); // an entry was kept: its form is empty again
  void restore().catch(() => {});
}
