import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Steered } from '../../stillwater/web/static/js/elements/steered.js';
import { makeMade } from '../../stillwater/web/static/js/sound/made.js';
import { makePair } from '../../stillwater/web/static/js/sound/pair.js';
import { PhoneAudio, standStill, turn } from './phone-audio.js';

const WHERE = { score: '/score/', voices: '/library', scene: 'strings', scenes: 'shore bowls' };

/** A phone: its audio elements, its own engine (which a test can stop), and a clock that stands still. */
async function phone(context, { fades = true, scores = ['strings', 'shore', 'drone'], cues = [] } = {}) {
  const pass = standStill(context);
  context.mock.method(Date, 'now', () => performance.now());
  const engines = [];
  globalThis.AudioContext = class {
    state = 'running';
    async resume() {
      this.state = 'running';
    }
  };
  globalThis.Audio = PhoneAudio;
  context.after(() => {
    delete globalThis.AudioContext;
    delete globalThis.Audio;
  });
  context.mock.method(globalThis, 'fetch', async (address) => {
    const scene = address.replace('/score/', '');
    return scores.includes(scene)
      ? new Response(JSON.stringify({ scene, hash: scene, cues }))
      : new Response('', { status: 404 });
  });
  const makeEngine = (_, tell, audio) => {
    let at = 0;
    let begun = 0;
    const engine = {
      tell,
      audio,
      gone: [],
      wishes: {},
      moving: false,
      frozen: false,
      works: true,
      prepare: async (sheet, from) => {
        engine.gone.push(`prepare ${sheet.scene}`);
        at = from;
        return engine.works;
      },
      play: async (from = at) => {
        if (!engine.works) return false;
        at = from;
        begun = performance.now();
        engine.moving = true;
        return true;
      },
      pause: async () => {
        at = engine.position();
        engine.moving = false;
      },
      steer: async (wish) => Object.assign(engine.wishes, wish),
      change: async (sheet, seconds) => {
        engine.gone.push(`change ${sheet.scene} ${seconds}`);
        return true;
      },
      position: () => at + (engine.moving && !engine.frozen ? (performance.now() - begun) / 1000 : 0),
      playing: () => engine.moving,
      voice: () => ({}),
      close: async () => engine.gone.push('close'),
    };
    engines.push(engine);
    return engine;
  };
  const told = [];
  const audios = {};
  const audioFor = (which) => {
    audios[which] = new PhoneAudio(fades);
    return audios[which];
  };
  const tell = {
    stopped: () => told.push('stopped'),
    broken: () => told.push('broken'),
    ended: () => told.push('ended'),
  };
  const files = { src: '/a.m4a', softSrc: '', scene: 'strings' };
  const pair = makePair(audioFor, files, tell);
  pair.add('calmer', { src: '/b.m4a', softSrc: '', scene: 'drone' });
  const path = (by, which) => told.push(`${by} ${which}`);
  const made = makeMade(pair, WHERE, { ...tell, path }, makeEngine);
  context.after(() => made.close());
  const begin = async () => {
    made.unlock();
    await made.play();
    for (let n = 0; n < 10; n += 1) await turn();
  };
  return { made, pass, told, audios, engines, begin, pair };
}

test('the file begins inside the touch, and the phone’s own sound takes over softly at the same place', async (context) => {
  const { made, pass, told, audios, engines, begin } = await phone(context);
  audios.planned.currentTime = 0;
  await begin();
  assert.deepEqual(told, ['made planned']);
  assert.equal(audios.planned.paused, false, 'one through the other');
  await pass(4200);
  assert.equal(audios.planned.paused, true);
  assert.equal(made.playing(), true);
  assert.deepEqual(engines[0].gone, ['prepare strings']);
});

test('where no page sets the volume, the file goes on until the other has risen', async (context) => {
  const { pass, audios, begin } = await phone(context, { fades: false });
  await begin();
  await pass(3000);
  assert.equal(audios.planned.paused, false);
  await pass(1500);
  assert.equal(audios.planned.paused, true);
});

for (const [why, stop] of [
  ['the phone rings', ({ engines }) => engines[0].tell.stopped()],
  ['the engine breaks', ({ engines }) => engines[0].tell.broken()],
  [
    'its clock stands still and nothing is told',
    ({ engines }) => {
      engines[0].frozen = true;
    },
  ],
]) {
  test(`when ${why}, the file goes on at the same place within two seconds, and hands back later`, async (context) => {
    const world = await phone(context);
    const { made, pass, told, audios, engines, begin } = world;
    await begin();
    await pass(60_000);
    stop(world);
    const at = engines[0].position();
    await pass(1500);
    assert.equal(audios.planned.paused, false);
    assert.ok(Math.abs(audios.planned.currentTime - at) < 1.2, `${audios.planned.currentTime} beside ${at}`);
    assert.deepEqual(told, ['made planned', 'file planned']);
    engines[0].frozen = false;
    await pass(12_000);
    assert.equal(told.at(-1), 'made planned');
    assert.equal(made.playing(), true);
  });
}

test('s14: a call that stops the file as well is a pause: nothing goes on by itself', async (context) => {
  const { made, pass, told, audios, engines, begin } = await phone(context);
  await begin();
  await pass(10_000);
  audios.planned.play = async () => Promise.reject(new Error('the phone rings'));
  engines[0].tell.stopped();
  await pass(1000);
  assert.equal(told.at(-1), 'stopped');
  audios.planned.play = PhoneAudio.prototype.play;
  await pass(600_000);
  assert.equal(audios.planned.paused, true);
  assert.equal(made.playing(), false);
  assert.equal(
    engines.some((one) => one.moving),
    false,
  );
});

test('a pause is a pause on both, also while one hands over to the other', async (context) => {
  const { made, pass, audios, engines, begin } = await phone(context);
  await begin();
  await pass(1000); // both sound
  void made.pause();
  await pass(300_000);
  assert.deepEqual([audios.planned.paused, engines[0].moving, made.playing()], [true, false, false]);
  await made.play();
  assert.deepEqual([audios.planned.paused, engines[0].moving], [true, true]);
});

test('a phone whose engine never starts plays its file and leaves it at that', async (context) => {
  const { made, pass, told, audios, engines, begin } = await phone(context, { scores: [] });
  await begin();
  await pass(600_000);
  assert.deepEqual([told, audios.planned.paused, made.playing()], [[], false, true]);
  assert.equal(engines.length, 1);
  assert.equal(made.tone('grounding'), false);
  assert.equal(await made.change('scene', 'shore'), false);
});

test('another scene by a slow cross-fade; when the engine stops, its file stands for the planned one', async (context) => {
  const { made, pass, told, engines, begin, audios } = await phone(context);
  await begin();
  await pass(5000);
  assert.equal(await made.change('scene', 'shore'), true);
  assert.deepEqual([made.which(), made.scene()], ['scene', 'shore']);
  assert.equal(engines[0].gone.at(-1), 'change shore 12');
  assert.equal(await made.change('scene', 'bowls'), false, 'its score never came');
  engines[0].tell.stopped();
  await pass(500);
  assert.deepEqual([told.at(-1), made.scene(), audios.planned.paused], ['file planned', 'strings', false]);
});

test('the calmer sound is the calmer file’s, also when the engine stops', async (context) => {
  const { made, pass, told, engines, begin, audios } = await phone(context);
  await begin();
  await pass(5000);
  assert.equal(await made.change('calmer'), true);
  assert.equal(audios.calmer.paused, true, 'the phone makes it itself');
  engines[0].tell.stopped();
  await pass(500);
  assert.deepEqual([told.at(-1), made.which(), audios.calmer.paused], ['file calmer', 'calmer', false]);
});

test('softer, lower and without bells, and so again after the file had its turn', async (context) => {
  const { made, pass, engines, begin, pair } = await phone(context);
  await begin();
  await pass(5000);
  assert.equal(made.soften(true), true);
  assert.equal(made.tone('grounding'), true);
  assert.equal(made.tone('no_bells'), true);
  const wished = { softer: true, grounding: true, brighter: false, bells: false };
  assert.deepEqual(engines[0].wishes, wished);
  assert.equal(pair.soft(), true);
  engines[0].tell.broken();
  await pass(12_000);
  assert.deepEqual(engines[1].wishes, wished);
});

test('a rest without an end is begun anew before the kernel has counted to its last round', async (context) => {
  const { made, pass, engines, begin } = await phone(context);
  await begin();
  made.longer();
  const [engine] = engines;
  let at = 7000;
  engine.position = () => at + performance.now() / 1e6; // it never stands still
  for (let round = 0; round < 22; round += 1) {
    for (at = 7000; at < 7240; at += 60) await pass(5000);
  }
  assert.equal(engine.gone.filter((one) => one === 'change strings undefined').length, 1);
});

test('what others ask of it is done and told, and what only a file plays is not there', async (context) => {
  const { made, pass, begin, engines } = await phone(context);
  const notes = [];
  const shown = { note: (what, more) => notes.push([what, more]), show: () => {}, showSoft: () => {}, until: () => {} };
  globalThis.document ??= new EventTarget();
  const steered = new Steered(shown, made);
  await begin();
  await pass(5000);
  assert.deepEqual(await steered.obey('brighter'), { what: 'brighter' });
  assert.deepEqual(await steered.obey('scene', 'shore'), { what: 'scene' });
  assert.deepEqual(await steered.obey('scene', 'bowls'), { what: 'not_done', why: 'not_here' });
  steered.sound = { is: { scene: { now: 'scene' } } };
  steered.path('file', 'planned');
  assert.deepEqual(notes, [
    ['path', { path: 'file' }],
    ['planned', undefined],
  ]);
  engines[0].tell.stopped();
  await pass(1000);
  assert.deepEqual(await steered.obey('no_bells'), { what: 'not_done', why: 'not_here' });
});

test('a guide’s recording comes with the preparation; without it the file, which has it, goes on', async (context) => {
  const { made, begin, told, pass } = await phone(context, {
    cues: [{ guide: 'the-porch', eyes: 'open', recording: 'a', from: 60, seconds: 300, gain: 1 }],
  });
  await made.prepare();
  assert.ok(made.keeps().includes('/library/'));
  await begin();
  await pass(60_000);
  assert.deepEqual(told, []);
});
