// Pixels for the grading plugin: codecs, the kernels that look at every pixel, and a drawing surface.
// No function keeps state between calls; all may be called from any thread.
// What a function hands out through an `out` parameter was made by malloc and is the caller's: imaging_release
// frees it.
#ifndef GRADING_IMAGING_H
#define GRADING_IMAGING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t imaging_status;
#define IMAGING_OK          0
#define IMAGING_CORRUPT     1   // the bytes are not what they claim to be
#define IMAGING_TRUNCATED   2   // the file ends before the picture does
#define IMAGING_UNSUPPORTED 3   // a colour space or variant that is not read
#define IMAGING_TOO_LARGE   4   // more pixels than the budget; nothing was allocated for them
#define IMAGING_NO_MEMORY   5

#define IMAGING_MESSAGE_SIZE 200

void imaging_release(void *);

// --- Codecs. Luminance is 8 bits, rows without padding, 0 black.

typedef struct imaging_luma {
    uint8_t *pixels;            // the caller's after IMAGING_OK
    uint32_t width, height;     // set as soon as the header was read, also with IMAGING_TOO_LARGE
} imaging_luma;

imaging_status imaging_jpeg_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget,
                                   imaging_luma *out, char message[IMAGING_MESSAGE_SIZE]);
imaging_status imaging_png_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget,
                                  imaging_luma *out, char message[IMAGING_MESSAGE_SIZE]);
// channels: 1 luminance, 3 RGB. quality: 1...100.
imaging_status imaging_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels,
                                   int32_t quality, uint8_t **out, size_t *out_size);
// Turns by the EXIF orientation 1...8; `out` gets pixels of its own.
imaging_status imaging_orient(const uint8_t *pixels, uint32_t width, uint32_t height, int32_t orientation,
                              imaging_luma *out);

// --- Whole pictures.

// Averages squares of factor x factor pixels; factor is 1...2048. `out` holds (width / factor) * (height / factor)
// pixels.
void imaging_reduce(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t factor, uint8_t *out);

// How bright the bare paper is, one value a tile; read between tile centres by interpolation.
typedef struct imaging_paper {
    uint8_t *tiles;             // columns * rows
    uint32_t columns, rows;
    double   tile;              // edge of a tile, in pixels of the picture it is used with
} imaging_paper;

// Fills paper->tiles (the caller's, columns * rows) from a reduced picture whose tiles are `tile` pixels wide.
void imaging_measure_paper(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t tile,
                           const imaging_paper *paper);
// mask[i] = 1 where the picture is darker than ratio * paper, of a paper measured on this same picture.
void imaging_threshold(const uint8_t *pixels, uint32_t width, uint32_t height, const imaging_paper *paper,
                       double ratio, uint8_t *mask);

// A blob of touching dark pixels, described by its moments.
typedef struct imaging_component {
    uint32_t left, top, right, bottom;  // right and bottom are one past the last pixel
    uint32_t area;
    double   x, y;                      // centroid; the centre of the first pixel is (0.5, 0.5)
    double   xx, yy, xy;                // central second moments divided by the area
} imaging_component;

// Finds 8-connected components with min_area <= area <= max_area, in reading order of their first pixel.
// Returns IMAGING_OK and how many were stored (at most capacity).
imaging_status imaging_components(const uint8_t *mask, uint32_t width, uint32_t height, uint32_t min_area,
                                  uint32_t max_area, imaging_component *out, size_t capacity, size_t *count);

// --- Small places in a picture.

// Centroid of the darkness in a window; returns the summed weight, 0 when there is no dark pixel in it.
double imaging_dark_centroid(const uint8_t *pixels, uint32_t width, uint32_t height, const imaging_paper *paper,
                             double left, double top, double right, double bottom, double *x, double *y);

typedef struct imaging_bubble {
    double x, y;            // centre, in template units
    double width, height;   // of the printed outline
} imaging_bubble;

typedef struct imaging_ink {
    float darkness;         // mean over the inside, 0 paper, 1 black
    float outline;          // mean darkness along the printed outline
    float around;           // mean darkness just outside the outline
    uint32_t samples;       // inside samples that lay in the picture
} imaging_ink;

// Measures bubbles where the homography (row major, template to pixels) puts them.
void imaging_measure_bubbles(const uint8_t *pixels, uint32_t width, uint32_t height, const imaging_paper *paper,
                             const double homography[9], const imaging_bubble *bubbles, size_t count,
                             imaging_ink *out);

// Spreads luminance to RGB.
void imaging_colourise(const uint8_t *pixels, size_t count, uint8_t *rgb);
// Draws an ellipse outline into RGB pixels: centre, two half axes as vectors, thickness in pixels.
void imaging_draw_ellipse(uint8_t *rgb, uint32_t width, uint32_t height, double x, double y, double ax, double ay,
                          double bx, double by, double thickness, uint8_t red, uint8_t green, uint8_t blue);

// --- A page to draw on, in millimetres from the top left corner. Colours are 0...1.

typedef struct imaging_canvas imaging_canvas;
typedef struct imaging_colour { double red, green, blue; } imaging_colour;

imaging_canvas *imaging_canvas_pdf(double width_mm, double height_mm);              // null: no memory
imaging_canvas *imaging_canvas_png(double width_mm, double height_mm, double dpi);  // null: no memory
void imaging_canvas_free(imaging_canvas *);
// line_mm 0 fills; radius_mm rounds the corners.
void imaging_canvas_box(imaging_canvas *, double x, double y, double width, double height, double radius_mm,
                        double line_mm, imaging_colour);
void imaging_canvas_ellipse(imaging_canvas *, double x, double y, double width, double height, double line_mm,
                            imaging_colour);
void imaging_canvas_line(imaging_canvas *, double x1, double y1, double x2, double y2, double line_mm, imaging_colour);
// Text centred vertically on y. align: -1 starts at x, 0 centred on x, 1 ends at x. size_mm is the em.
void imaging_canvas_text(imaging_canvas *, const char *utf8, double x, double y, double size_mm, int32_t bold,
                         int32_t align, imaging_colour);
// Ends the page and hands out the file.
imaging_status imaging_canvas_finish(imaging_canvas *, uint8_t **out, size_t *out_size);

#ifdef __cplusplus
}
#endif
#endif
