#include "encoder.h"
#include "palette.h"

#include <math.h>
#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct writing {
    byte_buffer *to;
    const uint8_t *pixels;
    uint32_t width, height, stride;
    double dots_per_inch;
    const colour_palette *palette;      // or null
    uint8_t *row;                       // of palette indices
    png_structp png;
    png_infop info;
    jmp_buf fail;
} writing;

static void on_error(png_structp png, png_const_charp text) {
    (void)text;
    writing *w = png_get_error_ptr(png);
    longjmp(w->fail, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void on_write(png_structp png, png_bytep bytes, size_t size) {
    writing *w = png_get_io_ptr(png);
    if (!byte_buffer_reserve(w->to, size)) png_error(png, "no memory");
    memcpy(w->to->bytes + w->to->size, bytes, size);
    w->to->size += size;
}

static void on_flush(png_structp png) { (void)png; }

static void write_palette(writing *w) {
    png_color entries[256];
    for (int i = 0; i < w->palette->count; i++) {
        uint32_t c = w->palette->colours[i];
        entries[i] = (png_color){.red = c >> 16 & 255, .green = c >> 8 & 255, .blue = c & 255};
    }
    png_set_PLTE(w->png, w->info, entries, w->palette->count);
}

static drawing_status write_all(writing *w) {
    if (setjmp(w->fail)) return DRAWING_NO_MEMORY;
    png_set_write_fn(w->png, w, on_write, on_flush);
    int kind = w->palette ? PNG_COLOR_TYPE_PALETTE : PNG_COLOR_TYPE_RGB;
    png_set_IHDR(w->png, w->info, w->width, w->height, 8, kind, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_BASE,
                 PNG_FILTER_TYPE_BASE);
    if (w->palette) write_palette(w);
    png_uint_32 dots = (png_uint_32)lround(w->dots_per_inch / 0.0254);
    png_set_pHYs(w->png, w->info, dots, dots, PNG_RESOLUTION_METER);
    // Pages are flat areas and edges: rows without a filter compress as well as filtered ones, in less time.
    png_set_filter(w->png, PNG_FILTER_TYPE_BASE, w->palette ? PNG_FILTER_NONE : PNG_FILTER_UP);
    png_set_compression_level(w->png, w->palette ? 6 : 3);
    png_write_info(w->png, w->info);
    if (!w->palette) {
        png_set_filler(w->png, 0, PNG_FILLER_AFTER);
        png_set_bgr(w->png);
    }
    for (uint32_t y = 0; y < w->height; y++) {
        const uint8_t *row = w->pixels + (size_t)y * w->stride;
        if (w->palette) {
            colour_palette_map(w->palette, row, w->width, w->row);
            row = w->row;
        }
        png_write_row(w->png, row);
    }
    png_write_end(w->png, w->info);
    return DRAWING_OK;
}

static drawing_status encode(writing *w, const uint8_t **out, size_t *out_size) {
    *out = NULL;
    *out_size = 0;
    w->to->size = 0;
    w->png = png_create_write_struct(PNG_LIBPNG_VER_STRING, w, on_error, on_warning);
    w->info = w->png ? png_create_info_struct(w->png) : NULL;
    drawing_status status = w->info ? write_all(w) : DRAWING_NO_MEMORY;
    png_destroy_write_struct(&w->png, &w->info);
    if (status == DRAWING_OK) {
        *out = w->to->bytes;
        *out_size = w->to->size;
    }
    return status;
}

drawing_status drawing_encode_png(drawing_encoder *encoder, const uint8_t *pixels, uint32_t width, uint32_t height,
                                  uint32_t stride, double dots_per_inch, const uint8_t **out, size_t *out_size) {
    writing w = {.to = &encoder->png, .pixels = pixels, .width = width, .height = height, .stride = stride,
                 .dots_per_inch = dots_per_inch};
    return encode(&w, out, out_size);
}

drawing_status drawing_encode_png_palette(drawing_encoder *encoder, const uint8_t *pixels, uint32_t width,
                                          uint32_t height, uint32_t stride, double dots_per_inch,
                                          const uint8_t **out, size_t *out_size) {
    *out = NULL;
    *out_size = 0;
    colour_palette *palette = colour_palette_make(pixels, width, height, stride);
    writing w = {.to = &encoder->png, .pixels = pixels, .width = width, .height = height, .stride = stride,
                 .dots_per_inch = dots_per_inch, .palette = palette, .row = malloc(width)};
    drawing_status status = palette && w.row ? encode(&w, out, out_size) : DRAWING_NO_MEMORY;
    free(w.row);
    colour_palette_free(palette);
    return status;
}
