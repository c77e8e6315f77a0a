/**
 * A score as the kernel reads it: rows of numbers, in the order of soundscape/kernel/score.h. Nothing is reckoned here, so
 * that the same score is the same sound in every browser. Pure.
 */

const KINDS = ['pad', 'noise', 'drops', 'chirps', 'pulse', 'bell'];
const SORTS = ['usual', 'bright', 'passing'];
const VERSION = 1;
export const RATE = 48000;
export const TICK_FRAMES = 16000;

/**
 * What the server sends: the score as JSON, with `timbres` and `sorts` (soundscape/rules/sheet.py).
 * @typedef {{rate: number, tick_frames: number, ticks: number, loop?: number[]|null, scene: string, seed: number, hash: string,
 *   tables: any[][], timbres: Record<string, any[]>, sorts: Record<string, string>, buses: Record<string, number[][]>,
 *   master: number[][], strands: any[][], events: any[][], cues?: import('../voices.js').Cue[]}} Sheet
 */

/** @param {any[]} table @param {Record<string, any[]>} timbres */
function tableRow([, timbre, frames, seed, lufs, hz], timbres) {
  const [kind, tilt, cents, cutoff, floor, resonances, , width, ring, density, band, ceiling] = timbres[timbre];
  const nine = [...resonances.flat(), 0, 0, 0, 0, 0, 0, 0, 0, 0].slice(0, 9);
  const rest = [tilt, cents, cutoff, floor, width, ring, density, band, ceiling, ...nine];
  return [frames, seed, lufs, hz, KINDS.indexOf(kind), ...rest];
}

/** @param {Sheet} sheet @returns {Float64Array} Throws for a score of another rate. */
export function numbersOf(sheet) {
  if (sheet.rate !== RATE || sheet.tick_frames !== TICK_FRAMES) throw new Error('a score of another rate');
  const names = Object.keys(sheet.buses);
  const tables = sheet.tables.flatMap((table) => tableRow(table, sheet.timbres));
  const curves = [sheet.master, ...names.map((name) => sheet.buses[name])];
  const points = curves.flat(2);
  const sorts = ['usual', ...names.map((name) => sheet.sorts[name])];
  let first = 0;
  const buses = curves.flatMap((curve, n) => {
    const row = [SORTS.indexOf(sorts[n]), first, curve.length];
    first += curve.length;
    return row;
  });
  const numbered = new Map(names.map((name, n) => [name, n + 1]));
  let read = 0;
  const strands = sheet.strands.flatMap(([bus, start, end, rise, fall, gain, parts]) => {
    const row = [numbered.get(bus) ?? -1, start, end, rise, fall, gain, read, parts.length];
    read += parts.length;
    return row;
  });
  const parts = sheet.strands.flatMap((strand) => strand[6].flat());
  const events = sheet.events.flatMap((event) => event.slice(1));
  const counts = [sheet.tables.length, curves.length, first, sheet.strands.length, read, sheet.events.length];
  const head = [VERSION, sheet.ticks, ...(sheet.loop ?? [0, 0]), ...counts];
  return Float64Array.from([head, tables, buses, points, strands, parts, events].flat());
}

/**
 * The tables in the order in which they are needed from a tick on, each with the tick at which it is; the others come last.
 * @param {Sheet} sheet @param {number} from @returns {{table: number, tick: number}[]}
 */
export function needed(sheet, from) {
  const [, until = 0] = sheet.loop ?? [];
  const back = until > from ? (sheet.loop ?? [0])[0] : sheet.ticks; // round the rest, what lies before is heard again
  const ticks = sheet.tables.map(() => sheet.ticks);
  const need = (/** @type {number} */ table, /** @type {number} */ start, /** @type {number} */ end) => {
    if (end > from) ticks[table] = Math.min(ticks[table], Math.max(start, from));
    else if (end > back) ticks[table] = Math.min(ticks[table], until);
  };
  for (const [, start, end, , , , parts] of sheet.strands) for (const [table] of parts) need(table, start, end);
  for (const [, frame, table] of sheet.events) {
    need(table, Math.floor(frame / TICK_FRAMES), Math.ceil((frame + sheet.tables[table][2]) / TICK_FRAMES));
  }
  return ticks.map((tick, table) => ({ table, tick })).sort((a, b) => a.tick - b.tick || a.table - b.table);
}
