/** A voice that passes through the worklet, and falls silent within some 50 ms when it is not wanted. */

const SMOOTHING = 1 - Math.exp(-1 / (48000 * 0.052));

export class Voice {
  gain = 1;
  target = 1;

  /** @param {Float32Array[]} input one side or two @param {Float32Array} left @param {Float32Array} right */
  add(input, left, right) {
    if (Math.abs(this.target - this.gain) < 1e-4) this.gain = this.target;
    const [one, other = one] = input;
    for (let n = 0; one && n < left.length; n++) {
      this.gain += (this.target - this.gain) * SMOOTHING;
      left[n] += one[n] * this.gain;
      right[n] += other[n] * this.gain;
    }
  }
}
