import assert from 'node:assert/strict';
import { test } from 'node:test';
import { uuid7 } from '../../stillwater/web/static/js/lib/uuid7.js';
import './cast.js';

test('ids carry the version, the variant and the time', () => {
  const at = Date.UTC(2030, 0, 1);
  const id = uuid7(at);
  assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.equal(Number.parseInt(id.replace('-', '').slice(0, 12), 16), at);
});

test('ids made in one millisecond, or after the clock was set back, still sort in the order they were made', () => {
  const at = Date.UTC(2031, 0, 1);
  const ids = [];
  for (let n = 0; n < 9000; n += 1) ids.push(uuid7(n % 3 === 0 ? at - 5000 : at));
  assert.deepEqual([...ids].sort(), ids);
  assert.equal(new Set(ids).size, ids.length);
});
