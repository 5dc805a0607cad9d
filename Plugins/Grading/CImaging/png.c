#include "imaging.h"

#include <png.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const uint8_t *bytes;
    size_t size, at;
    int ended;
    char *message;
    jmp_buf fail;
} source;

typedef struct {
    png_structp png;
    png_infop info;
    png_bytep *rows;
    imaging_luma *out;
} reading;

static void on_error(png_structp png, png_const_charp text) {
    source *from = png_get_error_ptr(png);
    snprintf(from->message, IMAGING_MESSAGE_SIZE, "%s", text);
    longjmp(from->fail, 1);
}

static void on_warning(png_structp png, png_const_charp text) {
    (void)png;
    (void)text;
}

static void on_read(png_structp png, png_bytep into, size_t wanted) {
    source *from = png_get_io_ptr(png);
    if (wanted > from->size - from->at) {
        from->ended = 1;
        png_error(png, "the file ends early");
    }
    memcpy(into, from->bytes + from->at, wanted);
    from->at += wanted;
}

// Any PNG becomes 8-bit luminance; transparent places become white paper.
static imaging_status read_picture(reading *r) {
    png_read_info(r->png, r->info);
    uint32_t width = r->out->width, height = r->out->height;
    if (png_get_image_width(r->png, r->info) != width || png_get_image_height(r->png, r->info) != height)
        return IMAGING_CORRUPT;
    int colour = png_get_color_type(r->png, r->info);
    png_set_expand(r->png);
    png_set_strip_16(r->png);
    if ((colour & PNG_COLOR_MASK_ALPHA) || png_get_valid(r->png, r->info, PNG_INFO_tRNS)) {
        png_color_16 white = {.red = 255, .green = 255, .blue = 255, .gray = 255};
        png_set_background(r->png, &white, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    }
    if (colour & PNG_COLOR_MASK_COLOR) png_set_rgb_to_gray(r->png, PNG_ERROR_ACTION_NONE, 0.299, 0.587);
    png_set_interlace_handling(r->png);
    png_read_update_info(r->png, r->info);
    if (png_get_rowbytes(r->png, r->info) != width) return IMAGING_UNSUPPORTED;
    r->out->pixels = malloc((size_t)width * height);
    r->rows = malloc(sizeof(png_bytep) * height);
    if (!r->out->pixels || !r->rows) return IMAGING_NO_MEMORY;
    for (uint32_t y = 0; y < height; y++) r->rows[y] = r->out->pixels + (size_t)y * width;
    png_read_image(r->png, r->rows);
    return IMAGING_OK;
}

// What changes between setjmp and longjmp belongs to the caller: locals of this frame could be lost.
static imaging_status read_guarded(reading *r, source *from) {
    if (setjmp(from->fail) != 0) return from->ended ? IMAGING_TRUNCATED : IMAGING_CORRUPT;
    png_set_read_fn(r->png, from, on_read);
    // The budget decides, not libpng's own limit of a million pixels an edge.
    png_set_user_limits(r->png, 0x7fffffff, 0x7fffffff);
    return read_picture(r);
}

static uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

imaging_status imaging_png_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget,
                                  imaging_luma *out, char message[IMAGING_MESSAGE_SIZE]) {
    *out = (imaging_luma){0};
    message[0] = 0;
    // The size stands at a fixed place: it is checked before libpng reads, or takes memory for, anything.
    if (size >= 24) {
        out->width = big_endian(bytes + 16);
        out->height = big_endian(bytes + 20);
        if ((uint64_t)out->width * out->height > pixel_budget) return IMAGING_TOO_LARGE;
    }
    source from = {.bytes = bytes, .size = size, .message = message};
    reading r = {.out = out};
    r.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &from, on_error, on_warning);
    r.info = r.png ? png_create_info_struct(r.png) : NULL;
    if (!r.info) {
        png_destroy_read_struct(&r.png, NULL, NULL);
        return IMAGING_NO_MEMORY;
    }
    imaging_status status = read_guarded(&r, &from);
    png_destroy_read_struct(&r.png, &r.info, NULL);
    free(r.rows);
    if (status != IMAGING_OK) {
        free(out->pixels);
        out->pixels = NULL;
    }
    return status;
}
