import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { fold, nextLookIn, part, pending, urgency } from '../../stillwater/web/static/js/lib/fold-lite.js';
import { entry, local, MINUTE, NOON, snapshot } from './cast.js';

const at = (minutes) => NOON + minutes * MINUTE;
const iso = (minutes) => new Date(at(minutes)).toISOString();
const look = (minutes, sign = 'breathing_easy') => local(entry('look_in', { sign }, at(minutes)));

test('with the server dead the next look-in goes on from what was touched here', () => {
  const nothing = fold(snapshot(), [], { now: at(10) });
  assert.equal(nothing.next, at(15));
  const looked = fold(snapshot(), [look(9)], { now: at(10), me: 'Dan' });
  assert.equal(looked.next, at(24));
  assert.deepEqual([looked.lookIn.by, looked.lookIn.signs, looked.lookIn.here], ['Dan', ['breathing_easy'], true]);
});

test('two signs touched together are one look-in', () => {
  const view = fold(snapshot(), [look(9), look(9.5, 'woke_to_name')], { now: at(10) });
  assert.deepEqual(view.lookIn.signs, ['breathing_easy', 'woke_to_name']);
  assert.deepEqual(fold(snapshot(), [look(3), look(9)], { now: at(10) }).lookIn.signs, ['breathing_easy']);
});

test('a look-in that somebody else made later stands', () => {
  const state = { look_in: { at: iso(12), by: 'Maya Lindqvist', signs: ['usual_colour'] } };
  const view = fold(snapshot(state), [look(9)], { now: at(14) });
  assert.deepEqual([view.lookIn.by, view.lookIn.here], ['Maya Lindqvist', false]);
});

test('a touch taken back was never there', () => {
  const touched = entry('look_in', { sign: 'fine' }, at(9));
  const back = entry('amendment', { of: touched.id, how: 'struck' }, at(9));
  assert.equal(fold(snapshot(), [local(touched), local(back)], { now: at(10) }).lookIn, null);
});

test('what the state already holds is not counted again', () => {
  const sent = { ...look(9), version: 5 };
  assert.deepEqual(pending([sent], 5, 0), []);
  assert.equal(pending([sent], 4, 0).length, 1);
});

test('a phone whose clock is wrong counts in the server’s time, unless a person typed the time', () => {
  const wrong = entry('look_in', { sign: 'fine' }, at(9) - 3_600_000);
  assert.equal(fold(snapshot(), [local(wrong)], { now: at(10), offset: 3_600_000 }).next, at(24));
  const typed = { ...entry('look_in', { sign: 'fine' }, at(9)), typed: true };
  assert.equal(fold(snapshot(), [local(typed)], { now: at(10), offset: 3_600_000 }).next, at(24));
});

test('look-ins are further apart later, and end', () => {
  const rules = snapshot().protocol.look_in;
  assert.equal(nextLookIn(rules, NOON, at(50)), at(65));
  assert.equal(nextLookIn(rules, NOON, at(61)), at(91));
  assert.equal(nextLookIn(rules, NOON, at(121)), null);
  assert.equal(nextLookIn([{ from: 10, to: 20, every: 5 }], NOON, null), at(10));
  assert.equal(nextLookIn([], NOON, null), null);
});

test('urgency: due, then overdue, and a call above all', () => {
  const due = fold(snapshot(), [], { now: at(15) });
  assert.equal(urgency(due, at(14)), 'none');
  assert.equal(urgency(due, at(15)), 'due');
  assert.equal(urgency(due, at(17)), 'overdue');
  const help = { call: 'c1', at: iso(16), by: 'Ana', answered: null };
  const called = fold(snapshot({ help }), [], { now: at(17) });
  assert.equal(urgency(called, at(17)), 'help');
  const going = local(entry('help', { what: 'coming', call: 'c1' }, at(17)));
  assert.equal(urgency(fold(snapshot({ help }), [going], { now: at(17) }), at(17)), 'overdue');
});

test('a call withdrawn here is withdrawn; another’s withdrawal of an older call is not', () => {
  const call = entry('help', { what: 'call' }, at(10));
  const back = (id) => entry('help', { what: 'withdrawn', call: id }, at(10.1));
  assert.equal(fold(snapshot(), [local(call), local(back(call.id))], { now: at(11) }).help, null);
  assert.equal(fold(snapshot(), [local(call), local(back('older'))], { now: at(11) }).help.call, call.id);
});

test('the dose begun here starts the arc; leaving ends what is due', () => {
  const before = snapshot({ stage: 'ready', dose: {} });
  assert.deepEqual([fold(before, [], { now: at(5) }).began, fold(before, [], { now: at(5) }).next], [null, null]);
  const dose = local(entry('dose', { event: 'begun' }, at(0)));
  const view = fold(before, [dose], { now: at(30) });
  assert.deepEqual([view.minutes, view.phase.key, view.along], [30, 'strongest', 0.25]);
  const left = local(entry('moved', { to: 'left' }, at(100)));
  assert.deepEqual(
    [fold(before, [dose, left], { now: at(101) }).next, fold(before, [left], { now: 1 }).over],
    [null, true],
  );
});

test('past the last phase the sun rests on the horizon', () => {
  const view = fold(snapshot(), [], { now: at(500) });
  assert.deepEqual([view.phase.key, view.along], ['resting', 1]);
  assert.deepEqual([part(0), part(0.5), part(0.7), part(1)], [0, 2, 3, 4]);
});

test('an empty state is no fault', () => {
  const view = fold(snapshot({}, { state: {}, protocol: {} }), [], { now: NOON });
  assert.deepEqual([view.stage, view.began, view.along, view.next, view.help], ['planned', null, null, null, null]);
});

test('the order in which entries come, and coming twice, changes nothing', () => {
  const made = fc.array(
    fc.tuple(fc.constantFrom('look_in', 'call', 'coming', 'stop'), fc.integer({ min: 0, max: 100 })),
    {
      maxLength: 8,
    },
  );
  fc.assert(
    fc.property(made, fc.infiniteStream(fc.nat()), (facts, chance) => {
      const entries = facts.map(([kind, minutes]) =>
        local(
          ['call', 'coming'].includes(kind)
            ? entry('help', { what: kind }, at(minutes))
            : entry(kind, { sign: 'fine' }, at(minutes)),
        ),
      );
      const mixed = [...entries, ...entries.slice(0, 2)]
        .map((one) => ({ one, place: chance.next().value }))
        .sort((a, b) => a.place - b.place)
        .map(({ one }) => one);
      const now = at(101);
      assert.deepEqual(fold(snapshot(), mixed, { now }), fold(snapshot(), entries, { now }));
    }),
  );
});
