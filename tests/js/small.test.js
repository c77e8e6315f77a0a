import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { entryWords } from '../../stillwater/web/static/js/lib/entry-words.js';
import { sunAt } from '../../stillwater/web/static/js/lib/arc.js';
import { ENGLISH } from '../../stillwater/web/static/js/lib/english.js';
import { connected, cutOff, differing, HICCUP, reopenAfter } from '../../stillwater/web/static/js/lib/versions.js';
import { makeSettled } from '../../stillwater/web/static/js/lib/settled.js';
import { count, word } from '../../stillwater/web/static/js/lib/words.js';
import { makeAlarm } from '../../stillwater/web/static/js/sound/alarm.js';
import { level } from '../../stillwater/web/static/js/sound/fade.js';

const ROOT = new URL('../../stillwater/web/static/js/', import.meta.url);
const files = readdirSync(ROOT, { recursive: true })
  .map(String)
  .filter((name) => name.endsWith('.js'));
const source = (name) => readFileSync(new URL(name, ROOT), 'utf8');

test('after a break, only what differs is fetched, and nothing is skipped', () => {
  const latest = new Map([
    ['ana', 15],
    ['jonah', 3],
    ['ines', 7],
  ]);
  const shown = [
    { session: 'ana', version: 14 },
    { session: 'jonah', version: 3 },
  ];
  assert.deepEqual(differing(latest, shown), { stale: [shown[0]], unknown: ['ines'] });
  assert.deepEqual(differing(new Map([['ana', 13]]), shown).stale, []);
});

test('of two parts of one session, one drawn before the change and one after it, the older one is fetched', () => {
  const before = { session: 'ana', version: 14 };
  const after = { session: 'ana', version: 15 };
  assert.deepEqual(differing(new Map([['ana', 15]]), [before, after]).stale, [before]);
  assert.deepEqual(differing(new Map([['ana', 15]]), [after, before]).stale, [before]);
});

test('s12: a stream that is silent is cut off, whatever the browser believes', () => {
  assert.equal(connected({ open: true, lastHeard: 0 }, 39_000), true);
  assert.equal(connected({ open: true, lastHeard: 0 }, 41_000), false);
  assert.equal(connected({ open: false, lastHeard: 0 }, 1), false);
  assert.deepEqual([reopenAfter(0), reopenAfter(20)], [1000, 30_000]);
});

test('s12: a short break is not told to who rests, a longer one is', () => {
  const noticed = 1_000_000;
  assert.equal(cutOff({ on: false, noticed }, noticed + HICCUP - 1), false);
  assert.equal(cutOff({ on: false, noticed }, noticed + HICCUP), true);
  assert.equal(cutOff({ on: true, noticed }, noticed + HICCUP), false);
  assert.equal(cutOff({ on: null, noticed }, noticed + HICCUP), false);
});

test('a pre-flight that opens records nothing; a change and an answer are recorded, once', () => {
  const settled = makeSettled();
  assert.equal(settled('awake', false, false), false); // what the page finds as it opens, at each visit anew
  assert.equal(settled('awake', false, false), false);
  assert.equal(settled('awake', true, false), true);
  assert.equal(settled('awake', true, false), false);
  assert.equal(settled('awake', false, false), true);
  assert.equal(settled('quiet', true, true), true);
  assert.equal(settled('quiet', true, true), false);
  assert.equal(settled('charging', true, false), false);
  assert.equal(settled('charging', true, true), true); // somebody says so: theirs, though the device found it too
  assert.equal(settled('charging', true, true), false);
});

test('the sun rises at the left, stands at the top halfway, and stays on its path', () => {
  const arc = { cx: 195, cy: 312, rx: 150, ry: 150 };
  assert.deepEqual(Object.values(sunAt(arc, 0)).map(Math.round), [45, 312]);
  assert.deepEqual(Object.values(sunAt(arc, 0.5)).map(Math.round), [195, 162]);
  assert.deepEqual(Object.values(sunAt(arc, 7)).map(Math.round), [345, 312]);
});

test('the alarm sounds once when due, each minute while overdue, every three seconds for a call', () => {
  const sounds = [];
  let now = 0;
  const alarm = makeAlarm((what) => sounds.push([what, now]) > 0);
  for (; now < 130_000; now += 1000) alarm.hear(now < 10_000 ? 'none' : now < 70_000 ? 'due' : 'overdue', now);
  assert.deepEqual(
    sounds.map(([, at]) => at),
    [10_000, 70_000],
  );
  sounds.length = 0;
  for (const end = now + 7000; now < end; now += 1000) alarm.hear('help', now, 'c1');
  assert.equal(sounds.length, 3);
  alarm.hear('help', now, 'c2');
  assert.equal(sounds.length, 4, 'called again, heard again');
});

test('a phone that may not sound yet tries again each second', () => {
  let tries = 0;
  const alarm = makeAlarm(() => {
    tries += 1;
    return false;
  });
  for (let now = 0; now < 5000; now += 1000) alarm.hear('due', now);
  assert.equal(tries, 5);
});

test('s14: a fade has no step in it and ends where it should', () => {
  let before = level(0, 1, 0);
  for (let share = 0; share <= 1.001; share += 0.01) {
    const now = level(share, 1, 0);
    assert.ok(before - now < 0.02 && before - now >= 0);
    before = now;
  }
  assert.deepEqual([level(0, 0, 1), level(1, 0, 1), level(2, 0, 1)], [0, 1, 1]);
});

test('one and many are said differently', () => {
  assert.equal(count('waiting', 1), '1 entry waits to be sent');
  assert.equal(count('waiting', 2), '2 entries wait to be sent');
});

test('every word that the code asks for is there', () => {
  for (const name of files) {
    for (const [, key] of source(name).matchAll(/\bword\('(\w+)'/g)) assert.ok(key in ENGLISH, `${name}: ${key}`);
    for (const [, key] of source(name).matchAll(/\bcount\('(\w+)'/g))
      assert.ok(`${key}_other` in ENGLISH, `${name}: ${key}`);
  }
  assert.equal(word('ago', { span: '4 min' }), '4 min ago');
});

test('s25: none of the words that never stand on a screen, and no exclamation mark', () => {
  const banned =
    /safe to|you are safe|you are fine|nothing to worry|let go|surrender|\btrip\b|journey|failed|no-show|non-compliant|all clear|no risk|alert triggered|calm down|well done|!/i;
  for (const [key, text] of Object.entries(ENGLISH)) assert.doesNotMatch(text, banned, key);
});

test('modules stay within 150 lines, import by relative address, and use nothing that the page’s policy forbids', () => {
  for (const name of files) {
    const text = source(name);
    assert.ok(text.split('\n').length <= 151 || name === 'lib/english.js', name);
    for (const [, address] of text.matchAll(/^import[^'"]*['"]([^'"]+)['"]/gm))
      assert.match(address, /^\.\.?\/.+\.js$/, name);
    assert.doesNotMatch(
      text,
      /\beval\(|new Function\(|\.style\b|setAttribute\('style'|SpeechRecognition|https?:\/\//,
      name,
    );
  }
});

test('s22: nothing here listens for speech or reaches for another host', () => {
  for (const name of files)
    assert.doesNotMatch(source(name), /webkitSpeech|speechSynthesis|sendBeacon|\/\/\w+\.\w+\//, name);
});

test('an entry has words before any server has seen it', () => {
  assert.equal(entryWords({ kind: 'reading', data: { sys: 152, dia: 90, pulse: 74 } }), 'BP 152/90, pulse 74');
  assert.equal(entryWords({ kind: 'effect', data: { name: 'nausea', severity: 'mild' } }), 'nausea, mild');
  assert.equal(entryWords({ kind: 'help', data: { what: 'call' } }), 'help, call');
});
