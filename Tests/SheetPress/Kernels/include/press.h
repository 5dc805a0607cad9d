// What a pen and a scanner do to a printed sheet: the pixel loops of the sheet press.
#ifndef SHEET_PRESS_H
#define SHEET_PRESS_H

#include <stdint.h>

// A seeded generator (splitmix64): the same seed gives the same sheet on every machine.
typedef struct press_random { uint64_t state; } press_random;
uint64_t press_next(press_random *);
double press_unit(press_random *);      // 0 ..< 1
double press_normal(press_random *);    // mean 0, deviation 1

// Paints ink over paper: a filled ellipse. opacity 0...1, grain 0...1 makes it uneven as a pencil does.
void press_ellipse(uint8_t *pixels, uint32_t width, uint32_t height, double x, double y, double rx, double ry,
                   double turn, uint8_t ink, double opacity, double grain, press_random *);
// Paints a stroke with round ends.
void press_stroke(uint8_t *pixels, uint32_t width, uint32_t height, double x1, double y1, double x2, double y2,
                  double thickness, uint8_t ink);

// out(x, y) = in(map(x, y)) by interpolation; map is 2 x 3, row major, from out to in. Outside is `ground`.
void press_warp(const uint8_t *in, uint32_t width, uint32_t height, uint8_t *out, uint32_t out_width,
                uint32_t out_height, const double map[6], uint8_t ground);
// Blurs in place with a box of 2 * radius + 1.
void press_blur(uint8_t *pixels, uint32_t width, uint32_t height, uint32_t radius);
// Scales brightness by gain, then adds noise of the given deviation.
void press_scan(uint8_t *pixels, uint64_t count, double gain, double noise, press_random *);

#endif
