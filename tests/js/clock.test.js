import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeClock } from '../../stillwater/web/static/js/lib/clock.js';
import { NOON } from './cast.js';

test('a phone that is two minutes behind learns it from one answer', () => {
  const clock = makeClock();
  clock.learn({ server: new Date(NOON).toISOString(), sent: NOON - 120_100, received: NOON - 119_900 });
  assert.equal(clock.now(NOON - 120_000), NOON);
});

test('a slow answer does not spoil what a quick one told', () => {
  const clock = makeClock();
  clock.learn({ server: NOON, sent: NOON - 10, received: NOON + 10 });
  clock.learn({ server: NOON, sent: NOON - 4000, received: NOON + 100 });
  assert.equal(clock.offset, 0);
});

test('a pushed beat is believed until an answer was measured', () => {
  const clock = makeClock();
  clock.learn({ server: NOON + 500, received: NOON });
  assert.equal(clock.offset, 500);
  clock.learn({ server: NOON, sent: NOON - 50, received: NOON + 50 });
  assert.equal(clock.offset, 0);
});

test('a clock that somebody set is noticed', () => {
  const clock = makeClock();
  clock.learn({ server: NOON, sent: NOON - 10, received: NOON + 10 });
  const set = NOON + 3_600_000;
  clock.learn({ server: NOON, sent: set - 300, received: set + 300 });
  assert.equal(clock.offset, -3_600_000);
});

test('nonsense from the server changes nothing', () => {
  const clock = makeClock();
  clock.learn({ server: 'soon', received: NOON });
  assert.equal(clock.offset, 0);
});
