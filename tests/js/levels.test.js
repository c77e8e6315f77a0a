import assert from 'node:assert/strict';
import { test } from 'node:test';
import { judged } from '../../stillwater/web/static/js/lib/levels.js';

const RATE = 24_000;
/** @param {number} loud @param {number} [noise] a second said between two halves of a second in which nothing is */
const line = (loud, noise = 0.0005) =>
  Float32Array.from({ length: 2 * RATE }, (_, n) => {
    const said = n > RATE / 2 && n < 1.5 * RATE ? loud * Math.sin((2 * Math.PI * 180 * n) / RATE) : 0;
    return Math.max(-1, Math.min(1, said + noise * Math.sin(n * n)));
  });

test('a line is judged by what is said in it and not by its pauses', () => {
  assert.equal(judged(line(0.2), RATE), 'good');
  assert.equal(judged(line(0.05), RATE), 'good');
});

test('too quiet, too loud and nothing at all are told apart', () => {
  assert.equal(judged(line(0.008), RATE), 'quiet');
  assert.equal(judged(line(1.6), RATE), 'loud');
  assert.equal(judged(line(0), RATE), 'silent');
  assert.equal(judged(new Float32Array(0), RATE), 'silent');
});
