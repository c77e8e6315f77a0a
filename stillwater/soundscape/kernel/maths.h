/* Numbers without a library, so that every processor and browser gives the same last bit: plain IEEE arithmetic, in a fixed
   order, nothing fused, nothing reordered. */

typedef short i16;
typedef int i32;
typedef unsigned int u32;
typedef long long i64;
typedef unsigned long long u64;
typedef float f32;
typedef double f64;
typedef f32 v4 __attribute__((vector_size(16)));
typedef i16 s8 __attribute__((vector_size(16), aligned(4)));
typedef i16 s4 __attribute__((vector_size(8)));
typedef f64 d2 __attribute__((vector_size(16)));

#define EXPORT(name) __attribute__((export_name(name)))
#define ALWAYS static inline __attribute__((always_inline))
#define floor_of __builtin_floor
#define root_of __builtin_sqrt
#define nearest_of __builtin_rint
#define size_of __builtin_fabs

static const f64 TURN = 6.283185307179586476925;
static const f64 RATE = 48000;
enum { TICK_FRAMES = 16000, QUANTUM = 128 };

/* Memory is handed out and never given back: who needs it again, begins a new instance. */
extern char __heap_base;
static u32 used = 0;

EXPORT("room") void *room(u32 bytes) {
  if (!used) used = ((u32)&__heap_base + 15) & ~15u;
  u32 here = used;
  used = (used + bytes + 15) & ~15u;
  u32 have = __builtin_wasm_memory_size(0) * 65536u;
  if (used > have && __builtin_wasm_memory_grow(0, (used - have + 65535) / 65536) == (u32)-1) __builtin_trap();
  return (void *)here;
}

/* Cosine and sine of so many turns. */
static void circle(f64 turns, f64 *cosine, f64 *sine) {
  f64 quarter = floor_of(turns * 4 + 0.5);
  f64 x = (turns - quarter * 0.25) * TURN, q = x * x;
  f64 s = x * (1 - q / 6 * (1 - q / 20 * (1 - q / 42 * (1 - q / 72 * (1 - q / 110 * (1 - q / 156 * (1 - q / 210)))))));
  f64 c = 1 - q / 2 * (1 - q / 12 * (1 - q / 30 * (1 - q / 56 * (1 - q / 90 * (1 - q / 132 * (1 - q / 182))))));
  i32 side = (i32)((i64)quarter & 3);
  *cosine = side == 0 ? c : side == 1 ? -s : side == 2 ? -c : s;
  *sine = side == 0 ? s : side == 1 ? c : side == 2 ? -s : -c;
}

static f64 sine_of(f64 turns) {
  f64 c, s;
  circle(turns, &c, &s);
  return s;
}

static f64 exp_of(f64 x) {
  if (x < -700) return 0;
  if (x > 700) x = 700;
  f64 whole = floor_of(x * 1.4426950408889634074 + 0.5);
  f64 r = (x - whole * 0.693147180369123816490) - whole * 1.90821492927058770002e-10, sum = 1;
  for (i32 n = 14; n > 0; n--) sum = 1 + r * sum / n;
  union { u64 bits; f64 value; } two = {(u64)((i64)whole + 1023) << 52};
  return sum * two.value;
}

/* The natural logarithm of x > 0. */
static f64 log_of(f64 x) {
  union { u64 bits; f64 value; } m = {.value = x};
  i32 e = (i32)(m.bits >> 52) - 1023;
  m.bits = (m.bits & 0xfffffffffffffull) | (1023ull << 52);
  if (m.value > 1.41421356237309504880) m.value *= 0.5, e++;
  f64 s = (m.value - 1) / (m.value + 1), q = s * s, sum = 0;
  for (i32 n = 21; n > 0; n -= 2) sum = sum * q + 1.0 / n;
  return 2 * s * sum + e * 0.693147180559945309417;
}

static f64 power_of(f64 x, f64 y) { return x > 0 ? exp_of(y * log_of(x)) : 0; }
static f64 decibels(f64 db) { return exp_of(db * 0.115129254649702284201); }

/* Chance that falls the same way everywhere (SplitMix64, by Guy Steele, Doug Lea and Christine Flood). */
static u64 dice;

static u64 roll(void) {
  u64 z = (dice += 0x9e3779b97f4a7c15ull);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ull;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebull;
  return z ^ (z >> 31);
}

static f64 chance(void) { return (f64)(i64)(roll() >> 11) * 0x1p-53; }
static f64 between(f64 low, f64 high) { return low + (high - low) * chance(); }
