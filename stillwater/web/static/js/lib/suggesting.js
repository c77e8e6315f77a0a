/** Names while one types, from this server, in the list of a field. Without a network the field is a field like any other. */

const WAIT_MS = 140;
const LEAST = 2;

/**
 * @param {HTMLInputElement} field whose `datalist` is filled
 * @param {(typed: string) => string} address where to ask
 */
export function suggesting(field, address) {
  let timer = 0;
  /** @type {AbortController | undefined} */
  let asking;

  async function suggest() {
    const names = field.list;
    const typed = field.value.trim();
    if (!names || typed.length < LEAST || [...names.options].some((option) => option.value === typed)) return;
    asking?.abort();
    asking = new AbortController();
    try {
      const answer = await fetch(address(encodeURIComponent(typed)), { signal: asking.signal });
      const found = await answer.json();
      names.replaceChildren(...found.names.map((/** @type {string} */ name) => new Option(name, name)));
    } catch {
      // No network, or more was typed.
    }
  }

  field.addEventListener('input', () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void suggest(), WAIT_MS);
  });
}
