import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  BATCH,
  backoff,
  bind,
  nextBatch,
  seal,
  settle,
  tally,
  unseal,
} from '../../stillwater/web/static/js/offline/queue.js';
import { ANAS_SESSION, DAN, entry, JONAHS_SESSION, MAYA, THEO } from './cast.js';

const bound = (identity = MAYA, session = ANAS_SESSION, made = entry()) => bind({ entry: made, session, identity });
const ids = (items) => items.map(({ id }) => id);

test('an item is sent only as the one who recorded it', () => {
  const items = [bound(MAYA), bound(THEO), bound(DAN)];
  assert.deepEqual(ids(nextBatch(items, { identity: MAYA })), [items[0].id]);
  assert.deepEqual(nextBatch(items, { identity: '' }), []);
});

test('signing out seals what waits; only the same account opens it again', () => {
  const items = [bound(MAYA), bound(THEO)];
  const sealed = items.map((item) => seal(items, MAYA).find(({ id }) => id === item.id) ?? item);
  assert.deepEqual(nextBatch(sealed, { identity: MAYA }), []);
  assert.deepEqual(unseal(sealed, THEO), []);
  assert.deepEqual(ids(unseal(sealed, MAYA)), [items[0].id]);
  assert.equal(tally(sealed, MAYA).waiting, 1);
});

test('a batch is of one session and never larger than a hundred', () => {
  const items = [...Array(250)].map(() => bound());
  const other = bound(MAYA, JONAHS_SESSION);
  const batch = nextBatch([other, ...items], { identity: MAYA });
  assert.equal(batch.length, BATCH);
  assert.deepEqual(ids(batch), ids(items.slice(0, BATCH)));
});

test('a call for help does not wait behind readings', () => {
  const readings = [...Array(150)].map(() => bound());
  const help = bound(MAYA, JONAHS_SESSION, entry('help', { what: 'call' }));
  const danger = bound(MAYA, JONAHS_SESSION, entry('effect', { name: 'fell', danger: true }));
  assert.deepEqual(ids(nextBatch([...readings, help, danger], { identity: MAYA })), [help.id, danger.id]);
});

test('only ids that the server names, and that were sent, leave this device', () => {
  const batch = [bound(), bound(), bound()];
  const body = { stored: [batch[0].id, 'somebody-elses'], already: [], aside: [{ id: batch[1].id, why: '' }] };
  assert.deepEqual(settle(batch, { status: 200, body }).remove, [batch[0].id, batch[1].id]);
});

test('what is refused stays, with its reason', () => {
  const batch = [bound()];
  const body = { refused: [{ id: batch[0].id, field: 'sys', why: 'Not a number.' }] };
  const { remove, refuse } = settle(batch, { status: 200, body });
  assert.deepEqual(remove, []);
  assert.deepEqual(refuse, [{ id: batch[0].id, refused: { field: 'sys', why: 'Not a number.' } }]);
  const kept = { ...batch[0], refused: refuse[0].refused };
  assert.deepEqual(nextBatch([kept], { identity: MAYA }), []);
  assert.deepEqual(tally([kept], MAYA), { waiting: 0, stuck: [kept] });
});

test('an expired sign-in, a stranger, a fault or silence lets nothing go', () => {
  for (const status of [0, 401, 403, 404, 429, 500, 502, 503, 302]) {
    const { remove, refuse } = settle([bound(), bound()], { status, body: { stored: ['x'] } });
    assert.deepEqual([remove, refuse], [[], []], String(status));
  }
  assert.equal(settle([bound()], { status: 401, body: null }).next, 'signin');
});

test('a batch that the server cannot read is cut until one entry is left, and that one is kept for a person', () => {
  const batch = [bound(), bound()];
  assert.equal(settle(batch, { status: 400, body: null }).next, 'smaller');
  assert.equal(settle(batch, { status: 413, body: null }).next, 'smaller');
  const one = settle([batch[0]], { status: 400, body: null });
  assert.deepEqual([one.remove, one.refuse.length], [[], 1]);
});

test('an answer without an answer is not asked for again at once', () => {
  assert.equal(settle([bound()], { status: 200, body: { stored: [] } }).next, 'wait');
  assert.equal(settle([bound()], { status: 200, body: null }).next, 'wait');
});

test('pauses grow, with chance in them, and never above a minute', () => {
  assert.ok(backoff(0, 0) >= 500);
  assert.ok(backoff(3, 1) > backoff(1, 1));
  assert.ok(backoff(50, 1) <= 60_000);
  assert.notEqual(backoff(5, 0.1), backoff(5, 0.9));
});

test('whatever the server says, an item either was named by it or is still here', () => {
  const answer = fc.record({
    status: fc.constantFrom(0, 200, 400, 401, 403, 404, 413, 429, 500, 503),
    named: fc.array(fc.constantFrom('stored', 'already', 'aside', 'refused', 'nothing'), { maxLength: 8 }),
  });
  fc.assert(
    fc.property(answer, ({ status, named }) => {
      const batch = named.map(() => bound());
      if (batch.length === 0) return;
      const of = (word) => batch.filter((_, place) => named[place] === word).map(({ id }) => id);
      const refused = of('refused').map((id) => ({ id, field: '', why: 'no' }));
      const body = { stored: of('stored'), already: of('already'), aside: of('aside').map((id) => ({ id })), refused };
      const { remove } = settle(batch, { status, body });
      const gone = status === 200 ? [...of('stored'), ...of('already'), ...of('aside')] : [];
      assert.deepEqual([...remove].sort(), gone.sort());
    }),
  );
});
