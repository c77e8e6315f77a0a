// @ts-check
/**
 * The field that asks where: towns while one types, and "Near me", which asks the device only when it is touched. Without
 * this script it is a field like any other.
 */

const WAIT_MS = 140;

class SwNear extends HTMLElement {
  get field() {
    return /** @type {HTMLInputElement} */ (this.querySelector('input'));
  }

  get names() {
    return /** @type {HTMLDataListElement} */ (this.querySelector('datalist'));
  }

  connectedCallback() {
    this.field.addEventListener('input', () => this.#soon());
    if ('geolocation' in navigator) this.#offer();
  }

  #soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.#suggest(), WAIT_MS);
  }

  async #suggest() {
    const typed = this.field.value.trim();
    if (typed.length < 2 || this.#isChosen(typed)) return;
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const answer = await fetch(`${this.dataset.suggest}?near=${encodeURIComponent(typed)}`, {
        signal: this.asking.signal,
      });
      const { names } = await answer.json();
      this.names.replaceChildren(...names.map((/** @type {string} */ name) => new Option(name, name)));
    } catch {
      // No network, or more was typed: the field works without.
    }
  }

  /** @param {string} typed */
  #isChosen(typed) {
    return [...this.names.options].some((option) => option.value === typed);
  }

  #offer() {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'near-me';
    button.textContent = this.dataset.say ?? '';
    button.addEventListener('click', () => this.#locate(button));
    this.append(button);
  }

  /** @param {HTMLButtonElement} button */
  #locate(button) {
    button.disabled = true;
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        this.field.value = `${coords.latitude.toFixed(2)},${coords.longitude.toFixed(2)}`;
        this.field.form?.requestSubmit();
      },
      () => {
        button.disabled = false;
        this.field.placeholder = this.dataset.refused ?? '';
        this.field.value = '';
        this.field.focus();
      },
      { maximumAge: 600_000, timeout: 10_000 },
    );
  }
}

customElements.define('sw-near', SwNear);
