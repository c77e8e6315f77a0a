import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inOrder } from '../../stillwater/web/static/js/lib/lead-order.js';

const said = (rank, at) => ({ dataset: { rank, at } });

test('the lowest rank speaks first, and of one rank the earliest, whatever the zones', () => {
  const soon = said('6', '2026-11-20T11:30:00-07:00');
  const sooner = said('6', '2026-11-20T19:20:00+01:00');
  const late = said('5', '2026-11-20T11:19:00-07:00');
  const call = said('1', undefined);
  const silent = { dataset: {} };
  assert.deepEqual(inOrder([silent, soon, sooner, late, call]), [call, late, sooner, soon, silent]);
});

test('what is equal stays where it stands', () => {
  const parts = [said('7', undefined), said('7', undefined)];
  assert.equal(inOrder(parts)[0], parts[0]);
});
