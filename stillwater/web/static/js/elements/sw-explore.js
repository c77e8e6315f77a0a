// @ts-check
/**
 * Offers the map that moves, over the drawn one. Nothing of it is fetched before its button is pressed; when it cannot be shown,
 * the drawn map stays and a sentence says so.
 */

class SwExplore extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    button?.addEventListener('click', () => this.#open());
    if (button) button.hidden = false;
  }

  async #open() {
    if (this.ariaBusy === 'true') return;
    this.ariaBusy = 'true';
    try {
      const { explore } = await import('../map/explorer.js');
      await explore(this);
    } catch {
      const said = /** @type {HTMLElement} */ (this.querySelector('[role="status"]'));
      said.hidden = false;
      said.textContent = this.dataset.sorry ?? '';
    }
    this.ariaBusy = 'false';
  }
}

customElements.define('sw-explore', SwExplore);
