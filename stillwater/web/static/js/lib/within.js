/** @template T @param {number} ms @param {Promise<T>} work @returns {Promise<T|false>} false where it takes longer */
export const within = (ms, work) => Promise.race([work, new Promise((no) => setTimeout(no, ms, false))]);
