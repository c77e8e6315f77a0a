/**
 * Where the items lie: on disk, or in memory when this browser stores nothing (a private window, a full disk). Either way
 * they are sent; the difference is told, because memory ends with the page.
 *
 * @typedef {import('../lib/types.js').Item} Item
 * @typedef {import('./store.js').Store} Store
 */

/** @param {Promise<Store>} store */
export function makeShelf(store) {
  /** @type {Map<string, Item>} */
  const memory = new Map();

  return {
    get unsaved() {
      return memory.size > 0;
    },
    /** @returns {Promise<{items: Item[], unreadable: {id: string, identity: string}[]}>} */
    async all() {
      const none = { items: /** @type {Item[]} */ ([]), unreadable: [] };
      const { items, unreadable } = await store.then((disk) => disk.items()).catch(() => none);
      const stored = new Set(items.map((item) => item.id));
      return { items: [...items, ...[...memory.values()].filter((item) => !stored.has(item.id))], unreadable };
    },
    /** @param {Item} item @returns {Promise<boolean>} whether the disk has it */
    async add(item) {
      try {
        await (await store).add(item);
        return true;
      } catch {
        memory.set(item.id, item);
        return false;
      }
    },
    /** A disk that cannot delete only means that the item is sent again. @param {string[]} ids */
    async remove(ids) {
      for (const id of ids) memory.delete(id);
      await store.then((disk) => disk.remove(ids)).catch(() => {});
    },
    /** @param {Item[]} items */
    async change(items) {
      for (const item of items) if (memory.has(item.id)) memory.set(item.id, item);
      if (items.length > 0) await store.then((disk) => disk.change(items)).catch(() => {});
    },
  };
}
