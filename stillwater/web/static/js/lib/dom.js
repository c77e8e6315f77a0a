/** The few things that every element asks of the page. */

/** @returns {string} "person:<uuid>", "pass:<uuid>", or "" when nobody is signed in */
export const identity = () => document.body?.dataset.identity ?? '';

/** @returns {string} */
export function csrf() {
  const found = /(?:^|;\s*)csrftoken=([^;]+)/.exec(document.cookie);
  return found ? decodeURIComponent(found[1]) : '';
}

/**
 * @param {string|null|undefined} text
 * @param {any} otherwise
 * @returns {any} what the attribute or block holds as JSON; `otherwise` when it holds none
 */
export function parsed(text, otherwise = {}) {
  try {
    return text ? JSON.parse(text) : otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {string} id */
export const block = (id) => parsed(document.getElementById(id)?.textContent, null);

/**
 * Sets text only when it differs, so that a screen reader is not told the same thing again.
 * @param {Element|null|undefined} element @param {string} text
 */
export function say(element, text) {
  if (element && element.textContent !== text) element.textContent = text;
}

/** A button's words live in [data-label] when it also holds an icon. @param {Element|null} button @param {string} text */
export function label(button, text) {
  say(button?.querySelector('[data-label]') ?? button, text);
}

/**
 * The place where an element says what became of a touch; made when the page gave none.
 * @param {HTMLElement} host
 * @returns {HTMLElement}
 */
export function saidIn(host) {
  const found = host.querySelector('[data-said]');
  if (found instanceof HTMLElement) return found;
  const made = document.createElement('span');
  made.dataset.said = '';
  made.setAttribute('role', 'status');
  host.append(made);
  return made;
}

/** @param {Element} element @returns {number|null} the session's version that this page shows */
export function seenVersion(element) {
  const shown = element.closest('[data-version]')?.getAttribute('data-version');
  return shown ? Number(shown) : null;
}

/**
 * @param {string} name @param {any} detail
 */
export function tell(name, detail) {
  document.dispatchEvent(new CustomEvent(name, { detail }));
}

/** @param {string} name @param {(detail: any) => void} handle @returns {() => void} stop listening */
export function hear(name, handle) {
  /** @param {Event} event */
  const listener = (event) => handle(/** @type {CustomEvent} */ (event).detail);
  document.addEventListener(name, listener);
  return () => document.removeEventListener(name, listener);
}
