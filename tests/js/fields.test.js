import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect, number } from '../../stillwater/web/static/js/lib/fields.js';
import { NOON } from './cast.js';

const field = (name, value, type = 'number') => ({ name, value, type });

test('what is no number is refused with what was typed in the reason', () => {
  const { data, wrong } = collect([field('sys', '12O'), field('dia', '80')], { now: NOON });
  assert.deepEqual(data, { dia: 80 });
  assert.deepEqual(wrong, [{ name: 'sys', why: '“12O” is not a number.' }]);
});

test('a strange number is taken: marking it is not ours to refuse', () => {
  assert.deepEqual(collect([field('pulse', '4700')], { now: NOON }), { data: { pulse: 4700 }, wrong: [] });
});

test('missing is missing: an empty field is not zero and not there', () => {
  assert.deepEqual(collect([field('sys', ' '), field('pulse', '0')], { now: NOON }).data, { pulse: 0 });
});

test('a form with nothing in it asks for something', () => {
  const { wrong } = collect([field('sys', ''), field('pulse', '')], { now: NOON, oneOf: ['sys', 'pulse'] });
  assert.equal(wrong[0].name, 'sys');
});

test('what a form needs is asked for beside its field, and nothing is sent without it', () => {
  const fields = [field('choice', 'may_leave', 'text'), field('said', '  ', 'text')];
  const { wrong } = collect(fields, { now: NOON, needed: ['choice', 'choice', 'said', 'reason'] });
  assert.deepEqual(
    wrong.map(({ name }) => name),
    ['said', 'reason'],
  );
});

test('numbers are read as people in other places write them, and no further', () => {
  assert.equal(number('36,8'), 36.8);
  assert.equal(number(' 98 '), 98);
  for (const no of ['120/80', '98%', '1e3', '0x10', '', '--4', 'Infinity']) assert.equal(number(no), null);
});

test('the next check is said in minutes and kept as a time', () => {
  const { data } = collect([field('next_check_at', '10', 'in_minutes'), field('told', 'Dr. Osei', 'text')], {
    now: NOON,
  });
  assert.deepEqual(data, { next_check_at: '2026-11-24T12:10:00.000Z', told: 'Dr. Osei' });
});
