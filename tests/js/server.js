/** A model of the server's door: keeps each id once, says what it has, and can be made to misbehave. */

export class ModelServer {
  /** @type {Map<string, {author: string, session: string, content: string}>} */
  rows = new Map();
  version = 0;
  received = 0;

  /**
   * @param {string} author @param {string} session @param {any[]} entries
   */
  take(author, session, entries) {
    this.received += entries.length;
    if (entries.length > 200) return { status: 413, body: {} };
    /** @type {any} */
    const answer = { stored: [], already: [], aside: [], refused: [], marks: {} };
    for (const entry of entries) {
      const content = JSON.stringify(entry);
      const had = this.rows.get(entry.id);
      if (entry.data.refuse) answer.refused.push({ id: entry.id, field: 'sys', why: 'Not a number.' });
      else if (!had) {
        this.rows.set(entry.id, { author, session, content });
        answer.stored.push(entry.id);
      } else if (had.content === content && had.author === author) answer.already.push(entry.id);
      else answer.aside.push({ id: entry.id, why: 'Recorded differently.' });
    }
    this.version += 1;
    return { status: 200, body: { ...answer, version: this.version } };
  }
}
