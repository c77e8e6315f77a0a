// @ts-check
/**
 * The field that asks where: towns while one types, and "Near me", which asks the device only when it is touched. Without
 * this script it is a field like any other.
 */

import { suggesting } from '../lib/suggesting.js';

class SwNear extends HTMLElement {
  get field() {
    return /** @type {HTMLInputElement} */ (this.querySelector('input'));
  }

  connectedCallback() {
    suggesting(this.field, (typed) => `${this.dataset.suggest}?near=${typed}`);
    if ('geolocation' in navigator) this.#offer();
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
