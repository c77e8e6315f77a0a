/* Partials that fall away, the higher the sooner, slightly apart between the sides so that they turn in space. */

static void ring(f32 *side, f64 hz, f64 seconds, f64 strength) {
  f64 c, s, re, im, fall = exp_of(-6.907755278982137 / (seconds * RATE)); /* to a thousandth */
  circle(hz / RATE, &c, &s);
  circle(chance(), &re, &im);
  re *= strength, im *= strength, c *= fall, s *= fall;
  for (i32 n = 0; n < size; n++) {
    side[2 * n] += (f32)im;
    f64 next = re * c - im * s;
    im = re * s + im * c;
    re = next;
  }
}

static void bell(void) {
  static const f64 partials[5][3] = {{1, 1, 1}, {2, 0.42, 0.8}, {2.997, 0.2, 0.55}, {4.21, 0.1, 0.4}, {5.43, 0.05, 0.3}};
  for (i32 n = 0; n < 5; n++)
    for (i32 side = 0; side < 2; side++)
      ring((f32 *)sound + side, now->hz * partials[n][0] + between(-0.35, 0.35), now->ring * partials[n][2], partials[n][1]);
  i32 attack = (i32)(0.09 * RATE + 0.5), release = size / 6; /* stroked, not hit */
  for (i32 n = 0; n < size; n++) {
    f64 s = n < attack ? sine_of((f64)n / attack / 4) : n >= size - release ? sine_of((f64)(size - n) / release / 4) : 1;
    sound[n].left *= (f32)(s * s), sound[n].right *= (f32)(s * s);
  }
}
