/** Draws the list of somebody's own pieces, how far they reach, and how much room they take. */

import { say } from '../lib/dom.js';
import { span } from '../lib/times.js';
import { playOwn, playsOwn } from '../offline/own-music.js';
import { against, reach } from '../sound/own/arc.js';
import { drawPiece } from './own-piece.js';

/** @typedef {import('./sw-own-music.js').OwnMusic} OwnMusic */

/** @param {number} bytes "118 MB", in the page's language */
function size(bytes) {
  const [unit, by, maximumFractionDigits] = bytes < 1e9 ? ['megabyte', 1e6, 0] : ['gigabyte', 1e9, 1];
  const format = new Intl.NumberFormat(document.documentElement.lang || 'en', {
    style: 'unit',
    unit: String(unit),
    maximumFractionDigits: Number(maximumFractionDigits),
  });
  return format.format(bytes / Number(by));
}

/** A place in the list, with a name and a line of progress. @param {OwnMusic} part @param {string} id @param {string} name */
export function newItem(part, id, name) {
  const template = part.querySelector('template');
  const item = /** @type {HTMLElement} */ (template?.content.firstElementChild?.cloneNode(true));
  item.dataset.id = id;
  const progress = item.querySelector('progress');
  progress?.setAttribute('aria-label', name);
  say(item.querySelector('[data-name]'), name);
  say(item.querySelector('[data-facts]'), part.words('measuring'));
  part.items.set(id, item);
  part.child('[data-list]')?.append(item);
  return { item, told: (/** @type {number} */ share) => progress?.setAttribute('value', String(share)) };
}

/** @param {OwnMusic} part */
export async function drawList(part) {
  const list = part.child('[data-list]');
  const whole = part.rows.filter(({ why }) => !why);
  for (const [id, item] of part.items) {
    if (part.rows.some((row) => row.id === id) || item.dataset.busy !== undefined) continue;
    item.remove();
    part.items.delete(id);
  }
  const focused = /** @type {HTMLElement|null} */ (document.activeElement);
  for (const row of part.rows) {
    const item = part.items.get(row.id) ?? newItem(part, row.id, row.name).item;
    drawPiece(item, row, part.words, { first: row === whole[0], last: row === whole.at(-1) });
    list?.append(item);
  }
  for (const item of part.items.values()) if (item.dataset.busy !== undefined) list?.append(item);
  if (focused && part.contains(focused)) focused.focus({ preventScroll: true }); // a moved piece takes the focus from its buttons
  drawUse(part, whole);
  await drawRoom(part);
}

/** @param {OwnMusic} part @param {{seconds: number}[]} whole */
function drawUse(part, whole) {
  const [shown, use] = [part.child('[data-whole]'), /** @type {HTMLInputElement|null} */ (part.child('[data-use]'))];
  if (shown) shown.hidden = whole.length === 0;
  if (whole.length === 0) playOwn(false);
  if (use) use.checked = playsOwn();
  const own = reach(whole);
  const session = Number(part.dataset.seconds ?? 0);
  const values = { total: span(own * 1000), session: span(session * 1000) };
  say(part.child('[data-total]'), part.words(`total_${against(own, session)}`, values));
}

/** @param {OwnMusic} part */
async function drawRoom(part) {
  const bytes = part.rows.filter(({ why }) => !why).reduce((sum, row) => sum + row.bytes, 0);
  const { quota = 0, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  const key = quota > usage ? 'room' : 'room_unknown';
  const values = { used: size(bytes), free: size(Math.max(0, quota - usage)) };
  say(part.child('[data-room]'), bytes > 0 || quota > 0 ? part.words(key, values) : '');
}
