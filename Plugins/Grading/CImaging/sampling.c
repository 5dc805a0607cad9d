#include "imaging.h"

#include <math.h>

static double paper_at(const imaging_paper *paper, double x, double y) {
    double u = x / paper->tile - 0.5, v = y / paper->tile - 0.5;
    double last_u = paper->columns - 1.0, last_v = paper->rows - 1.0;
    u = fmin(fmax(u, 0), last_u);
    v = fmin(fmax(v, 0), last_v);
    uint32_t c = (uint32_t)u, r = (uint32_t)v;
    uint32_t c2 = c + 1 < paper->columns ? c + 1 : c, r2 = r + 1 < paper->rows ? r + 1 : r;
    double fu = u - c, fv = v - r;
    const uint8_t *t = paper->tiles;
    uint32_t n = paper->columns;
    return (t[r * n + c] * (1 - fu) + t[r * n + c2] * fu) * (1 - fv) +
           (t[r2 * n + c] * (1 - fu) + t[r2 * n + c2] * fu) * fv;
}

double imaging_dark_centroid(const uint8_t *pixels, uint32_t width, uint32_t height, const imaging_paper *paper,
                             double left, double top, double right, double bottom, double *x, double *y) {
    if (!(left < right && top < bottom) || right < 0 || bottom < 0 || left > width || top > height) return 0;
    uint32_t x0 = (uint32_t)fmax(0, left), y0 = (uint32_t)fmax(0, top);
    uint32_t x1 = (uint32_t)fmin(width, right), y1 = (uint32_t)fmin(height, bottom);
    double white = paper_at(paper, (left + right) / 2, (top + bottom) / 2), sum = 0, sx = 0, sy = 0;
    for (uint32_t v = y0; v < y1; v++)
        for (uint32_t u = x0; u < x1; u++) {
            double dark = 1 - pixels[(size_t)v * width + u] / white;
            if (dark < 0.35) continue;  // paper grain and thin grey lines carry no weight
            sum += dark;
            sx += dark * (u + 0.5);
            sy += dark * (v + 0.5);
        }
    if (sum > 0) {
        *x = sx / sum;
        *y = sy / sum;
    }
    return sum;
}

static int project(const double h[9], double x, double y, double *u, double *v) {
    double w = h[6] * x + h[7] * y + h[8];
    if (!(fabs(w) > 1e-12)) return 0;
    *u = (h[0] * x + h[1] * y + h[2]) / w;
    *v = (h[3] * x + h[4] * y + h[5]) / w;
    return isfinite(*u) && isfinite(*v);
}

// Radii in half axes: the inside stops short of the outline, so that a misplaced outline is not taken for ink.
#define INSIDE 0.80
#define OUTLINE_FROM 0.90
#define OUTLINE_TO 1.12
#define AROUND_FROM 1.28
#define AROUND_TO 1.50

static imaging_ink measure(const uint8_t *pixels, uint32_t width, uint32_t height, const imaging_paper *paper,
                           const double h[9], imaging_bubble b) {
    imaging_ink ink = {0};
    double x, y, ax, ay, bx, by;
    if (!project(h, b.x, b.y, &x, &y) || !project(h, b.x + b.width / 2, b.y, &ax, &ay) ||
        !project(h, b.x, b.y + b.height / 2, &bx, &by))
        return ink;
    if (x < 0 || y < 0 || x >= width || y >= height) return ink;
    ax -= x, ay -= y, bx -= x, by -= y;
    double white = paper_at(paper, x, y), longest = fmax(hypot(ax, ay), hypot(bx, by));
    int steps = (int)fmin(fmax(longest * 2 * AROUND_TO, 16), 48);
    double inside = 0, outline = 0, around = 0;
    uint32_t outlines = 0, arounds = 0;
    for (int j = 0; j < steps; j++) {
        double v = ((j + 0.5) / steps * 2 - 1) * AROUND_TO;
        for (int i = 0; i < steps; i++) {
            double u = ((i + 0.5) / steps * 2 - 1) * AROUND_TO, radius = sqrt(u * u + v * v);
            if (radius > AROUND_TO) continue;
            double px = x + u * ax + v * bx, py = y + u * ay + v * by;
            if (!(px >= 0 && py >= 0 && px < width && py < height)) continue;
            double dark = 1 - pixels[(size_t)py * width + (size_t)px] / white;
            if (dark < 0) dark = 0;
            if (radius <= INSIDE) {
                inside += dark;
                ink.samples++;
            } else if (radius >= OUTLINE_FROM && radius <= OUTLINE_TO) {
                outline += dark;
                outlines++;
            } else if (radius >= AROUND_FROM) {
                around += dark;
                arounds++;
            }
        }
    }
    if (ink.samples) ink.darkness = (float)(inside / ink.samples);
    if (outlines) ink.outline = (float)(outline / outlines);
    if (arounds) ink.around = (float)(around / arounds);
    return ink;
}

void imaging_measure_bubbles(const uint8_t *pixels, uint32_t width, uint32_t height, const imaging_paper *paper,
                             const double homography[9], const imaging_bubble *bubbles, size_t count,
                             imaging_ink *out) {
    for (size_t i = 0; i < count; i++) out[i] = measure(pixels, width, height, paper, homography, bubbles[i]);
}

void imaging_draw_ellipse(uint8_t *rgb, uint32_t width, uint32_t height, double x, double y, double ax, double ay,
                          double bx, double by, double thickness, uint8_t red, uint8_t green, uint8_t blue) {
    double determinant = ax * by - bx * ay, reach = hypot(ax, ay) + hypot(bx, by) + thickness;
    double small = fmin(hypot(ax, ay), hypot(bx, by));
    if (!(fabs(determinant) > 1e-9) || !(reach < 1e5) || !isfinite(x) || !isfinite(y)) return;
    double band = thickness / 2 / small;
    long left = lround(fmax(0, x - reach)), right = lround(fmin(width, x + reach + 1));
    long top = lround(fmax(0, y - reach)), bottom = lround(fmin(height, y + reach + 1));
    for (long py = top; py < bottom; py++)
        for (long px = left; px < right; px++) {
            double dx = px + 0.5 - x, dy = py + 0.5 - y;
            double u = (dx * by - dy * bx) / determinant, v = (dy * ax - dx * ay) / determinant;
            if (fabs(sqrt(u * u + v * v) - 1) > band) continue;
            uint8_t *p = rgb + 3 * ((size_t)py * width + (size_t)px);
            p[0] = red, p[1] = green, p[2] = blue;
        }
}
