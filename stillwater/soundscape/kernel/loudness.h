/* The K-weighting of ITU-R BS.1770-4 at 48 kHz, and bringing a table to its stated loudness. */

typedef struct { d2 a, b, c, d; } Ear; /* what the two filters remember, both sides at once */

ALWAYS d2 heard(Ear *ear, const Pair *p) {
  d2 x = {p->left, p->right};
  d2 y = x * 1.53512485958697 + ear->a;
  ear->a = x * -2.69169618940638 + y * 1.69065929318241 + ear->b;
  ear->b = x * 1.19839281085285 - y * 0.73248077421585;
  d2 z = y + ear->c;
  ear->c = y * -2.0 + z * 1.99004745483398 + ear->d;
  ear->d = y - z * 0.99007225036621;
  return z;
}

/* The weighted power of a loop, both sides added. */
static f64 power_round(void) {
  enum { SWING_IN = 16384 };
  Ear ear = {};
  d2 sum = {0, 0};
  for (i32 n = size - SWING_IN; n < size; n++) heard(&ear, &sound[n]);
  for (i32 n = 0; n < size; n++) {
    d2 z = heard(&ear, &sound[n]);
    sum += z * z;
  }
  return (sum[0] + sum[1]) / size;
}

/* The weighted power of the loudest 0.4 s, as a meter finds it that moves by 0.05 s. */
static f64 power_at_loudest(void) {
  enum { HOP = 2400, HOPS = 8 };
  f64 last[HOPS] = {}, most = 0;
  Ear ear = {};
  for (i32 hop = 0; hop < size / HOP; hop++) {
    d2 sum = {0, 0};
    for (i32 n = hop * HOP; n < (hop + 1) * HOP; n++) {
      d2 z = heard(&ear, &sound[n]);
      sum += z * z;
    }
    last[hop % HOPS] = (sum[0] + sum[1]) / HOP;
    f64 all = 0;
    for (i32 n = 0; n < HOPS; n++) all += last[n] / HOPS;
    if (hop >= HOPS - 1 && all > most) most = all;
  }
  return most;
}

static void level(f64 power) {
  f32 gain = power > 0 ? (f32)root_of(decibels((now->lufs + 0.691) * 2) / power) : 0;
  for (Pair *p = sound; p < sound + size; p++) p->left *= gain, p->right *= gain;
}
