/** An `<audio>` as on a phone that lets no page set the volume; with `fades`, as on the others. */
export class PhoneAudio extends EventTarget {
  src = '';
  paused = true;
  ended = false;
  muted = false;
  currentTime = 0;
  dataset = {};
  #volume = 1;

  constructor(fades = false) {
    super();
    this.fades = fades;
  }
  get volume() {
    return this.#volume;
  }
  set volume(to) {
    if (this.fades) this.#volume = to;
  }
  async play() {
    this.paused = false;
  }
  pause() {
    this.paused = true;
    this.dispatchEvent(new Event('pause'));
  }
}

export const turn = () => new Promise((resolve) => setImmediate(resolve));

/** Time that goes only when a test says so, for fades. @param {import('node:test').TestContext} context */
export function standStill(context) {
  const { setTimeout: later, setInterval: often, clearTimeout: stop, clearInterval: stopOften } = globalThis;
  let now = 0;
  let count = 0;
  const due = new Map();
  const add = (every) => (work, ms) => {
    count += 1;
    due.set(count, { work, at: now + ms, every: every ? ms : 0 });
    return count;
  };
  const drop = (id) => due.delete(id);
  Object.assign(globalThis, {
    setTimeout: add(false),
    setInterval: add(true),
    clearTimeout: drop,
    clearInterval: drop,
  });
  context.mock.method(performance, 'now', () => now);
  context.after(() => {
    Object.assign(globalThis, { setTimeout: later, setInterval: often, clearTimeout: stop, clearInterval: stopOften });
  });
  return async (ms) => {
    for (const end = now + ms; now < end; ) {
      now += 50;
      for (const [id, { work, at, every }] of [...due]) {
        if (at > now) continue;
        if (every) due.get(id).at = now + every;
        else due.delete(id);
        work();
      }
      await turn();
    }
  };
}
