/** Whether anything at all is kept on this device for sending, whoever wrote it: only then may its storage be cleared. */

/** @param {IDBDatabase} database @param {string} table @returns {Promise<number>} */
const count = (database, table) =>
  new Promise((resolve, reject) => {
    const request = database.transaction(table).objectStore(table).count();
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

/** @param {IDBFactory} factory @returns {Promise<IDBDatabase|null>} null: nothing was ever kept here */
const opened = (factory) =>
  new Promise((resolve, reject) => {
    const request = factory.open('stillwater');
    let fresh = false;
    request.onupgradeneeded = () => {
      fresh = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => (fresh ? resolve(null) : reject(request.error));
  });

/** @param {IDBFactory} factory @returns {Promise<boolean>} false whenever it cannot be known */
export async function nothingWaits(factory = indexedDB) {
  try {
    const database = await opened(factory);
    if (!database) return true;
    const tables = [...database.objectStoreNames].filter((name) => name !== 'keys');
    const counts = await Promise.all(tables.map((name) => count(database, name)));
    database.close();
    return counts.every((n) => n === 0);
  } catch {
    return false;
  }
}
