/* The sound of a score, made on a phone: builds its tables and mixes them, a quantum of 128 frames at a time. No library, no
   rounding that depends on who compiles: the same bytes in every browser, and in the tests.

   One instance holds one score. Who builds: load, then build() for one table after another. Who plays: load, keep(), fill
   place_of() a table at a time and say arrived(), then seek(), fade() and mix(). See docs/decisions/0017. */

#include "maths.h"
#include "transform.h"
#include "score.h"
#include "tables.h"
#include "loudness.h"
#include "bell.h"
#include "mix.h"

/* As 16-bit numbers up to the table's own height, with one quantum more, so that reading one never has to wrap. */
static i16 *as_numbers(void) {
  f32 most = 0;
  for (const Pair *p = sound; p < sound + size; p++) {
    f32 left = __builtin_fabsf(p->left), right = __builtin_fabsf(p->right);
    most = left > most ? left : most, most = right > most ? right : most;
  }
  scale = most / 32767;
  f32 up = most > 0 ? 32767 / most : 0;
  i16 *numbers = (i16 *)spare;
  for (i32 n = 0; n < 2 * size; n++) numbers[n] = (i16)__builtin_rintf(((f32 *)sound)[n] * up);
  for (i32 n = 0; n < 2 * QUANTUM; n++) numbers[2 * size + n] = now->kind == BELL ? 0 : numbers[n];
  return numbers;
}

/* Build a table: stereo 16-bit numbers, frames_of() of them, to be multiplied by scale_of(). The next one overwrites it. */
EXPORT("build") i16 *build(i32 number) {
  make_room();
  now = &tables[number], size = (i32)now->frames, dice = (u64)now->seed;
  __builtin_memset(sound, 0, size * sizeof(Pair));
  __builtin_memset(spare, 0, size * sizeof(Pair));
  __builtin_memset(spectrum, 0, size / 2 * sizeof(f32));
  i32 kind = (i32)now->kind;
  if (kind == BELL) {
    bell();
    level(power_at_loudest());
    return as_numbers();
  }
  if (kind == PAD || kind == PULSE) draw_harmonics();
  else if (kind != CHIRPS) draw_noise();
  if (kind == DROPS) drops();
  else if (kind == CHIRPS) chirps();
  else diffuse();
  narrow((f32)now->width);
  steady();
  if (kind == PULSE) pulsed();
  if (now->ceiling > 0) bent();
  level(power_round());
  return as_numbers();
}

EXPORT("scale_of") f64 scale_of(void) { return scale; }
EXPORT("frames_of") i32 frames_of(i32 number) { return (i32)tables[number].frames + QUANTUM; }
