import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Steered } from '../../stillwater/web/static/js/elements/steered.js';
import { tell } from '../../stillwater/web/static/js/lib/dom.js';
import { makePair } from '../../stillwater/web/static/js/sound/pair.js';
import { makeOwn } from '../../stillwater/web/static/js/sound/own/source.js';
import { SOFT } from '../../stillwater/web/static/js/sound/own/voice.js';
import { NOON } from './cast.js';
import { PhoneAudio, standStill, turn } from './phone-audio.js';

const PIECES = [
  { src: 'blob:calm', seconds: 240, factor: 0.5 },
  { src: 'blob:song', seconds: 300, factor: 0.25 },
  { src: 'blob:even', seconds: 180, factor: 0.8 },
];
const PLANNED = { src: '/full.m4a', softSrc: '', scene: 'strings', rest: [6960, 7200] };
const CALMER = { src: '/calmer.m4a', softSrc: '', scene: 'drone' };

/** Web Audio of a phone: what each element's gain is. */
function graphOf(gains, runs = true) {
  return (stopped) => {
    gains.stopped = stopped;
    return {
      join: (audio) => (factor) => {
        gains[audio.which] = factor;
      },
      resume: async () => runs,
      close: () => {},
    };
  };
}

function phone({ fades = true, pieces = PIECES, planned = PLANNED, runs = true } = {}) {
  const elements = {};
  const told = [];
  const gains = {};
  const audioFor = (which) => {
    elements[which] = Object.assign(new PhoneAudio(fades), { which });
    return elements[which];
  };
  const tellers = Object.fromEntries(
    ['stopped', 'broken', 'ended', 'handed'].map((what) => [what, () => told.push(what)]),
  );
  const pair = makePair(audioFor, planned, tellers);
  const own = makeOwn(pair, audioFor, pieces, planned.rest, tellers, graphOf(gains, runs));
  /** The element comes to a place, and says so as browsers do. */
  const plays = async (which, seconds, type = 'timeupdate') => {
    elements[which].currentTime = seconds;
    elements[which].dispatchEvent(new Event(type));
    await turn();
  };
  return { own, elements, told, gains, plays };
}
const sounding = (elements) => Object.keys(elements).filter((which) => !elements[which].paused);

beforeEach(() => {
  globalThis.document ??= Object.assign(new EventTarget(), { getElementById: () => null });
});

test('it has everything that the sealed pair has, so that a player can use either', () => {
  const pair = makePair(() => new PhoneAudio(true), PLANNED, {});
  for (const key of Object.keys(pair)) assert.ok(key in phone().own, key);
});

test('own pieces follow one another, each at its own level, and pass into one another over six seconds', async (context) => {
  const wait = standStill(context);
  const { own, elements, plays } = phone();
  assert.equal(await own.play(), true);
  await wait(5000);
  assert.deepEqual(
    [elements.own.src, elements.own.volume, own.scene(), own.which()],
    ['blob:calm', 0.5, 'own', 'planned'],
  );
  await plays('own', 233);
  assert.deepEqual(sounding(elements), ['own']);
  await plays('own', 234.1);
  assert.deepEqual(sounding(elements), ['own', 'own-next']);
  await wait(3000);
  assert.ok(elements.own.volume > 0.15 && elements.own.volume < 0.35);
  assert.ok(elements['own-next'].volume > 0.07 && elements['own-next'].volume < 0.2);
  await wait(3500);
  assert.deepEqual([sounding(elements), elements['own-next'].volume], [['own-next'], 0.25]);
  await plays('own-next', 100);
  assert.equal(own.position(), 334);
  await plays('own-next', 294.5);
  await wait(6500);
  assert.deepEqual([sounding(elements), elements.own.src, elements.own.volume], [['own'], 'blob:even', 0.8]);
});

test('behind the last piece the planned sound goes on at its own place, never silence', async (context) => {
  const wait = standStill(context);
  const { own, elements, told, plays } = phone();
  await own.play();
  await plays('own', 235);
  await wait(7000);
  await plays('own-next', 295);
  await wait(7000);
  await plays('own', 174.5);
  assert.deepEqual(sounding(elements), ['planned', 'own']);
  await wait(7000);
  assert.deepEqual(
    [sounding(elements), elements.planned.volume, elements.planned.currentTime],
    [['planned'], 1, 702.5],
  );
  assert.deepEqual([told, own.scene(), own.which(), own.playing()], [['handed'], 'strings', 'planned', true]);
  assert.equal(await own.change('planned'), true, 'what was begun with is over: the planned sound stands for it');
  assert.equal(own.scene(), 'strings');
});

test('own music longer than the session passes into the rest of the planned sound', async (context) => {
  const wait = standStill(context);
  const { own, elements, plays } = phone({ pieces: [{ src: 'blob:long', seconds: 7500, factor: 0.5 }] });
  await own.play();
  await plays('own', 7494);
  await wait(7000);
  assert.equal(elements.planned.currentTime, 7494 - 240 * 2);
});

test('a piece that does not play gives way to the planned sound at its place', async (context) => {
  const wait = standStill(context);
  const { own, elements, told, plays } = phone();
  await own.play();
  await wait(5000);
  await plays('own', 100, 'error');
  await wait(5000);
  assert.deepEqual([sounding(elements), elements.planned.currentTime, told], [['planned'], 100, ['handed']]);
  const second = phone();
  second.elements.own.play = async () => Promise.reject(new DOMException('no decoder', 'NotSupportedError'));
  assert.equal(await second.own.play(), true);
  assert.deepEqual([sounding(second.elements), second.own.scene()], [['planned'], 'strings']);
});

test('a next piece that does not play gives way too, though nobody looks', async (context) => {
  const wait = standStill(context);
  const { own, elements, told, plays } = phone();
  await own.play();
  elements['own-next'].play = async () => Promise.reject(new DOMException('gone', 'NotSupportedError'));
  await plays('own', 236);
  await wait(7000);
  assert.deepEqual([sounding(elements), told], [['planned'], ['handed']]);
});

test('s14: own music that a call stopped stays quiet until somebody touches, and rises again', async (context) => {
  const wait = standStill(context);
  const { own, elements, told, plays } = phone();
  await own.play();
  await wait(5000);
  await plays('own', 50);
  elements.own.pause(); // the phone rings
  await wait(20_000);
  elements.own.dispatchEvent(new Event('canplay'));
  await plays('own', 239.9);
  assert.deepEqual([told, own.playing(), sounding(elements)], [['stopped'], false, []]);
  elements.own.currentTime = 50;
  assert.equal(await own.play(), true);
  assert.equal(elements.own.volume, 0);
  await wait(4500);
  assert.deepEqual([elements.own.volume, own.position()], [0.5, 50]);
});

test('a pause in the middle of a change of pieces silences both, and the newer one goes on', async (context) => {
  const wait = standStill(context);
  const { own, elements, told, plays } = phone();
  await own.play();
  await wait(5000);
  await plays('own', 236);
  await wait(2000);
  void own.pause(1000);
  await wait(1500);
  assert.deepEqual([sounding(elements), told], [[], []]);
  await own.play();
  assert.deepEqual(sounding(elements), ['own-next']);
});

test('softer is the same for every piece and for what follows', async (context) => {
  const wait = standStill(context);
  const { own, elements, plays } = phone();
  await own.play();
  await wait(5000);
  assert.equal(own.soften(true), true);
  await wait(2000);
  assert.ok(Math.abs(elements.own.volume - 0.5 * SOFT) < 1e-9);
  await plays('own', 236);
  await wait(7000);
  assert.ok(Math.abs(elements['own-next'].volume - 0.25 * SOFT) < 1e-9);
  await plays('own-next', 100, 'error');
  await wait(5000);
  assert.equal(elements.planned.volume, 0.4);
  assert.equal(own.soft(), true);
});

test('field note 2: music that turned against somebody is left by one ask, and is there again when it is wanted', async (context) => {
  const wait = standStill(context);
  const { own, elements, told, plays } = phone();
  await own.play();
  await wait(5000);
  assert.equal(await own.change('calmer'), false, 'it is not here yet');
  own.add('calmer', CALMER);
  await plays('own', 90);
  assert.equal(await own.change('calmer'), true);
  await wait(13_000);
  assert.deepEqual(
    [sounding(elements), elements.calmer.currentTime, own.scene(), own.which()],
    [['calmer'], 90, 'drone', 'calmer'],
  );
  assert.equal(await own.change('planned'), true);
  await wait(13_000);
  assert.deepEqual([sounding(elements), elements.own.currentTime, own.scene()], [['own'], 90, 'own']);
  await plays('own', 120, 'error');
  await wait(13_000);
  assert.deepEqual([sounding(elements), own.scene(), told], [['planned'], 'strings', ['handed']]);
});

test('a change while it is paused begins nothing', async (context) => {
  const wait = standStill(context);
  const { own, elements } = phone();
  own.add('calmer', CALMER);
  await own.play();
  await wait(5000);
  void own.pause(500);
  await wait(1000);
  await own.change('calmer');
  assert.deepEqual([sounding(elements), own.scene(), own.playing()], [[], 'drone', false]);
  await own.play();
  assert.deepEqual(sounding(elements), ['calmer']);
});

test('where no page sets the volume each piece has its level by Web Audio, and the planned sound rises for a while below the last', async (context) => {
  const wait = standStill(context);
  const { own, elements, gains, plays } = phone({ fades: false });
  own.add('calmer', CALMER);
  own.unlock();
  assert.equal(await own.play(), true);
  await wait(5000);
  assert.deepEqual([sounding(elements), gains.own], [['own'], 0.5], 'what a touch had to start once is quiet again');
  for (const which of ['planned', 'calmer', 'own-next']) assert.equal(elements[which].muted, false);
  await plays('own', 235);
  await wait(7000);
  assert.equal(gains['own-next'], 0.25);
  await plays('own-next', 295);
  await wait(7000);
  await plays('own', 131);
  assert.deepEqual([sounding(elements), elements.planned.currentTime], [['planned', 'own'], 0]);
  await wait(51_000);
  assert.deepEqual([sounding(elements), gains.own], [['planned'], 0]);
});

test('quiet recordings are turned up by Web Audio where a volume cannot do it', async (context) => {
  const wait = standStill(context);
  const { own, elements, gains } = phone({ pieces: [{ src: 'blob:quiet', seconds: 200, factor: 1.8 }] });
  await own.play();
  await wait(5000);
  assert.deepEqual([gains.own, elements.own.volume], [1.8, 1]);
});

test('s14: Web Audio taken away by a call is a pause, and a phone that waits for a touch says so', async (context) => {
  const wait = standStill(context);
  const { own, elements, gains, told } = phone({ fades: false });
  await own.play();
  gains.stopped();
  await wait(100);
  assert.deepEqual([told, sounding(elements), own.playing()], [['stopped'], [], false]);
  const untouched = phone({ fades: false, runs: false });
  assert.equal(await untouched.own.play(), false);
  await wait(100);
  assert.deepEqual([sounding(untouched.elements), untouched.told], [[], []]);
});

test('steering from beside works on own music: softer, pause, play again, calmer, and back', async (context) => {
  const wait = standStill(context);
  const { own, elements } = phone();
  own.add('calmer', CALMER);
  const notes = [];
  const player = {
    note: (what, more = {}) => {
      if (!more.answers) made.own(what);
      notes.push(`${what} ${own.scene()}`);
    },
    show: () => {},
    showSoft: () => {},
    until: () => {},
  };
  const made = new Steered(player, own);
  await own.play();
  made.begin();
  const later = (Date.now() - NOON) / 1000 + 60;
  let asks = 0;
  const beside = async (want, key) => {
    asks += 1;
    const ask = { want, at: new Date(NOON + (later + asks) * 1000).toISOString(), entry: `ask-${asks}` };
    tell('sw:state', { sound: { asked: { [key]: ask } } });
    await wait(20_000);
  };
  await beside('softer', 'level');
  await beside('pause', 'flow');
  assert.deepEqual(sounding(elements), []);
  await beside('resume', 'flow');
  await beside('calmer', 'scene');
  assert.deepEqual(sounding(elements), ['calmer']);
  await beside('planned', 'scene');
  assert.deepEqual(sounding(elements), ['own']);
  await beside('off', 'flow');
  assert.deepEqual(sounding(elements), []);
  assert.deepEqual(notes, [
    'begun own',
    'softer own',
    'paused own',
    'resumed own',
    'calmer drone',
    'planned own',
    'off own',
  ]);
});
