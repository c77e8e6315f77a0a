/** Puts a fresh piece of page in the place of an old one, without taking anything from somebody's hands. */

/** @param {Element} part @returns {boolean} somebody types here, or has typed and not sent */
export function busy(part) {
  const focused = document.activeElement;
  if (focused && focused !== part && part.contains(focused) && focused.matches('input, textarea, select')) return true;
  const fields = part.querySelectorAll('input, textarea, select');
  return part.querySelector('[data-keep]') !== null || [...fields].some(changed);
}

/** @param {Element} field */
function changed(field) {
  if (field instanceof HTMLInputElement) {
    if (field.type === 'hidden') return false;
    const chosen = field.type === 'checkbox' || field.type === 'radio';
    return chosen ? field.checked !== field.defaultChecked : field.value !== field.defaultValue;
  }
  if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
  return false;
}

/** For a minute a touch keeps its own words ("recorded", "Undo"), although the part round it is renewed by that very touch. */
const KEEPS_WORDS = 60_000;

/** @param {Element} old @param {Element} fresh */
function carryOver(old, fresh) {
  for (const spoken of /** @type {NodeListOf<HTMLElement>} */ (old.querySelectorAll('[id][data-said-at]'))) {
    if (Date.now() - Number(spoken.dataset.saidAt) > KEEPS_WORDS) continue;
    fresh.querySelector(`#${CSS.escape(spoken.id)}`)?.replaceWith(spoken);
  }
}

/** Whoever waits longer asks anew, in milliseconds: a part whose answer never comes must not stay old. */
const LONGEST = 10_000;

/** Version of a part as the server rendered it; parts without one are always taken. @param {Element} part */
const versionOf = (part) => Number(part.getAttribute('data-version') ?? Number.POSITIVE_INFINITY);

/**
 * @param {HTMLElement} part @param {string} address answers with one element
 * @returns {Promise<boolean>} false when the answer was none, or older than what is shown
 */
export async function swap(part, address) {
  const headers = { 'HX-Request': 'true', Accept: 'text/html' };
  const response = await fetch(address, { headers, redirect: 'error', signal: AbortSignal.timeout(LONGEST) });
  if (!response.ok) return false;
  const holder = document.createElement('template');
  holder.innerHTML = await response.text();
  const fresh = holder.content.firstElementChild;
  if (!fresh || !part.isConnected || busy(part) || versionOf(fresh) < versionOf(part)) return false;
  const open = [...part.querySelectorAll('details[open][id]')].map(({ id }) => id);
  const focusId = part.contains(document.activeElement) ? document.activeElement?.id : '';
  carryOver(part, fresh);
  part.replaceWith(fresh);
  for (const id of open) document.getElementById(id)?.setAttribute('open', '');
  if (focusId) document.getElementById(focusId)?.focus({ preventScroll: true });
  const { htmx } = /** @type {any} */ (globalThis);
  htmx?.process(fresh);
  return true;
}
