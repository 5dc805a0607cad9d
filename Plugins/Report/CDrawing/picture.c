#include "parts.h"

#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t big_endian(const uint8_t *bytes) {
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

drawing_status drawing_png_size(const uint8_t *bytes, size_t size, uint32_t *width, uint32_t *height) {
    if (size < 24) return DRAWING_TRUNCATED;
    if (png_sig_cmp(bytes, 0, 8) != 0 || memcmp(bytes + 12, "IHDR", 4) != 0) return DRAWING_CORRUPT;
    *width = big_endian(bytes + 16);
    *height = big_endian(bytes + 20);
    return *width == 0 || *height == 0 || *width > 0x7fffffff || *height > 0x7fffffff ? DRAWING_CORRUPT : DRAWING_OK;
}

// Blends by 255ths, rounded.
static uint8_t times(uint32_t value, uint32_t alpha) { return (uint8_t)((value * alpha + 127) / 255); }

static int premultiply(uint8_t *pixels, size_t count) {
    int opaque = 1;
    for (uint8_t *p = pixels; count > 0; count--, p += 4) {
        uint32_t alpha = p[3];
        if (alpha == 255) continue;
        opaque = 0;
        p[0] = times(p[0], alpha);
        p[1] = times(p[1], alpha);
        p[2] = times(p[2], alpha);
    }
    return opaque;
}

drawing_status drawing_png_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget, drawing_picture *out,
                                  char message[DRAWING_MESSAGE_SIZE]) {
    *out = (drawing_picture){0};
    message[0] = 0;
    // The size stands at a fixed place: it is checked before libpng reads, or takes memory for, anything.
    drawing_status status = drawing_png_size(bytes, size, &out->width, &out->height);
    if (status != DRAWING_OK) return status;
    if ((uint64_t)out->width * out->height > pixel_budget) return DRAWING_TOO_LARGE;
    png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, size) || image.width != out->width ||
        image.height != out->height) {
        snprintf(message, DRAWING_MESSAGE_SIZE, "%s", image.message);
        png_image_free(&image);
        return DRAWING_CORRUPT;
    }
    image.format = PNG_FORMAT_BGRA;
    size_t memory = (size_t)out->width * out->height * 4;
    out->pixels = drawing_pixels_reserve(memory);
    if (!out->pixels) {
        png_image_free(&image);
        return DRAWING_NO_MEMORY;
    }
    if (!png_image_finish_read(&image, NULL, out->pixels, 0, NULL)) {
        snprintf(message, DRAWING_MESSAGE_SIZE, "%s", image.message);
        drawing_pixels_release(out->pixels, memory);
        out->pixels = NULL;
        return strstr(message, "read beyond") ? DRAWING_TRUNCATED : DRAWING_CORRUPT;
    }
    out->opaque = premultiply(out->pixels, (size_t)out->width * out->height);
    return DRAWING_OK;
}

drawing_status drawing_picture_halve(const drawing_picture *from, drawing_picture *out) {
    *out = (drawing_picture){
        .width = (from->width + 1) / 2, .height = (from->height + 1) / 2, .opaque = from->opaque,
    };
    out->pixels = drawing_pixels_reserve((size_t)out->width * out->height * 4);
    if (!out->pixels) return DRAWING_NO_MEMORY;
    size_t stride = (size_t)from->width * 4;
    for (uint32_t y = 0; y < out->height; y++) {
        const uint8_t *upper = from->pixels + (size_t)y * 2 * stride;
        const uint8_t *lower = y * 2 + 1 < from->height ? upper + stride : upper;
        uint8_t *row = out->pixels + (size_t)y * out->width * 4;
        for (uint32_t x = 0; x < out->width; x++) {
            size_t left = (size_t)x * 8, right = x * 2 + 1 < from->width ? left + 4 : left;
            for (size_t p = 0; p < 4; p++)
                row[x * 4 + p] = (uint8_t)((upper[left + p] + upper[right + p] + lower[left + p] + lower[right + p] +
                                            2) / 4);
        }
    }
    return DRAWING_OK;
}

void drawing_canvas_picture(drawing_canvas *canvas, const drawing_picture *picture, const char *id,
                            const uint8_t *jpeg, size_t jpeg_size, double x, double y, double width, double height) {
    if (!(width > 0 && height > 0) || picture->width > 32767 || picture->height > 32767) return;
    cairo_t *cr = canvas->cairo;
    cairo_surface_t *source = cairo_image_surface_create_for_data(
        picture->pixels, picture->opaque ? CAIRO_FORMAT_RGB24 : CAIRO_FORMAT_ARGB32, (int)picture->width,
        (int)picture->height, (int)picture->width * 4);
    if (canvas->is_pdf) {
        // cairo writes it when the page ends, after this call.
        uint8_t *kept = jpeg ? malloc(jpeg_size) : NULL;
        if (kept) memcpy(kept, jpeg, jpeg_size);
        if (kept && cairo_surface_set_mime_data(source, CAIRO_MIME_TYPE_JPEG, kept, jpeg_size, free, kept) !=
                        CAIRO_STATUS_SUCCESS)
            free(kept);
        char *copy = g_strdup(id);
        cairo_surface_set_mime_data(source, CAIRO_MIME_TYPE_UNIQUE_ID, (unsigned char *)copy, strlen(copy), g_free,
                                    copy);
    }
    cairo_save(cr);
    cairo_new_path(cr);
    cairo_rectangle(cr, x, y, width, height);
    cairo_clip(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, width / picture->width, height / picture->height);
    cairo_set_source_surface(cr, source, 0, 0);
    // Edges are mixed with the picture itself and not with the nothing around it. A PDF's reader does that, and cairo
    // would make a larger picture without its JPEG there.
    if (!canvas->is_pdf) cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_surface_destroy(source);
}
