import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  cancel,
  mayCancel,
  named,
  pass,
  REST,
  tapped,
  touch,
  waitingFor,
} from '../../stillwater/web/static/js/lib/help-call.js';
import { fold } from '../../stillwater/web/static/js/lib/fold-lite.js';
import { callWords, restWords } from '../../stillwater/web/static/js/lib/session-words.js';
import { helpText, lastWords, nextWords } from '../../stillwater/web/static/js/lib/sitter-words.js';
import { entry, local, MINUTE, NOON, snapshot } from './cast.js';

const PEOPLE = { helper: 'Dan', emergency: '911', freshMinutes: 15 };
const called = () => named(touch(REST, NOON).call, 'c1');

test('one touch calls', () => {
  const { call, record } = touch(REST, NOON);
  assert.deepEqual([call.state, record], ['calling', { what: 'call' }]);
});

test('s08: a fumbled second touch never takes a call back, and a later one calls again', () => {
  const { call, record } = touch(called(), NOON + 300);
  assert.deepEqual([call.state, record], ['calling', undefined]);
  assert.deepEqual(touch(called(), NOON + 2000).record, { what: 'call' });
  assert.equal(cancel(called(), NOON + 300).call.state, 'calling');
});

test('a call can be taken back from the first second to the fifth after it', () => {
  assert.deepEqual(cancel(called(), NOON + 3000), { call: REST, record: { what: 'withdrawn', call: 'c1' } });
  assert.equal(mayCancel(called(), NOON + 7000), false);
  assert.equal(cancel(called(), NOON + 7000).record, undefined);
});

test('s08: unanswered for 30 seconds, the patient is told, once, and what to do', () => {
  assert.equal(pass(called(), NOON + 29_000).call.state, 'calling');
  const { call, record } = pass(called(), NOON + 30_000);
  assert.deepEqual([call.state, record], ['unanswered', { what: 'told_unanswered', call: 'c1' }]);
  assert.equal(pass(call, NOON + 40_000).record, undefined);
  const words = callWords(call, NOON + 30_000, PEOPLE, true);
  assert.equal(words.title, 'Nobody has answered yet');
  assert.ok(words.text.includes('Call out loud to Dan') && words.text.includes('911') && words.number);
});

test('s09: “is coming” said to an earlier call is no answer to a touch that came after it', () => {
  const coming = pass(called(), NOON + 5000, { by: 'Maya', at: NOON + 5000 }).call;
  assert.deepEqual([...waitingFor(coming, ['c1'], 'c2')], ['c2']); // she touches again: the first answer does not count
  assert.deepEqual([...waitingFor(REST, ['c1'], 'c2')], ['c2']);
  assert.deepEqual([...waitingFor(called(), ['c1'], 'c2')], ['c1', 'c2']); // one wait, two touches: either may be answered
});

test('touching again while nobody came does not begin the wait anew', () => {
  const again = named(touch(called(), NOON + 20_000).call, 'c2');
  assert.equal(pass(again, NOON + 31_000).call.state, 'unanswered');
  assert.equal(touch(pass(again, NOON + 31_000).call, NOON + 35_000).call.state, 'unanswered');
});

test('s09: nobody is said to come before somebody said so', () => {
  assert.equal(callWords(called(), NOON + 1000, PEOPLE, true).title, 'Calling Dan');
  const { call } = pass(called(), NOON + 5000, { by: 'Dan', at: NOON + 4000 });
  assert.equal(callWords(call, NOON + 5000, PEOPLE, true).title, 'Dan is coming');
  assert.equal(pass(pass(called(), NOON + 31_000).call, NOON + 40_000, { by: 'Maya', at: NOON }).call.state, 'coming');
});

test('s09: a phone without network says that the call has not left it', () => {
  assert.ok(callWords(called(), NOON + 5000, PEOPLE, false).text.includes('no network'));
  assert.ok(!callWords(called(), NOON + 5000, PEOPLE, true).text.includes('no network'));
});

test('s09: "is with you" is said only after a look-in, and not for ever', () => {
  const words = (state, minutes) => {
    const now = NOON + minutes * MINUTE;
    return restWords(fold(snapshot(state), [], { now }), now, PEOPLE);
  };
  assert.ok(!words({}, 20).say.includes('with you'));
  assert.equal(words({}, 20).presence, '');
  const looked = { look_in: { at: new Date(NOON + 10 * MINUTE).toISOString(), by: 'Dan Marlow', signs: [] } };
  assert.deepEqual([words(looked, 20).say, words(looked, 20).presence], ['Dan is with you.', 'Dan is here']);
  assert.ok(!words(looked, 26).say.includes('with you'));
});

test('the patient reads no clock, no number and no percentage while the medicine works', () => {
  for (let minutes = 0; minutes <= 130; minutes += 1) {
    const now = NOON + minutes * MINUTE;
    const { presence, phase, say, hint } = restWords(fold(snapshot(), [], { now }), now, PEOPLE);
    assert.doesNotMatch([presence, phase, say, hint].join(' '), /\d|%/);
  }
});

test('three touches in six seconds are a call; one is "I am here"', () => {
  let taps = [];
  const touched = (now) => {
    const { times, help } = tapped(taps, now);
    taps = times;
    return help;
  };
  assert.deepEqual([touched(0), touched(1000), touched(2000)], [false, false, true]);
  assert.deepEqual([touched(10_000), touched(13_000), touched(17_500), touched(30_000)], [false, false, false, false]);
});

test('the sitter reads when to look in, and what was seen last', () => {
  const now = NOON + 9 * MINUTE;
  const looked = local(entry('look_in', { sign: 'breathing_easy' }, NOON));
  const view = fold(snapshot(), [looked], { now });
  assert.equal(nextWords(view, now, 'Ana'), 'Look in on Ana in 6 min');
  assert.equal(lastWords(view, now, { breathing_easy: 'Breathing easy' }), 'Last: breathing easy, 9 min ago');
  assert.equal(nextWords(view, NOON + 18 * MINUTE, 'Ana'), 'The look-in on Ana is 3 min overdue');
  assert.equal(helpText({ help: { at: now - 40_000 } }, now), 'Called 40 s ago.');
});

test('whoever said that they come and did not is called again', () => {
  const { call: coming } = pass(called(), NOON + 5000, { by: 'Dan', at: NOON + 4000 });
  assert.equal(touch(coming, NOON + 9000).record, undefined);
  const again = touch(coming, NOON + 20_000);
  assert.deepEqual([again.call.state, again.call.since, again.record], ['calling', NOON + 20_000, { what: 'call' }]);
});
