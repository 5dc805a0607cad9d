#include "press.h"

#include <math.h>
#include <stdlib.h>

uint64_t press_next(press_random *random) {
    uint64_t z = random->state += 0x9e3779b97f4a7c15u;
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
    return z ^ (z >> 31);
}

double press_unit(press_random *random) { return (double)(press_next(random) >> 11) / 9007199254740992.0; }

// The sum of twelve: near enough to a normal distribution, and the same bits with every mathematics library.
double press_normal(press_random *random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) sum += press_unit(random);
    return sum;
}

static void ink_over(uint8_t *pixel, uint8_t ink, double alpha) {
    double value = *pixel + (ink - *pixel) * alpha;
    if (value < *pixel) *pixel = (uint8_t)lround(value);
}

void press_ellipse(uint8_t *pixels, uint32_t width, uint32_t height, double x, double y, double rx, double ry,
                   double turn, uint8_t ink, double opacity, double grain, press_random *random) {
    double reach = fmax(rx, ry) + 2, c = cos(turn), s = sin(turn);
    long top = lround(fmax(0, y - reach)), bottom = lround(fmin(height, y + reach));
    long left = lround(fmax(0, x - reach)), right = lround(fmin(width, x + reach));
    for (long py = top; py < bottom; py++)
        for (long px = left; px < right; px++) {
            double dx = px + 0.5 - x, dy = py + 0.5 - y;
            double u = (dx * c + dy * s) / rx, v = (dy * c - dx * s) / ry;
            double edge = (1 - sqrt(u * u + v * v)) * fmin(rx, ry);  // pixels inside the outline
            double alpha = fmin(fmax(edge + 0.5, 0), 1) * opacity;
            if (grain > 0) alpha *= 1 - grain * press_unit(random);
            if (alpha > 0) ink_over(pixels + (uint64_t)py * width + px, ink, alpha);
        }
}

void press_stroke(uint8_t *pixels, uint32_t width, uint32_t height, double x1, double y1, double x2, double y2,
                  double thickness, uint8_t ink) {
    double reach = thickness / 2 + 1, length = (x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1);
    long top = lround(fmax(0, fmin(y1, y2) - reach)), bottom = lround(fmin(height, fmax(y1, y2) + reach));
    long left = lround(fmax(0, fmin(x1, x2) - reach)), right = lround(fmin(width, fmax(x1, x2) + reach));
    for (long py = top; py < bottom; py++)
        for (long px = left; px < right; px++) {
            double dx = px + 0.5 - x1, dy = py + 0.5 - y1;
            double t = length > 0 ? fmin(fmax((dx * (x2 - x1) + dy * (y2 - y1)) / length, 0), 1) : 0;
            double away = hypot(dx - t * (x2 - x1), dy - t * (y2 - y1));
            double alpha = fmin(fmax(thickness / 2 - away + 0.5, 0), 1);
            if (alpha > 0) ink_over(pixels + (uint64_t)py * width + px, ink, alpha);
        }
}

void press_warp(const uint8_t *in, uint32_t width, uint32_t height, uint8_t *out, uint32_t out_width,
                uint32_t out_height, const double map[6], uint8_t ground) {
    for (uint32_t y = 0; y < out_height; y++)
        for (uint32_t x = 0; x < out_width; x++) {
            double u = map[0] * (x + 0.5) + map[1] * (y + 0.5) + map[2] - 0.5;
            double v = map[3] * (x + 0.5) + map[4] * (y + 0.5) + map[5] - 0.5;
            uint8_t value = ground;
            if (u >= 0 && v >= 0 && u < width - 1.0 && v < height - 1.0) {
                uint32_t iu = (uint32_t)u, iv = (uint32_t)v;
                double fu = u - iu, fv = v - iv;
                const uint8_t *p = in + (uint64_t)iv * width + iu;
                value = (uint8_t)lround((p[0] * (1 - fu) + p[1] * fu) * (1 - fv) +
                                        (p[width] * (1 - fu) + p[width + 1] * fu) * fv);
            }
            *out++ = value;
        }
}

static void blur_line(uint8_t *line, uint8_t *copy, uint32_t count, uint64_t stride, uint32_t radius) {
    for (uint32_t i = 0; i < count; i++) copy[i] = line[i * stride];
    uint32_t box = 2 * radius + 1;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t sum = radius;
        for (uint32_t k = 0; k < box; k++) {
            long at = (long)i + k - radius;
            sum += copy[at < 0 ? 0 : at >= (long)count ? count - 1 : (uint32_t)at];
        }
        line[i * stride] = (uint8_t)(sum / box);
    }
}

void press_blur(uint8_t *pixels, uint32_t width, uint32_t height, uint32_t radius) {
    if (radius == 0) return;
    uint8_t *copy = malloc(width > height ? width : height);
    if (!copy) return;
    for (uint32_t y = 0; y < height; y++) blur_line(pixels + (uint64_t)y * width, copy, width, 1, radius);
    for (uint32_t x = 0; x < width; x++) blur_line(pixels + x, copy, height, width, radius);
    free(copy);
}

void press_scan(uint8_t *pixels, uint64_t count, double gain, double noise, press_random *random) {
    for (uint64_t i = 0; i < count; i++) {
        // Four sums of eight bits from one draw: a scanner's noise need not be exactly normal.
        uint64_t bits = press_next(random);
        double sum = (double)((bits & 0xffff) + (bits >> 16 & 0xffff) + (bits >> 32 & 0xffff) + (bits >> 48));
        double value = pixels[i] * gain + noise * (sum / 65536.0 - 2) * 1.732;
        pixels[i] = value < 0 ? 0 : value > 255 ? 255 : (uint8_t)lround(value);
    }
}
