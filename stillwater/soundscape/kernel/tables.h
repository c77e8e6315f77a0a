/* Tables: seamless loops drawn in the frequency domain (after Paul Nasca's PADsynth), and struck bells. The same kinds to the
   ear as in engine/tables.py, from the same numbers; not the same samples, for the dice are others. */

static Pair *sound, *spare; /* what is being built, and room beside it */
static f32 *spectrum;
static f64 *powers, *smooth;
static f32 scale;
static const Table *now;
static i32 size;

static void make_room(void) {
  if (sound) return;
  f64 most = 0;
  for (i32 n = 0; n < head->tables; n++) most = tables[n].frames > most ? tables[n].frames : most;
  sound = room((u32)most * sizeof(Pair) + 4096);
  spare = room((u32)most * sizeof(Pair) + 4096);
  spectrum = room((u32)most * sizeof(f32) / 2 + 64);
  powers = room((u32)most / 16 + 64);
  smooth = room((u32)most / 16 + 64);
}

/* The gain that the body of the sound gives a frequency. */
static f64 body(f64 hz) {
  f64 gain = hz / now->cutoff;
  gain = 1 / (1 + gain * gain * gain * gain);
  for (const Resonance *r = now->resonances; r < now->resonances + 3; r++) {
    f64 away = r->strength ? (hz - r->hz) / (r->width * r->hz) : 9;
    if (away > -5 && away < 5) gain *= 1 + r->strength * exp_of(-away * away);
  }
  return gain;
}

static void draw_harmonics(void) {
  f64 resolution = RATE / size, limit = now->cutoff * 2.5 < 0.45 * RATE ? now->cutoff * 2.5 : 0.45 * RATE;
  f64 apart = exp_of(now->cents / 1200 * 0.693147180559945309417) - 1;
  for (i32 n = 1; n * now->hz < limit; n++) {
    f64 hz = n * now->hz, band = apart * hz * power_of(n, -0.15);
    band = band < now->band ? now->band : band;
    i32 first = (i32)((hz - 3 * band) / resolution), after = (i32)((hz + 3 * band) / resolution) + 2;
    f64 strength = power_of(n, -now->tilt) / root_of(band);
    for (i32 k = first < 1 ? 1 : first; k < (after < size / 2 ? after : size / 2); k++) {
      f64 away = (k * resolution - hz) / band;
      spectrum[k] += (f32)(strength * exp_of(-away * away) * body(k * resolution));
    }
  }
}

static void draw_noise(void) {
  for (i32 k = 0; k < size / 2; k++) {
    f64 hz = (k ? k : 1) * RATE / size, low = now->floor / hz;
    spectrum[k] = (f32)(power_of(hz, -now->tilt) / (1 + low * low * low * low) * body(hz));
  }
}

/* Random phases, others for the negative frequencies: the two sides are then independent of each other. */
static void diffuse(void) {
  static f32 wave[4096 + 1024];
  for (i32 n = 0; n < 4096 + 1024; n++) wave[n] = (f32)sine_of(n / 4096.0);
  f32 most = 0;
  for (i32 k = 0; k < size / 2; k++) most = spectrum[k] > most ? spectrum[k] : most;
  for (i32 k = 1; k < size / 2; k++) {
    if (spectrum[k] <= most * 1e-4f) continue;
    u64 fallen = roll();
    i32 here = fallen >> 52, there = fallen >> 40 & 4095;
    spare[k] = (Pair){spectrum[k] * wave[here + 1024], spectrum[k] * wave[here]};
    spare[size - k] = (Pair){spectrum[k] * wave[there + 1024], spectrum[k] * wave[there]};
  }
  Pair *done = transform(spare, sound, size);
  if (done != sound) spare = sound, sound = done;
}

/* Rain: thousands of small impulses at chance moments, each heard through the spectrum. */
static void drops(void) {
  for (i32 n = (i32)(now->density * size / RATE); n > 0; n--) {
    f64 c, s, height = chance();
    Pair *place = &spare[(i32)(chance() * size)];
    circle(chance() / 4, &c, &s);
    place->left += (f32)(height * height * c), place->right += (f32)(height * height * s);
  }
  Pair *done = transform(spare, sound, size), *other = done == sound ? spare : sound;
  for (i32 k = 0; k < size; k++) {
    f32 gain = k == size / 2 ? 0 : spectrum[k < size / 2 ? k : size - k];
    done[k].left *= gain, done[k].right *= gain;
  }
  sound = transform(done, other, size);
  spare = sound == done ? other : done;
}

/* A few crickets at their own pitch, pace and place; each chirp is four soft syllables. */
static void chirps(void) {
  enum { CRICKETS = 12, SYLLABLES = 4, SYLLABLE = 2016 };
  for (i32 cricket = 0; cricket < CRICKETS; cricket++) {
    f64 hz = now->cutoff * between(0.62, 0.84), left, right;
    circle(between(0.1, 0.9) / 4, &left, &right);
    i32 count = (i32)(size / RATE * between(0.9, 1.5) + 0.5);
    f64 when = chance();
    for (i32 n = 0; n < count; n++) {
      f64 slot = (f64)n * size / count;
      f64 loud = 0.6 + 0.4 * sine_of(slot / size + when); /* comes nearer and goes */
      i32 start = (i32)(slot + between(0, 0.12 * RATE));
      f64 turns = chance(), step = hz * (1 + between(-0.006, 0.006)) / RATE;
      for (i32 k = 0; k < SYLLABLES * SYLLABLE; k++) {
        f64 rise = sine_of((f64)(k % SYLLABLE) / SYLLABLE / 2);
        f64 heard = loud * (0.55 + 0.15 * (k / SYLLABLE)) * rise * rise * sine_of(turns + step * k);
        Pair *frame = &sound[(start + k) % size];
        frame->left += (f32)(heard * left), frame->right += (f32)(heard * right);
      }
    }
  }
}

/* Bring the sides nearer to each other, for what is so low that two different sides feel unsettling. */
static void narrow(f32 width) {
  if (width == 1) return;
  for (Pair *p = sound; p < sound + size; p++) {
    f32 middle = (p->left + p->right) / 2, side = (p->left - p->right) * (width / 2);
    *p = (Pair){middle + side, middle - side};
  }
}

/* Flatten the slow beating that random phases leave, around the loop, so that the loudness forecast holds. */
static void steady(void) {
  enum { REACH = 225 }; /* grains to either side, where the bell curve of 0.3 s has died away */
  static f64 weights[REACH + 1];
  i32 grains = size / QUANTUM, reach = grains / 2 - 1 < REACH ? grains / 2 - 1 : REACH;
  f64 mean = 0, whole = 0;
  for (i32 n = 0; n <= reach; n++) {
    f64 away = n * QUANTUM / RATE / 0.3;
    weights[n] = exp_of(-TURN / 2 * away * away);
    whole += n ? 2 * weights[n] : weights[n];
  }
  for (i32 g = 0; g < grains; g++) {
    f64 sum = 0;
    for (const Pair *p = sound + g * QUANTUM; p < sound + (g + 1) * QUANTUM; p++)
      sum += (f64)p->left * p->left + (f64)p->right * p->right;
    powers[g] = sum, mean += sum / grains;
  }
  if (!(mean > 0)) return;
  for (i32 g = 0; g < grains; g++) {
    f64 sum = powers[g] * weights[0];
    for (i32 n = 1; n <= reach; n++)
      sum += weights[n] * (powers[g >= n ? g - n : g - n + grains] + powers[g + n < grains ? g + n : g + n - grains]);
    sum /= whole * mean;
    smooth[g] = power_of(sum < 0.02 ? 0.02 : sum, -0.425);
  }
  for (i32 g = 0; g < grains; g++) {
    f32 here = (f32)smooth[g], step = ((f32)smooth[g + 1 < grains ? g + 1 : 0] - here) / QUANTUM;
    for (i32 n = 0; n < QUANTUM; n++) {
      Pair *p = &sound[g * QUANTUM + n];
      p->left *= here + step * n, p->right *= here + step * n;
    }
  }
}

/* Let a low sound come and go, a little slower than a heart at rest, never quite gone. */
static void pulsed(void) {
  f64 beats = floor_of(size / RATE / 1.25 + 0.5);
  for (i32 n = 0; n < size; n++) {
    f64 turn = n * beats / size;
    turn -= floor_of(turn);
    f64 s = turn < 0.3 ? sine_of(turn / 0.3 / 4) : sine_of(0.25 + (turn - 0.3) / 0.7 / 4);
    f32 gain = (f32)(0.12 + 0.88 * s * s);
    sound[n].left *= gain, sound[n].right *= gain;
  }
}

/* Bend down what rises high above the usual height: a single drop must not be what limits the loudness of rain. */
static void bent(void) {
  f64 sum = 0;
  for (const Pair *p = sound; p < sound + size; p++) sum += (f64)p->left * p->left + (f64)p->right * p->right;
  f32 most = (f32)(root_of(sum / size / 2) * decibels(now->ceiling));
  if (!(most > 0)) return;
  for (Pair *p = sound; p < sound + size; p++) {
    f32 left = p->left / most, right = p->right / most;
    p->left /= __builtin_sqrtf(1 + left * left), p->right /= __builtin_sqrtf(1 + right * right);
  }
}
