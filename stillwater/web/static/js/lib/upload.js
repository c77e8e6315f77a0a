/** Sends a file and tells how far it is: fetch cannot tell that, so this is the older request. */

import { csrf } from './dom.js';

/**
 * @param {string} address @param {FormData} form @param {(share: number) => void} progress
 * @returns {Promise<boolean>} whether the server has it (409: it had it already)
 */
export async function upload(address, form, progress) {
  const { status } = await send(address, form, progress);
  return (status >= 200 && status < 300) || status === 409;
}

/**
 * @param {string} address @param {FormData} form @param {(share: number) => void} progress
 * @returns {Promise<{status: number, text: string}>} what the server answered; status 0: nothing
 */
export function send(address, form, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('X-CSRFToken', csrf());
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener('load', () => resolve({ status: request.status, text: request.responseText }));
    for (const end of ['error', 'abort', 'timeout'])
      request.addEventListener(end, () => resolve({ status: 0, text: '' }));
    request.send(form);
  });
}
