/**
 * A shared tablet in somebody's hands. It locks by its button, and by itself when nobody has touched it for as long as the
 * clinic says; what was typed is kept for whoever typed it, and what waits to be sent is sealed for them. Without the server it
 * cannot change hands, and says so.
 *
 * Contract: `body[data-tablet="120"]` (seconds), `form[data-lock][data-name]` with its action, `[data-lock-said]`.
 */

import { csrf, hear, say } from '../lib/dom.js';
import { everyTick } from '../lib/ticker.js';
import { word } from '../lib/words.js';
import { forgetPages } from '../offline/keep.js';
import { outbox } from '../offline/outbox.js';
import { keepForms, minded } from './typed.js';
import { mustLock, mustTell } from './idle.js';

const LOCKED_VIEW = '/tablet';
const SEND_WITHIN = 1500;
const ANSWER_WITHIN = 4000;

const hand = { touched: Date.now(), told: Date.now() };
let locking = false;

/** @param {string} address @param {BodyInit} [body] @returns {Promise<Response|null>} null: no answer */
const post = (address, body) =>
  fetch(address, {
    method: 'POST',
    headers: { 'X-CSRFToken': csrf(), Accept: 'application/json' },
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(ANSWER_WITHIN),
  }).catch(() => null);

/** @type {BroadcastChannel|undefined} */
const tabs = 'BroadcastChannel' in globalThis ? new BroadcastChannel('stillwater-tablet') : undefined;

/** This page shows nobody's record any longer. */
async function leave() {
  await forgetPages().catch(() => {});
  tabs?.postMessage('locked');
  location.replace(LOCKED_VIEW);
}

/** @param {string} key @param {string} name */
function tell(key, name) {
  for (const place of document.querySelectorAll('[data-lock-said]')) say(place, key && word(key, { name }));
}

/** @param {HTMLFormElement} form */
async function lock(form) {
  if (locking) return;
  locking = true;
  const name = form.dataset.name ?? '';
  tell('locking', name);
  await keepForms();
  await Promise.race([outbox().flush({ now: true }), new Promise((done) => setTimeout(done, SEND_WITHIN))]);
  await outbox().seal();
  const answer = await post(form.action, new FormData(form));
  // A refusal means that this page is somebody's who no longer holds the tablet: it goes too.
  if (answer && answer.status < 500) return leave();
  await outbox().unseal();
  tell('stays_with', name);
  locking = false;
}

/** @returns {HTMLFormElement|null} */
const theForm = () => document.querySelector('form[data-lock]');

function touched() {
  const now = Date.now();
  hand.touched = now;
  if (!mustTell(hand, now)) return;
  hand.told = now;
  void post(`${LOCKED_VIEW}/here`).then(async (answer) => {
    if (answer?.status !== 401) return;
    await keepForms();
    await leave();
  });
}

function look() {
  const form = theForm();
  if (form && mustLock(hand, Date.now(), Number(document.body.dataset.tablet))) void lock(form);
}

export function hold() {
  minded();
  for (const type of ['pointerdown', 'keydown', 'wheel']) {
    document.addEventListener(type, touched, { capture: true, passive: true });
  }
  document.addEventListener('submit', (event) => {
    if (!(event.target instanceof HTMLFormElement) || event.target.dataset.lock === undefined) return;
    event.preventDefault();
    void lock(event.target);
  });
  if (tabs) tabs.onmessage = () => location.replace(LOCKED_VIEW);
  // A page that the browser had put by may be another person's.
  window.addEventListener('pageshow', (event) => event.persisted && location.reload());
  // Cut off, it says what that means before anybody tries.
  hear('sw:connection', ({ on }) => tell(on === false ? 'stays_with' : '', theForm()?.dataset.name ?? ''));
  everyTick(look);
}
