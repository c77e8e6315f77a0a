/**
 * An hour and a half of the worklet, quantum by quantum, as fast as this browser goes: its clock is the count of its quanta.
 * `told`: [second, what the page's engine would send]. Returns the weighted loudness of each third of a second (LUFS of both
 * sides, ITU-R BS.1770-4), and the greatest step from one sample to the next in each.
 */
async ({ sheets, told, seconds }) => {
  const { Deck } = await import('/js/sound/worklet/deck.js');
  const { numbersOf } = await import('/js/sound/worklet/pack.js');
  const { gainsOf, USUAL } = await import('/js/sound/worklet/wishes.js');
  let Kernel;
  globalThis.AudioWorkletProcessor = class {
    port = { postMessage() {} };
  };
  globalThis.registerProcessor = (_, kind) => {
    Kernel = kind;
  };
  await import('/js/sound/worklet/processor.js');
  const wasm = await (await fetch('/sound/kernel.wasm')).arrayBuffer();
  const kernel = new Kernel({ processorOptions: { wasm } });
  const send = (data) => kernel.port.onmessage({ data });
  sheets.forEach((sheet, deck) => {
    const numbers = numbersOf(sheet);
    const builder = new Deck(new WebAssembly.Module(wasm), numbers);
    const port = { postMessage() {} };
    send({ what: 'open', deck, numbers, frame: 0, port });
    sheet.tables.forEach((_, table) => {
      const { data, height } = builder.build(table);
      port.onmessage({ data: { table, at: 0, data: data.slice().buffer, height, last: true } });
    });
  });
  const rows = told.map(([at, what]) => [Math.round(at * 375), what]); // 375 quanta a second
  const sides = [new Float32Array(128), new Float32Array(128)];
  const filters = [0, 1].map(() => ({ a1: 0, a2: 0, b1: 0, b2: 0, before: 0 }));
  const loudness = [];
  const steps = [];
  let power = 0;
  let step = 0;
  for (let quantum = 0; quantum < seconds * 375; quantum += 1) {
    while (rows.length && rows[0][0] <= quantum) {
      const [, { wish, ...data }] = rows.shift();
      send(wish ? { what: 'steer', gains: gainsOf({ ...USUAL, ...wish }), voice: 1, id: 0 } : data);
    }
    for (const side of sides) side.fill(0);
    kernel.process([[]], [sides]);
    for (const [n, side] of sides.entries()) {
      const f = filters[n];
      for (const x of side) {
        step = Math.max(step, Math.abs(x - f.before));
        f.before = x;
        const w = x + 1.69065929318241 * f.a1 - 0.73248077421585 * f.a2;
        const y = 1.53512485958697 * w - 2.69169618940638 * f.a1 + 1.19839281085285 * f.a2;
        f.a2 = f.a1;
        f.a1 = w;
        const v = y + 1.99004745483398 * f.b1 - 0.99007225036621 * f.b2;
        const z = v - 2 * f.b1 + f.b2;
        f.b2 = f.b1;
        f.b1 = v;
        power += z * z;
      }
    }
    if ((quantum + 1) % 125 === 0) {
      loudness.push(-0.691 + 10 * Math.log10(power / 16000 + 1e-12));
      steps.push(step);
      power = 0;
      step = 0;
    }
  }
  return { loudness, steps };
};
