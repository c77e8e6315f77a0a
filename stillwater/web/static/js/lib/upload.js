/** Sends a file and tells how far it is: fetch cannot tell that, so this is the older request. */

import { csrf } from './dom.js';

/**
 * @param {string} address @param {FormData} form @param {(share: number) => void} progress
 * @returns {Promise<boolean>} whether the server has it (409: it had it already)
 */
export function upload(address, form, progress) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open('POST', address);
    request.setRequestHeader('X-CSRFToken', csrf());
    request.upload.addEventListener('progress', ({ loaded, total }) => progress(total ? loaded / total : 0));
    request.addEventListener('load', () =>
      resolve((request.status >= 200 && request.status < 300) || request.status === 409),
    );
    for (const end of ['error', 'abort', 'timeout']) request.addEventListener(end, () => resolve(false));
    request.send(form);
  });
}
