/** A shared tablet that nobody touches locks itself (S13). */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mustLock, mustTell } from '../../stillwater/web/static/js/tablet/idle.js';

const AT = 1_800_000_000_000;

test('s13 a tablet that nobody has touched for two minutes locks, not a second sooner', () => {
  const hand = { touched: AT, told: AT };
  assert.equal(mustLock(hand, AT + 119_999, 120), false);
  assert.equal(mustLock(hand, AT + 120_000, 120), true);
});

test('s13 a tablet that slept through its time locks as soon as it wakes', () => {
  assert.equal(mustLock({ touched: AT, told: AT }, AT + 8 * 3600_000, 120), true);
});

test('a device that is no tablet never locks itself', () => {
  assert.equal(mustLock({ touched: AT, told: AT }, AT + 8 * 3600_000, 0), false);
  assert.equal(mustLock({ touched: AT, told: AT }, AT + 8 * 3600_000, Number.NaN), false);
});

test('the server hears of a busy hand four times a minute, not with every touch', () => {
  const hand = { touched: AT, told: AT };
  let told = 0;
  for (let now = AT; now < AT + 60_000; now += 250) {
    if (!mustTell(hand, now)) continue;
    hand.told = now;
    told += 1;
  }
  assert.equal(told, 3);
  assert.equal(mustTell(hand, AT + 60_000), true);
});
