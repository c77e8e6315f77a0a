/** One score in one instance of the kernel: what builds its tables, and what plays it. A deck that is let go frees its memory. */

const QUANTUM = 128;

/** @typedef {{table: number, at: number, data: ArrayBuffer, height: number, last: boolean}} Piece some bytes of one table */

export class Deck {
  left = new Float32Array(0);
  right = new Float32Array(0);

  /** @param {WebAssembly.Module} module @param {Float64Array} numbers Throws for a score that cannot be played. */
  constructor(module, numbers) {
    this.kernel = /** @type {any} */ (new WebAssembly.Instance(module, {}).exports);
    const place = this.kernel.room(numbers.byteLength);
    new Float64Array(this.kernel.memory.buffer, place, numbers.length).set(numbers);
    if (!this.kernel.load(place, numbers.length)) throw new Error('this score cannot be played');
  }

  /** Room for the tables and for what is heard: all that this deck will ever need, so that memory never moves while it plays. */
  keep() {
    this.kernel.keep();
    this.place = this.kernel.room(8 * QUANTUM);
    this.left = new Float32Array(this.kernel.memory.buffer, this.place, QUANTUM);
    this.right = new Float32Array(this.kernel.memory.buffer, this.place + 4 * QUANTUM, QUANTUM);
  }

  /** @param {number} table @returns {{data: Uint8Array, height: number}} the built table; the next one overwrites it */
  build(table) {
    const place = this.kernel.build(table);
    const size = 4 * this.kernel.frames_of(table);
    return { data: new Uint8Array(this.kernel.memory.buffer, place, size), height: this.kernel.scale_of() };
  }

  /** @param {Piece} piece */
  take({ table, at, data, height, last }) {
    new Uint8Array(this.kernel.memory.buffer, this.kernel.place_of(table) + at, data.byteLength).set(
      new Uint8Array(data),
    );
    if (last) this.kernel.arrived(table, height);
  }

  /** @param {number[]} gains */
  steer(gains) {
    for (const [what, gain] of gains.entries()) this.kernel.steer(what, gain);
  }

  /** The next quantum, 128 frames, into `left` and `right`. */
  next() {
    this.kernel.mix(this.place, 1);
  }
}
