import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { arc, factorOf, gainOf, keptSofter } from '../../stillwater/web/static/js/sound/own/arc.js';

/** Read by the server's test of the same rules, too. */
const CASES = JSON.parse(readFileSync(new URL('../soundscape/music-cases.json', import.meta.url), 'utf8'));

test('a clinic’s music is put in order and levelled on the server as somebody’s own is on the phone', () => {
  assert.ok(CASES.length > 5);
  for (const { pieces, order, gains, softer } of CASES) {
    const seen = arc(pieces).map((piece) => pieces.indexOf(piece));
    assert.deepEqual(seen, order);
    pieces.forEach((piece, n) => {
      assert.ok(Math.abs(gainOf(piece) - gains[n]) < 1e-5);
      assert.ok(Math.abs(20 * Math.log10(factorOf(piece)) - gains[n]) < 1e-5);
    });
    assert.deepEqual(pieces.map(keptSofter), softer);
  }
});
