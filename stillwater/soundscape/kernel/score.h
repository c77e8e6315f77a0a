/* A score as it lies in memory: a head, and then rows of numbers (64-bit floats), in the order of web/static/js/sound/worklet/
   pack.js, which writes them. Times are in ticks, places in frames. */

typedef struct { f64 version, ticks, loop_from, loop_to, tables, buses, points, strands, parts, events; } Head;
typedef struct { f64 hz, width, strength; } Resonance;
typedef struct {
  f64 frames, seed, lufs, hz, kind, tilt, cents, cutoff, floor, width, ring, density, band, ceiling;
  Resonance resonances[3]; /* of no strength where there are fewer */
} Table;
typedef struct { f64 sort, first, count; } Bus; /* the first is the master */
typedef struct { f64 tick, gain; } Point;
typedef struct { f64 bus, start, end, rise, fall, gain, first, count; } Strand;
typedef struct { f64 table, offset; } Part;
typedef struct { f64 frame, table, gain; } Event;

enum { PAD, NOISE, DROPS, CHIRPS, PULSE, BELL };      /* kinds of table */
enum { USUAL, BRIGHT, PASSING, STRUCK, SORTS };       /* sorts of bus: what steering tells apart */
enum { VERSION = 1, MOST_TABLES = 256, LONGEST = 17 << 16 };

static const Head *head;
static const Table *tables;
static const Bus *buses;
static const Point *points;
static const Strand *strands;
static const Part *parts;
static const Event *events;

ALWAYS i32 within(f64 number, f64 limit) { return number >= 0 && number < limit && floor_of(number) == number; }

/* A loop can be transformed: some quanta, whose number has no prime factor over seven. */
static i32 is_quick(i32 frames) {
  i32 rest = frames / QUANTUM;
  for (i32 prime = 2; prime <= 7; prime++)
    while (rest % prime == 0) rest /= prime;
  return rest == 1 && frames % QUANTUM == 0;
}

static i32 is_table(const Table *table) {
  if (!within(table->frames, LONGEST) || table->frames < 16384 || !within(table->kind, BELL + 1)) return 0;
  if (table->kind == BELL) return table->ring > 0;
  if ((table->kind == PAD || table->kind == PULSE) && !(table->hz > 1)) return 0;
  return is_quick((i32)table->frames) && table->cutoff > 0;
}

static i32 is_sound(void) {
  for (i32 n = 0; n < head->tables; n++)
    if (!is_table(&tables[n])) return 0;
  for (i32 n = 0; n < head->buses; n++)
    if (!within(buses[n].sort, SORTS) || !(buses[n].count >= 1) || buses[n].first + buses[n].count > head->points) return 0;
  for (i32 n = 0; n < head->strands; n++)
    if (!within(strands[n].bus, head->buses) || strands[n].first + strands[n].count > head->parts) return 0;
  for (i32 n = 0; n < head->parts; n++)
    if (!within(parts[n].table, head->tables) || !within(parts[n].offset, tables[(i32)parts[n].table].frames)) return 0;
  for (i32 n = 0; n < head->events; n++)
    if (!within(events[n].table, head->tables) || !within(events[n].frame, head->ticks * TICK_FRAMES)) return 0;
  return head->ticks >= 1 && head->buses >= 1 && head->loop_to <= head->ticks;
}

/* Read the score of so many numbers. Returns 0 for one that cannot be played. */
EXPORT("load") i32 load(const f64 *numbers, i32 count) {
  head = (const Head *)numbers;
  const f64 *at = numbers + sizeof(Head) / 8;
  if (count < (i32)(sizeof(Head) / 8) || head->version != VERSION || !within(head->tables, MOST_TABLES + 1)) return 0;
#define ROWS(type, name) name = (const type *)at, at += (i32)head->name * (i32)(sizeof(type) / 8)
  ROWS(Table, tables);
  ROWS(Bus, buses);
  ROWS(Point, points);
  ROWS(Strand, strands);
  ROWS(Part, parts);
  ROWS(Event, events);
  return at == numbers + count && is_sound();
}
