import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ago, agoExactly, due, span, typedTime, wall } from '../../stillwater/web/static/js/lib/times.js';
import { isStale } from '../../stillwater/web/static/js/lib/ages.js';
import { MINUTE, NOON } from './cast.js';

test('spans are said as people say them', () => {
  assert.equal(span(32 * MINUTE), '32 min');
  assert.equal(span(108 * MINUTE), '1 h 48 min');
  assert.equal(span(120 * MINUTE), '2 h');
  assert.equal(ago(30_000), 'now');
  assert.equal(ago(4 * MINUTE), '4 min ago');
  assert.equal(agoExactly(40_000), '40 s ago');
});

test('a check is never due in 0 minutes', () => {
  assert.deepEqual(due(NOON + 1000, NOON), { state: 'ahead', words: 'in 1 min' });
  assert.deepEqual(due(NOON + 6 * MINUTE, NOON), { state: 'ahead', words: 'in 6 min' });
  assert.deepEqual(due(NOON, NOON), { state: 'now', words: 'now' });
  assert.deepEqual(due(NOON - 3 * MINUTE, NOON), { state: 'over', words: '3 min overdue' });
});

test('a typed time is today, or yesterday when today has not got there', () => {
  const now = new Date(2026, 10, 24, 0, 10).getTime();
  assert.equal(typedTime('23:50', now), new Date(2026, 10, 23, 23, 50).getTime());
  assert.equal(typedTime('0:05', now), new Date(2026, 10, 24, 0, 5).getTime());
  assert.equal(typedTime('0005', now), new Date(2026, 10, 24, 0, 5).getTime());
  assert.equal(typedTime('25:00', now), null);
  assert.equal(typedTime('soon', now), null);
});

test('s12: a value that is old is told apart by its age', () => {
  assert.equal(isStale(NOON, NOON + 14 * MINUTE, 15), false);
  assert.equal(isStale(NOON, NOON + 15 * MINUTE, 15), true);
  assert.equal(isStale(NOON, NOON + 900 * MINUTE, 0), false);
});

test('the clock of a place is said as the server says it, midnight too', () => {
  const at = Date.parse('2026-11-20T18:22:00Z');
  assert.equal(wall(at, 'America/Denver'), 'Friday 20 November, 11:22');
  assert.equal(wall(Date.parse('2026-11-21T07:00:00Z'), 'America/Denver'), 'Saturday 21 November, 00:00');
  assert.equal(wall(at, 'Europe/Madrid', 'es'), 'viernes 20 noviembre, 19:22');
});
