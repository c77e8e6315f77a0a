import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lastBegun } from '../../stillwater/web/static/js/lib/cues.js';

const cues = [{ startTime: 0 }, { startTime: 4.8 }, { startTime: 16 }];

test('the line stays through the rest that follows it', () => {
  assert.equal(lastBegun(cues, 4.8), cues[1]);
  assert.equal(lastBegun(cues, 15.9), cues[1]);
  assert.equal(lastBegun(cues, 400), cues[2]);
});

test('before the first line, and without any, there is none', () => {
  assert.equal(lastBegun(cues, -1), null);
  assert.equal(lastBegun([], 3), null);
  assert.equal(lastBegun([{ startTime: 2 }], 1), null);
});
