/**
 * The page's one stream. After each break the server tells the whole list first, so nothing is skipped.
 *
 * Tells the document: `sw:version` ({session, version}) and `sw:connection` ({on, since}).
 */

import { clock } from './clock.js';
import { parsed, tell } from './dom.js';
import { everyTick } from './ticker.js';
import { connected, reopenAfter } from './versions.js';

/** @type {EventSource|null} */
let source = null;
const heard = { open: false, lastHeard: 0 };
/** @type {boolean|null} */
let on = null;
let since = Date.now();
let noticed = since;
let tries = 0;

function judge() {
  const now = Date.now();
  const is = connected(heard, now);
  if (is === on) return;
  // Cut off counts from the last word that came, not from when we noticed.
  since = is || heard.lastHeard === 0 ? now : heard.lastHeard;
  noticed = now;
  on = is;
  tell('sw:connection', { on, since });
}

/** @param {string} address */
function connect(address) {
  source = new EventSource(address);
  const listening = source;
  const alive = () => {
    Object.assign(heard, { open: true, lastHeard: Date.now() });
    tries = 0;
    judge();
  };
  source.addEventListener('open', alive);
  source.addEventListener('beat', (event) => {
    alive();
    const { server_at: server } = parsed(event.data);
    if (server) clock.learn({ server, received: Date.now() });
  });
  source.addEventListener('version', (event) => {
    alive();
    const { session, version } = parsed(event.data);
    if (session) tell('sw:version', { session, version: Number(version) });
  });
  source.addEventListener('error', () => {
    heard.open = false;
    judge();
    // The browser opens a broken stream again by itself, but gives up for good after an error status.
    if (listening.readyState !== EventSource.CLOSED) return;
    setTimeout(() => connect(address), reopenAfter(tries));
    tries += 1;
  });
}

/** Opens the stream once. Without an address (`data-stream` on the body) the page is not live. */
export function listen() {
  const address = document.body.dataset.stream;
  if (source || !address) return;
  connect(address);
  everyTick(judge);
  window.addEventListener('offline', () => {
    heard.open = false; // a stream that lives on says so with its next beat
    judge();
  });
  // A page that is put away must not hold one of the browser's six connections.
  window.addEventListener('pagehide', () => source?.close());
  window.addEventListener('pageshow', (event) => event.persisted && connect(address));
}

/** @returns {{on: boolean|null, since: number, noticed: number}} null: not known yet; noticed: when it last changed */
export const connection = () => ({ on, since, noticed });
