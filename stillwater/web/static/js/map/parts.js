/** What is fetched when the map that moves is asked for. */

const LONGEST = 15_000; // milliseconds

/** @param {string} address @returns {Promise<HTMLElement>} the one element that it answers with */
export async function fetched(address) {
  const response = await fetch(address, { headers: { Accept: 'text/html' }, signal: AbortSignal.timeout(LONGEST) });
  if (!response.ok) throw new Error(`${response.status}`);
  const holder = document.createElement('template');
  holder.innerHTML = await response.text();
  return /** @type {HTMLElement} */ (document.importNode(holder.content, true).firstElementChild);
}

/** @param {HTMLLinkElement|HTMLScriptElement} part @returns {Promise<void>} */
const put = (part) =>
  new Promise((resolve, reject) => {
    part.addEventListener('load', () => resolve());
    part.addEventListener('error', () => reject(new Error('not there')));
    document.head.append(part);
  });

/** @param {string} address */
export async function styled(address) {
  if (document.querySelector(`link[href="${CSS.escape(address)}"]`)) return;
  await put(Object.assign(document.createElement('link'), { rel: 'stylesheet', href: address }));
}

/** @param {string} address */
export async function script(address) {
  if (document.querySelector(`script[src="${CSS.escape(address)}"]`)) return;
  await put(Object.assign(document.createElement('script'), { src: address }));
}
