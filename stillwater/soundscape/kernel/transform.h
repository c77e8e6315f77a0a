/* A complex Fourier transform of any size whose only prime factors are 2, 3, 5 and 7, a multiple of 8 (Stockham's order: no
   step that sorts). One direction is enough here: what goes in has random phases, or is symmetric. */

typedef struct { f32 left, right; } Pair; /* a frame of two sides, and a complex number */

enum { FINE = 1024, COARSE = 2048, LARGEST = FINE * COARSE };
static f64 fine[FINE][2], coarse[COARSE][2];

static void prepare_turns(i32 size) {
  for (i32 n = 0; n < FINE; n++) circle(-(f64)n / size, &fine[n][0], &fine[n][1]);
  for (i32 n = 0; n <= size / FINE; n++) circle(-(f64)n * FINE / size, &coarse[n][0], &coarse[n][1]);
}

/* exp(-2 pi i n / size) */
ALWAYS void turned(i32 n, f32 *c, f32 *s) {
  const f64 *a = coarse[n / FINE], *b = fine[n % FINE];
  *c = (f32)(a[0] * b[0] - a[1] * b[1]);
  *s = (f32)(a[0] * b[1] + a[1] * b[0]);
}

ALWAYS v4 swapped(v4 a) { return __builtin_shufflevector(a, a, 1, 0, 3, 2); }
ALWAYS v4 times(v4 a, v4 c, v4 s) { return a * c + swapped(a) * s; }
ALWAYS v4 minus_i(v4 a) { return swapped(a) * (v4){1, -1, 1, -1}; }

/* The small transform of `radix` vectors, two complex numbers in each. `turns` holds cosine and sine of n/radix. */
ALWAYS void small(const i32 radix, v4 *a, f32 turns[7][2]) {
  if (radix == 2) {
    v4 sum = a[0] + a[1], difference = a[0] - a[1];
    a[0] = sum, a[1] = difference;
  } else if (radix == 4) {
    v4 p = a[0] + a[2], q = a[0] - a[2], r = a[1] + a[3], t = minus_i(a[1] - a[3]);
    a[0] = p + r, a[1] = q + t, a[2] = p - r, a[3] = q - t;
  } else {
    v4 b[7], sums[4], differences[4];
    b[0] = a[0];
    for (i32 k = 1; k <= radix / 2; k++) {
      sums[k] = a[k] + a[radix - k];
      differences[k] = minus_i(a[k] - a[radix - k]);
      b[0] += sums[k];
    }
    for (i32 j = 1; j <= radix / 2; j++) {
      v4 even = a[0], odd = {0, 0, 0, 0};
      for (i32 k = 1; k <= radix / 2; k++) {
        even += sums[k] * turns[j * k % radix][0];
        odd += differences[k] * turns[j * k % radix][1];
      }
      b[j] = even + odd, b[radix - j] = even - odd;
    }
    for (i32 j = 0; j < radix; j++) a[j] = b[j];
  }
}

/* One pass: `rest` is what is left to be transformed, `stride` how many such transforms lie side by side. */
ALWAYS void pass(const i32 radix, const Pair *from, Pair *to, i32 rest, i32 stride) {
  i32 part = rest / radix;
  f32 turns[7][2];
  for (i32 n = 0; n < radix; n++) {
    f64 c, s;
    circle((f64)n / radix, &c, &s);
    turns[n][0] = (f32)c, turns[n][1] = (f32)s;
  }
  for (i32 p = 0; p < part; p++) {
    v4 a[7], c[7], s[7];
    for (i32 j = 1; j < radix; j++) {
      f32 x, y;
      turned(stride * p * j, &x, &y);
      c[j] = (v4){x, x, x, x}, s[j] = (v4){-y, y, -y, y};
    }
    for (i32 q = 0; q < stride; q += 2) {
      for (i32 k = 0; k < radix; k++) a[k] = *(const v4 *)(from + q + stride * (p + part * k));
      small(radix, a, turns);
      *(v4 *)(to + q + stride * radix * p) = a[0];
      for (i32 j = 1; j < radix; j++) *(v4 *)(to + q + stride * (radix * p + j)) = times(a[j], c[j], s[j]);
    }
  }
}

/* The first pass, where nothing lies side by side yet: two neighbours at once. */
static void first_pass(const Pair *from, Pair *to, i32 size) {
  i32 part = size / 4;
  for (i32 p = 0; p < part; p += 2) {
    v4 a[4];
    for (i32 k = 0; k < 4; k++) a[k] = *(const v4 *)(from + p + part * k);
    small(4, a, 0);
    for (i32 j = 1; j < 4; j++) {
      f32 x, y, z, w;
      turned(p * j, &x, &y);
      turned((p + 1) * j, &z, &w);
      a[j] = times(a[j], (v4){x, x, z, z}, (v4){-y, y, -w, w});
    }
    *(v4 *)(to + 4 * p) = __builtin_shufflevector(a[0], a[1], 0, 1, 4, 5);
    *(v4 *)(to + 4 * p + 2) = __builtin_shufflevector(a[2], a[3], 0, 1, 4, 5);
    *(v4 *)(to + 4 * p + 4) = __builtin_shufflevector(a[0], a[1], 2, 3, 6, 7);
    *(v4 *)(to + 4 * p + 6) = __builtin_shufflevector(a[2], a[3], 2, 3, 6, 7);
  }
}

/* Transforms `x`, using `y`; the answer is in the one that is returned. */
static Pair *transform(Pair *x, Pair *y, i32 size) {
  prepare_turns(size);
  first_pass(x, y, size);
  for (i32 rest = size / 4, stride = 4; rest > 1;) {
    Pair *from = y;
    y = x, x = from;
    i32 radix = rest % 4 == 0 ? 4 : rest % 2 == 0 ? 2 : rest % 3 == 0 ? 3 : rest % 5 == 0 ? 5 : 7;
    if (radix == 4) pass(4, x, y, rest, stride);
    else if (radix == 2) pass(2, x, y, rest, stride);
    else if (radix == 3) pass(3, x, y, rest, stride);
    else if (radix == 5) pass(5, x, y, rest, stride);
    else pass(7, x, y, rest, stride);
    rest /= radix, stride *= radix;
  }
  return y;
}
