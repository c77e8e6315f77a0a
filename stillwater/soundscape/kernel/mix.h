/* Adds the tables under slow gains, a quantum at a time. Gains go straight from tick to tick, as in engine/mix.py; what is
   steered moves beside them within some 50 ms where it makes softer, and much more slowly where it makes louder. */

enum { LEVEL, BRIGHTNESS, HIGHS, WIDTH, SIDES, BELLS, CONTROLS }; /* SIDES: what passes by: swells, rain, moving air */
enum { MOST_VOICES = 256, MOST_RINGING = 64, MOST_ROUNDS = 30 };
enum { ABSENT, NEW, PRESENT };

typedef struct { f32 now, next, target, up; } Control;
typedef struct { const i16 *from; i32 place, frames, sort; f32 here, there; } Voice; /* gains at two ticks */
typedef struct { const i16 *from; i32 begin, frames; f32 gain; } Ringing;
typedef struct { i16 *from; f32 scale; i32 state; } Kept;

static Kept kept[MOST_TABLES];
static Voice voices[MOST_VOICES];
static Ringing ringing[MOST_RINGING];
static i32 voice_count, ringing_count, frame, rounds, is_over;
static f64 fade_from, fade_to;
static i32 fade_at, fade_frames, fade_is_power;
static f32 low[2];
/* `up`: the most by which a gain may grow in one quantum: 1.5 dB a second for the level, 0.5 for tone, width and what passes by,
   so that all of them together make nothing louder by more than 3 LU within a second; 6 for bells, which are soft and far apart. */
#define GENTLY 1.00015352f
static Control controls[CONTROLS] = {
  [LEVEL] = {1, 1, 1, 1.00046061f}, [BRIGHTNESS] = {1, 1, 1, GENTLY}, [HIGHS] = {1, 1, 1, GENTLY},
  [WIDTH] = {1, 1, 1, GENTLY}, [SIDES] = {1, 1, 1, GENTLY}, [BELLS] = {1, 1, 1, 1.00184372f},
};

/* Room for the tables; keep() before place_of(). Builders need none. */
EXPORT("keep") void keep(void) {
  for (i32 n = 0; n < head->tables; n++) kept[n].from = room(((u32)tables[n].frames + QUANTUM) * 2 * sizeof(i16));
}
EXPORT("place_of") i16 *place_of(i32 number) { return kept[number].from; }
EXPORT("arrived") void arrived(i32 number, f64 height) { kept[number].scale = (f32)height, kept[number].state = NEW; }

/* The curve at a tick; level before its first and after its last point. */
static f64 value_at(const Bus *bus, i32 tick) {
  const Point *first = points + (i32)bus->first, *last = first + (i32)bus->count - 1;
  if (tick <= first->tick) return first->gain;
  if (tick >= last->tick) return last->gain;
  while (last - first > 1) {
    const Point *middle = first + (last - first) / 2;
    if (middle->tick <= tick) first = middle;
    else last = middle;
  }
  return first->gain + (last->gain - first->gain) * (tick - first->tick) / (last->tick - first->tick);
}

static f64 gain_of(const Strand *strand, i32 tick) {
  f64 gain = strand->gain * value_at(&buses[(i32)strand->bus], tick) * value_at(&buses[0], tick);
  if (strand->rise && tick < strand->start + strand->rise) gain *= sine_of((tick - strand->start) / strand->rise / 4);
  if (strand->fall && tick > strand->end - strand->fall) gain *= sine_of((strand->end - tick) / strand->fall / 4);
  return gain;
}

/* What sounds from `tick` on, `inside` frames after it. A table that came late rises within one tick. */
static void begin_tick(i32 tick, i32 inside) {
  voice_count = ringing_count = 0;
  for (const Strand *strand = strands; strand < strands + (i32)head->strands && strand->start <= tick; strand++) {
    if (strand->end <= tick) continue;
    f64 here = gain_of(strand, tick), there = gain_of(strand, tick + 1);
    for (const Part *part = parts + (i32)strand->first; part < parts + (i32)(strand->first + strand->count); part++) {
      Kept *table = &kept[(i32)part->table];
      if (table->state == ABSENT || voice_count == MOST_VOICES) continue;
      Voice *voice = &voices[voice_count++];
      voice->from = table->from;
      voice->frames = (i32)tables[(i32)part->table].frames;
      i64 read = (i64)(tick - (i32)strand->start) * TICK_FRAMES + inside + (i32)part->offset;
      voice->place = (i32)(read % voice->frames);
      voice->sort = (i32)buses[(i32)strand->bus].sort;
      voice->here = table->state == NEW ? 0 : (f32)here * table->scale;
      voice->there = (f32)there * table->scale;
    }
  }
  i32 begin = tick * TICK_FRAMES, end = begin + TICK_FRAMES;
  for (const Event *event = events; event < events + (i32)head->events; event++) {
    const Kept *table = &kept[(i32)event->table];
    i32 at = (i32)event->frame, frames = (i32)tables[(i32)event->table].frames;
    if (at >= end || at + frames <= begin || table->state == ABSENT || ringing_count == MOST_RINGING) continue;
    f64 gain = event->gain * value_at(&buses[0], at / TICK_FRAMES) * table->scale;
    ringing[ringing_count++] = (Ringing){table->from, at, frames, (f32)gain};
  }
  for (i32 n = 0; n < head->tables; n++)
    if (kept[n].state == NEW) kept[n].state = PRESENT;
}

/* Go on from this frame; what is ready is there at once. */
EXPORT("seek") void seek(i32 to) {
  i32 last = (i32)head->ticks * TICK_FRAMES;
  frame = to < 0 ? 0 : (to > last ? last : to) / QUANTUM * QUANTUM;
  is_over = frame == last, low[0] = low[1] = 0;
  for (i32 n = 0; n < head->tables; n++)
    if (kept[n].state == NEW) kept[n].state = PRESENT;
  if (!is_over) begin_tick(frame / TICK_FRAMES, frame % TICK_FRAMES);
}
EXPORT("frame") i32 frame_now(void) { return frame; }
EXPORT("is_over") i32 over(void) { return is_over; }

EXPORT("steer") void steer(i32 what, f64 gain) {
  if (what >= 0 && what < CONTROLS && gain >= 0 && gain <= 2) controls[what].target = (f32)gain;
}
/* As steered before: for a score that follows another. */
EXPORT("settle") void settle(void) {
  for (Control *c = controls; c < controls + CONTROLS; c++) c->now = c->next = c->target;
}

static f64 faded(i32 at) {
  if (at >= fade_frames) return fade_to;
  f64 s = sine_of((f64)at / fade_frames / 4), share = s * s;
  if (fade_is_power) return root_of(fade_from * fade_from + (fade_to * fade_to - fade_from * fade_from) * share);
  return fade_from + (fade_to - fade_from) * share;
}
/* The whole to another gain. By power where this passes to another sound, by gain where it is the same or silence. */
EXPORT("fade") void fade(f64 to, i32 frames, i32 is_power) {
  fade_from = faded(fade_at), fade_to = to;
  fade_at = 0, fade_frames = frames < 0 ? 0 : frames, fade_is_power = is_power;
}
EXPORT("is_silent") i32 is_silent(void) { return fade_to == 0 && fade_at >= fade_frames; }

static void move_controls(void) {
  for (Control *c = controls; c < controls + CONTROLS; c++) {
    c->now = c->next;
    if (c->now == c->target) continue;
    f32 next = c->now + (c->target - c->now) * 0.04998f; /* 52 ms */
    f32 most = (c->now < 0.05f ? 0.05f : c->now) * c->up;
    c->next = next > c->now && next > most ? most : next;
    f32 left = c->target - c->next;
    if (left < 1e-5f && left > -1e-5f) c->next = c->target;
  }
}

ALWAYS v4 widened(const i16 *from) { return __builtin_convertvector(*(const s4 *)from, v4); }

static void add_voice(Voice *voice, f32 *sum, i32 inside) {
  f32 part = inside / (f32)TICK_FRAMES, after = (inside + QUANTUM) / (f32)TICK_FRAMES;
  f32 begin = voice->here + (voice->there - voice->here) * part, end = voice->here + (voice->there - voice->here) * after;
  if (voice->sort == BRIGHT) begin *= controls[BRIGHTNESS].now, end *= controls[BRIGHTNESS].next;
  if (voice->sort == PASSING) begin *= controls[SIDES].now, end *= controls[SIDES].next;
  const i16 *from = voice->from + 2 * voice->place;
  f32 step = (end - begin) / QUANTUM;
  v4 gain = {begin, begin, begin + step, begin + step}, next = gain + 2 * step;
  if (step == 0)
    for (i32 n = 0; n < 2 * QUANTUM; n += 8) {
      *(v4 *)(sum + n) += widened(from + n) * gain;
      *(v4 *)(sum + n + 4) += widened(from + n + 4) * gain;
    }
  else
    for (i32 n = 0; n < 2 * QUANTUM; n += 8, gain += 4 * step, next += 4 * step) {
      *(v4 *)(sum + n) += widened(from + n) * gain;
      *(v4 *)(sum + n + 4) += widened(from + n + 4) * next;
    }
  voice->place += QUANTUM;
  if (voice->place >= voice->frames) voice->place -= voice->frames;
}

static void add_ringing(const Ringing *bell, f32 *sum) {
  i32 here = bell->begin > frame ? bell->begin - frame : 0, there = bell->begin + bell->frames - frame;
  f32 gain = bell->gain * controls[BELLS].now, step = bell->gain * (controls[BELLS].next - controls[BELLS].now) / QUANTUM;
  for (i32 n = here; n < QUANTUM && n < there; n++) {
    const i16 *from = bell->from + 2 * (frame + n - bell->begin);
    sum[2 * n] += from[0] * (gain + step * n), sum[2 * n + 1] += from[1] * (gain + step * n);
  }
}

/* Tone, width, level and fade of the whole; the sides apart, as an AudioWorklet wants them. */
static void finish(const f32 *sum, f32 *out) {
  const Control *h = &controls[HIGHS], *w = &controls[WIDTH], *l = &controls[LEVEL];
  f32 whole = l->now * (f32)faded(fade_at), end = l->next * (f32)faded(fade_at + QUANTUM);
  f32 louder = (end - whole) / QUANTUM, highs = h->now, higher = (h->next - h->now) / QUANTUM;
  f32 width = w->now, wider = (w->next - w->now) / QUANTUM;
  if (fade_at < fade_frames) fade_at += QUANTUM;
  if (h->now == 1 && h->next == 1 && w->now == 1 && w->next == 1) { /* as it is nearly always */
    low[0] = sum[2 * QUANTUM - 2], low[1] = sum[2 * QUANTUM - 1];
    v4 gain = (v4){0, 1, 2, 3} * louder + whole;
    for (i32 n = 0; n < QUANTUM; n += 4, gain += 4 * louder) {
      v4 a = *(const v4 *)(sum + 2 * n), b = *(const v4 *)(sum + 2 * n + 4);
      *(v4 *)(out + n) = __builtin_shufflevector(a, b, 0, 2, 4, 6) * gain;
      *(v4 *)(out + QUANTUM + n) = __builtin_shufflevector(a, b, 1, 3, 5, 7) * gain;
    }
    return;
  }
  for (i32 n = 0; n < QUANTUM; n++) {
    f32 left = sum[2 * n], right = sum[2 * n + 1];
    low[0] += (left - low[0]) * 0.11115f, low[1] += (right - low[1]) * 0.11115f; /* 900 Hz */
    left = low[0] + (left - low[0]) * (highs + higher * n), right = low[1] + (right - low[1]) * (highs + higher * n);
    f32 middle = (left + right) * 0.5f, side = (left - right) * 0.5f * (width + wider * n), gain = whole + louder * n;
    out[n] = (middle + side) * gain, out[QUANTUM + n] = (middle - side) * gain;
  }
}

/* So many quanta, each left and then right. Behind the end there is silence. */
EXPORT("mix") void mix(f32 *out, i32 quanta) {
  static f32 sum[2 * QUANTUM] __attribute__((aligned(16)));
  for (; quanta > 0; quanta--, out += 2 * QUANTUM) {
    if (!is_over && frame % TICK_FRAMES == 0) {
      i32 tick = frame / TICK_FRAMES;
      if (head->loop_to > head->loop_from && tick == head->loop_to && rounds < MOST_ROUNDS)
        tick = (i32)head->loop_from, frame = tick * TICK_FRAMES, rounds++;
      if (tick >= head->ticks) is_over = 1;
      else begin_tick(tick, 0);
    }
    __builtin_memset(sum, 0, sizeof sum);
    move_controls();
    if (!is_over) {
      for (i32 n = 0; n < voice_count; n++) add_voice(&voices[n], sum, frame % TICK_FRAMES);
      for (i32 n = 0; n < ringing_count; n++) add_ringing(&ringing[n], sum);
    }
    finish(sum, out);
    if (!is_over) frame += QUANTUM;
  }
}
