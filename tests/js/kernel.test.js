import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { Deck } from '../../stillwater/web/static/js/sound/worklet/deck.js';
import { needed, numbersOf } from '../../stillwater/web/static/js/sound/worklet/pack.js';
import { gainsOf, USUAL } from '../../stillwater/web/static/js/sound/worklet/wishes.js';

const read = (path) => readFileSync(new URL(path, import.meta.url));
const wasm = read('../../stillwater/web/static/sound/kernel.wasm');
const { sheet, sum } = JSON.parse(read('../soundscape/short-score.json').toString());
const module_ = new WebAssembly.Module(wasm);

/** As a worker builds and the worklet plays: two instances, and the tables carried over in pieces. */
function carried(numbers) {
  const [builder, player] = [new Deck(module_, numbers), new Deck(module_, numbers)];
  player.keep();
  for (const { table } of needed(sheet, 0)) {
    const { data, height } = builder.build(table);
    for (let at = 0; at < data.length; at += 100_000) {
      const piece = data.slice(at, at + 100_000).buffer;
      player.take({ table, at, data: piece, height, last: at + 100_000 >= data.length });
    }
  }
  return player;
}

test('the short score is the same to the last bit here as under wasmtime', () => {
  const deck = carried(numbersOf(sheet));
  const heard = createHash('sha256');
  const play = (seconds) => {
    for (let quantum = 0; quantum < seconds * 375; quantum++) {
      deck.next();
      for (const side of [deck.left, deck.right]) heard.update(new Uint8Array(side.slice().buffer));
    }
  };
  deck.kernel.seek(0);
  deck.kernel.fade(1, 4 * 48000, 0);
  play(2);
  deck.steer([0.36, 0.35, 0.45, 0.5, 0.35, 0]);
  play(3);
  assert.equal(heard.digest('hex'), sum);
});

test('a score that cannot be played is refused, not read beyond its end', () => {
  const whole = numbersOf(sheet);
  assert.throws(() => new Deck(module_, whole.subarray(0, whole.length - 3)));
  assert.throws(() => new Deck(module_, numbersOf({ ...sheet, tables: [] })));
  assert.throws(
    () => new Deck(module_, numbersOf({ ...sheet, tables: sheet.tables.map((t) => t.with(2, 128 * 521)) })),
  );
  assert.throws(() => numbersOf({ ...sheet, rate: 44100 }));
});

test('what is heard first is built first, and what was heard before comes last', () => {
  const order = (tick, more = {}) => needed({ ...sheet, ...more }, tick).map((one) => one.table);
  assert.deepEqual(order(0), [0, 1, 2, 4, 3, 5, 6, 7]);
  assert.deepEqual(order(13), [0, 3, 4, 5, 6, 7, 1, 2]);
  const [first, ...rest] = needed({ ...sheet, loop: [10, 16] }, 13).slice(-2);
  assert.deepEqual([first.tick, rest[0].tick], [16, 16]); // the rest comes round to them
});

test('grounding is lower, nearer and without bells, and outweighs brighter', () => {
  const [level, brightness, highs, width, sides, bells] = gainsOf({ ...USUAL, grounding: true, brighter: true });
  assert.equal(level, 1);
  for (const gain of [brightness, highs, width, sides]) assert.ok(gain <= 0.5);
  assert.equal(bells, 0);
  assert.deepEqual(gainsOf(USUAL), [1, 1, 1, 1, 1, 1]);
  assert.deepEqual(gainsOf({ ...USUAL, bells: false }), [1, 1, 1, 1, 1, 0]);
  assert.ok(Math.abs(gainsOf({ ...USUAL, softer: true })[0] - 0.3548) < 1e-4);
});
