/**
 * This page's outbox: the sender, joined to the network, the locks and the page.
 *
 * Tells the document: `sw:outbox` (Status) when what waits has changed, `sw:arrived` ({session, ids, refused, version, marks})
 * when the server has answered; other tabs are told too.
 */

import { clock } from '../lib/clock.js';
import { csrf, hear, identity, tell } from '../lib/dom.js';
import { uuid7 } from '../lib/uuid7.js';
import { makeSender } from './sender.js';
import { openStore } from './store.js';

const ANSWER_WITHIN = 8000;
const EVERY = 15_000;

let deviceId = '';

/** @returns {string} this browser's own id, made once */
function device() {
  try {
    deviceId ||= localStorage.getItem('stillwater-device') ?? uuid7();
    localStorage.setItem('stillwater-device', deviceId);
  } catch {
    deviceId ||= uuid7(); // nothing is stored here: one for this page
  }
  return deviceId;
}

/** @type {import('./sender.js').Sender|undefined} */
let sender;
/** @type {BroadcastChannel|undefined} */
let tabs;
/** @type {Promise<import('./store.js').Store>|undefined} */
let opening;
/** @type {ReturnType<typeof setTimeout>|undefined} */
let again;

/** The device's store, opened once: drafts and voice notes lie there too. */
export function store() {
  opening ??= openStore();
  opening.catch(() => {});
  return opening;
}

/** @param {string} session @param {import('../lib/types.js').Item[]} items @returns {Promise<import('../lib/types.js').Answer>} */
async function post(session, items) {
  const sent = Date.now();
  const body = { device: device(), sent_at: new Date(sent).toISOString(), entries: items.map((item) => item.entry) };
  // Whose page this is: the sign-in may have changed hands in another tab since, and nothing goes out under another name.
  const who = { 'X-CSRFToken': csrf(), 'X-Identity': identity() };
  try {
    const response = await fetch(`/sessions/${session}/entries`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', ...who },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(ANSWER_WITHIN),
      credentials: 'same-origin',
      redirect: 'error', // a redirect to a sign-in page is not an answer
    });
    const retryAfter = Number(response.headers.get('Retry-After') ?? 0) * 1000 || 0;
    const read = await response.json().catch(() => null);
    return { status: response.status, body: read, retryAfter };
  } catch {
    return { status: 0, body: null };
  }
}

/** Only one tab sends at a time. @param {() => Promise<void>} work @returns {Promise<unknown>} */
const alone = (work) => (navigator.locks ? navigator.locks.request('stillwater-outbox', work) : work());

/** @param {import('./sender.js').Status} status */
function changed(status) {
  tell('sw:outbox', status);
  clearTimeout(again);
  const wait = outbox().nextTry() - Date.now();
  if (status.waiting > 0 && wait > 0) again = setTimeout(() => void outbox().flush(), wait + 10);
}

/** @param {any} news */
function arrived(news) {
  tell('sw:arrived', news);
  tabs?.postMessage(news);
}

/** @returns {import('./sender.js').Sender} started at the first call */
export function outbox() {
  if (sender) return sender;
  sender = makeSender({ store: store(), post, identity, alone, now: () => Date.now(), changed, arrived });
  const started = sender;
  if ('BroadcastChannel' in globalThis) {
    tabs = new BroadcastChannel('stillwater-outbox');
    tabs.onmessage = async ({ data }) => {
      tell('sw:arrived', data);
      tell('sw:outbox', await started.status());
    };
  }
  window.addEventListener('online', () => void started.flush({ now: true }));
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'visible') void started.flush({ now: true });
  });
  setInterval(() => void started.flush(), EVERY);
  void started.unseal().then(() => started.flush({ now: true }));
  return started;
}

/**
 * Records one entry: kept on this device first, sent at once if there is a way.
 * @param {{session: string, kind: string, data: Record<string, any>, seen?: number|null, at?: number, typed?: boolean, id?: string}} fact
 *   at: when it was observed, in the device's own time
 */
export function record({ session, kind, data, seen = null, at = Date.now(), typed = false, id = uuid7() }) {
  const offset = -new Date(at).getTimezoneOffset();
  const entry = { id, kind, observed_at: new Date(at).toISOString(), offset, typed, data, seen };
  return outbox().add({ entry, session });
}

/**
 * @param {string} id
 * @param {(news: {refused?: import('../lib/types.js').Refusal, mark?: string}) => void} handle called once, when the server has answered
 * @returns {() => void} stop waiting
 */
export function whenAnswered(id, handle) {
  const stop = hear('sw:arrived', ({ ids, refused, marks }) => {
    const no = refused.find((/** @type {{id: string}} */ one) => one.id === id);
    if (!no && !ids.includes(id)) return;
    stop();
    handle(no ? { refused: no.refused } : { mark: marks?.[id] });
  });
  return stop;
}

/** What this device recorded in a session, with the times as the server will understand them. @param {string} session */
export async function localEntries(session) {
  return { entries: await outbox().local(session), offset: clock.offset };
}
