import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cueAt, makeVoices } from '../../stillwater/web/static/js/sound/voices.js';
import { PhoneAudio, standStill } from './phone-audio.js';

const CUES = [
  { guide: 'the-porch', eyes: 'open', recording: 'a1', from: 60, seconds: 300, gain: 0.8 },
  { guide: 'the-way-back', eyes: 'closed', recording: 'b2', from: 2400, seconds: 240, gain: 0.7 },
];

/** A voice beside a score whose place a test sets. */
function beside(context, cues = CUES) {
  const pass = standStill(context);
  const gains = [];
  globalThis.GainNode = class {
    gain = { setTargetAtTime: (to) => gains.push(to) };
    connect = (next) => next;
  };
  const audioContext = { currentTime: 0, createMediaElementSource: () => ({ connect: (next) => next }) };
  const audio = Object.assign(new PhoneAudio(), { duration: 290 });
  const now = { context: audioContext, node: {}, at: 0 };
  const world = { audio, gains, pass, now, plays: true, made: 0 };
  const make = () => {
    world.made += 1;
    return audio;
  };
  const voices = makeVoices(
    (cue) => `/${cue.guide}`,
    () => cues,
    () => (world.plays ? now : null),
    make,
  );
  context.after(() => voices.close());
  return Object.assign(world, { voices });
}

test('a guide has its turn from its first second to its last', () => {
  assert.equal(cueAt(CUES, 59.9), undefined);
  assert.equal(cueAt(CUES, 60)?.guide, 'the-porch');
  assert.equal(cueAt(CUES, 360), undefined);
});

test('each guide speaks in its place, at its loudness, and is quiet outside it', async (context) => {
  const { audio, gains, pass, now } = beside(context);
  await pass(500);
  assert.equal(audio.paused, true);
  now.at = 61;
  await pass(300);
  assert.deepEqual([audio.src, audio.paused, audio.currentTime, gains], ['/the-porch', false, 1, [0.8]]);
  now.at = 2410;
  await pass(300);
  assert.deepEqual([audio.src, audio.currentTime], ['/the-way-back', 10]);
  now.at = 2700;
  await pass(300);
  assert.deepEqual([audio.paused, gains.at(-1)], [true, 0]);
});

test('it is set right when it has drifted, and left alone when it has not', async (context) => {
  const { audio, pass, now } = beside(context);
  now.at = 70;
  await pass(300);
  audio.currentTime = 10.2;
  await pass(300);
  assert.equal(audio.currentTime, 10.2);
  audio.currentTime = 8;
  await pass(300);
  assert.equal(audio.currentTime, 10);
});

test('when the sound is paused, or the file plays, no voice is left over', async (context) => {
  const world = beside(context);
  world.now.at = 70;
  await world.pass(300);
  world.plays = false;
  await world.pass(300);
  assert.equal(world.audio.paused, true);
  world.plays = true;
  await world.pass(300);
  assert.equal(world.audio.paused, false);
});

test('a recording that is shorter than was thought is not begun again', async (context) => {
  const { audio, pass, now } = beside(context);
  now.at = 355; // it ends at 350
  await pass(300);
  assert.equal(audio.paused, true);
});

test('in a context that is not its own it keeps still, for the file says it', async (context) => {
  const { audio, pass, now } = beside(context);
  now.at = 70;
  await pass(300);
  now.context = { ...now.context };
  audio.pause();
  await pass(300);
  assert.equal(audio.paused, true);
});

test('a sound without a voice makes no element, and the touch that begins unlocks one that has one', async (context) => {
  const silent = beside(context, []);
  silent.voices.unlock();
  silent.now.at = 70;
  await silent.pass(300);
  assert.equal(silent.made, 0);
  const spoken = beside(context);
  spoken.voices.unlock();
  assert.deepEqual([spoken.made, spoken.audio.src, spoken.audio.muted], [1, '/the-porch', true]);
  await spoken.pass(100);
  assert.deepEqual([spoken.audio.muted, spoken.audio.paused], [false, true]);
});
