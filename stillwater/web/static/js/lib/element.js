/** The ground of every element: light DOM, started once, and everything it began is ended when it leaves the page. */

export class Part extends HTMLElement {
  /** @type {(() => void)[]} */
  #ends = [];

  connectedCallback() {
    // A module may run while the page is still being read: the children must be there first.
    if (document.readyState === 'loading') {
      document.addEventListener('DOMContentLoaded', () => this.isConnected && this.start(), { once: true });
    } else this.start();
  }

  disconnectedCallback() {
    for (const end of this.#ends.splice(0)) end();
  }

  /** What the element does; each kind has its own. */
  start() {}

  /** @param {(() => void)|undefined} end called when the element leaves the page */
  until(end) {
    if (end) this.#ends.push(end);
  }

  /**
   * @param {EventTarget|null|undefined} target @param {string} type @param {(event: any) => void} handle
   */
  when(target, type, handle) {
    target?.addEventListener(type, handle);
    this.until(() => target?.removeEventListener(type, handle));
  }

  /** @param {string} selector @returns {HTMLElement|null} */
  child(selector) {
    return /** @type {HTMLElement|null} */ (this.querySelector(selector));
  }

  /** @returns {string} the session that this element speaks of */
  get session() {
    const own = this.dataset.session ?? this.closest('[data-session]')?.getAttribute('data-session');
    return own ?? document.body.dataset.session ?? '';
  }
}

/** @param {string} name @param {CustomElementConstructor} kind */
export function define(name, kind) {
  if (!customElements.get(name)) customElements.define(name, kind);
}
