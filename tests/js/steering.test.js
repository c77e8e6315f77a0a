import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Steered } from '../../stillwater/web/static/js/elements/steered.js';
import { tell } from '../../stillwater/web/static/js/lib/dom.js';
import { makePair } from '../../stillwater/web/static/js/sound/pair.js';
import { makeSteering } from '../../stillwater/web/static/js/sound/steering.js';
import { NOON } from './cast.js';
import { PhoneAudio, standStill, turn } from './phone-audio.js';

const KEYS = {
  softer: 'level',
  louder: 'level',
  pause: 'flow',
  resume: 'flow',
  off: 'flow',
  calmer: 'scene',
  planned: 'scene',
};
const ask = (want, seconds, more = {}) => ({
  want,
  at: new Date(NOON + seconds * 1000).toISOString(),
  entry: `ask-${String(seconds).padStart(4, '0')}-${want}`,
  ...more,
});
const asking = (...asks) => ({ asked: Object.fromEntries(asks.map((one) => [KEYS[one.want], one])) });
const wants = (found) => found.map(({ want }) => want);

test('what is asked is done once, however often it arrives', () => {
  const steering = makeSteering();
  const sound = asking(ask('softer', 1));
  assert.deepEqual(wants(steering.take(sound)), ['softer']);
  assert.deepEqual(steering.take(sound), []);
  assert.deepEqual(steering.take(structuredClone(sound)), []);
});

test('an old ask that arrives after a newer one does not undo it', () => {
  const steering = makeSteering();
  steering.take(asking(ask('louder', 9)));
  assert.deepEqual(steering.take(asking(ask('softer', 3))), []);
});

test('an ask from before a touch on this phone is not done; one after it is', () => {
  const steering = makeSteering();
  steering.own('softer', NOON + 5000);
  assert.deepEqual(steering.take(asking(ask('louder', 4))), []);
  assert.deepEqual(steering.take(asking(ask('louder', 5))), [], 'at the same moment the touch counts');
  assert.deepEqual(wants(steering.take(asking(ask('louder', 6)))), ['louder']);
});

test('what this phone has answered before the page was opened anew is not done again', () => {
  assert.deepEqual(makeSteering().take(asking(ask('softer', 1, { answer: { what: 'softer' } }))), []);
});

test('s14: a pause made here is not lifted from afar, unless somebody asked', () => {
  const steering = makeSteering();
  steering.own('paused', NOON);
  assert.deepEqual(steering.take(asking(ask('resume', 2))), []);
  assert.deepEqual(wants(steering.take(asking(ask('off', 3)))), ['off']);
  assert.deepEqual(steering.take(asking(ask('resume', 4))), [], 'off and on again is no way round it');
  assert.deepEqual(wants(steering.take(asking(ask('resume', 5, { agreed: true })))), ['resume']);
});

const some = fc.record({ want: fc.constantFrom(...Object.keys(KEYS)), seconds: fc.integer({ min: 0, max: 30 }) });

test('whatever arrives in whatever order and how often, each thing ends as its last word says, and nothing is done twice', () => {
  fc.assert(
    fc.property(fc.array(some, { maxLength: 12 }), fc.infiniteStream(fc.nat()), (all, dice) => {
      const asks = [
        ...new Map(all.map(({ want, seconds }) => [`${seconds}${KEYS[want]}`, ask(want, seconds)])).values(),
      ];
      const arrivals = [...asks, ...asks]
        .map((one) => ({ one, turn: dice.next().value }))
        .sort((a, b) => a.turn - b.turn);
      const steering = makeSteering();
      const done = arrivals.flatMap(({ one }) => steering.take(asking(one)));
      assert.equal(new Set(done.map(({ entry }) => entry)).size, done.length);
      for (const key of new Set(Object.values(KEYS))) {
        const of = (list) => list.filter(({ want }) => KEYS[want] === key);
        const newest = of(asks).sort((a, b) => (a.entry < b.entry ? 1 : -1))[0];
        assert.equal(of(done).at(-1)?.entry, newest?.entry);
      }
    }),
  );
});

/** Two elements on a phone, and who hears what became of them. */
function phone({ fades = false } = {}) {
  const elements = {};
  const told = [];
  const makeAudio = (which) => {
    elements[which] = new PhoneAudio(fades);
    return elements[which];
  };
  const tellers = { stopped: () => told.push('stopped'), broken: () => {}, ended: () => told.push('ended') };
  const pair = makePair(makeAudio, { src: '/full.m4a', softSrc: '/soft.m4a', scene: 'strings' }, tellers);
  return { pair, elements, told };
}
const CALMER = { src: '/calmer.m4a', softSrc: '/calmer-soft.m4a', scene: 'drone' };

test('a change of scene goes on at the same place, and the first sound fades away behind it', async (context) => {
  const wait = standStill(context);
  const { pair, elements } = phone({ fades: true });
  await pair.play();
  await wait(5000);
  assert.equal(await pair.change('calmer'), false, 'it is not here yet');
  pair.add('calmer', CALMER);
  elements.planned.currentTime = 300;
  assert.equal(await pair.change('calmer'), true);
  const { planned, calmer } = elements;
  assert.deepEqual([calmer.paused, calmer.currentTime, calmer.volume], [false, 300, 0]);
  await wait(6000);
  assert.ok(planned.volume > 0.2 && planned.volume < 0.8 && calmer.volume > 0.2 && calmer.volume < 0.8);
  await wait(7000);
  assert.deepEqual([planned.paused, calmer.volume, pair.which(), pair.scene()], [true, 1, 'calmer', 'drone']);
});

test('a pause in the middle of a change silences both', async (context) => {
  const wait = standStill(context);
  const { pair, elements } = phone({ fades: true });
  pair.add('calmer', CALMER);
  await pair.play();
  await pair.change('calmer');
  void pair.pause(1000);
  await wait(1500);
  assert.deepEqual([elements.planned.paused, elements.calmer.paused], [true, true]);
});

test('where no page sets the volume the other sound begins at its beginning, which rises out of silence', async (context) => {
  const wait = standStill(context);
  const { pair, elements } = phone();
  pair.add('calmer', CALMER);
  await pair.play();
  elements.planned.currentTime = 300;
  await pair.change('calmer');
  assert.deepEqual([elements.calmer.currentTime, elements.planned.paused], [0, false]);
  await wait(51_000);
  assert.deepEqual([elements.planned.paused, elements.calmer.paused], [true, false]);
});

/** The element's place is taken by a list of what it was told. */
function steered(pair) {
  globalThis.document ??= Object.assign(new EventTarget(), { getElementById: () => null });
  const notes = [];
  const player = {
    note: (what, more = {}) => {
      if (!more.answers) made.own(what);
      notes.push([what, more.answers ?? '', more.why ?? ''].join(' ').trim());
    },
    show: () => {},
    showSoft: () => {},
    until: () => {},
  };
  const made = new Steered(player, pair);
  return { made, notes };
}
const arrives = async (sound) => {
  tell('sw:state', { sound });
  await turn();
};

test('the phone says what it did of what was asked, and what it could not do', async () => {
  const { pair } = phone();
  const { made, notes } = steered(pair);
  await arrives(asking(ask('softer', 1)));
  assert.deepEqual(notes, [], 'a page on which nothing was begun answers for no other');
  await pair.play();
  made.begin();
  await turn();
  assert.deepEqual(notes.splice(0), ['begun', 'softer ask-0001-softer']);
  const later = (Date.now() - NOON) / 1000 + 60;
  await arrives(asking(ask('calmer', later)));
  assert.deepEqual(notes.splice(0), [`not_done ${ask('calmer', later).entry} not_here`]);
  await arrives(asking(ask('pause', later)));
  assert.deepEqual(notes.splice(0), [`paused ${ask('pause', later).entry}`]);
});

test('a phone that plays only after a touch says so instead of pretending', async () => {
  const { pair, elements } = phone();
  const { made, notes } = steered(pair);
  await pair.play();
  made.begin();
  const later = (Date.now() - NOON) / 1000 + 60;
  await arrives(asking(ask('off', later)));
  elements.planned.play = async () => Promise.reject(new Error('NotAllowedError'));
  await turn();
  await arrives(asking(ask('resume', later + 1)));
  assert.deepEqual(notes.at(-1), `not_done ${ask('resume', later + 1).entry} touch`);
});

test('a page opened anew takes up how loud it was and which of the two, once somebody touches', async () => {
  const { pair } = phone();
  pair.add('calmer', CALMER);
  const { made, notes } = steered(pair);
  await arrives({ is: { level: { now: 'softer' }, scene: { now: 'calmer' } }, kept: 'drone' });
  made.keep('drone');
  made.before();
  await pair.play();
  made.begin();
  assert.deepEqual([pair.soft(), pair.which(), notes], [true, 'calmer', ['begun']]);
});
