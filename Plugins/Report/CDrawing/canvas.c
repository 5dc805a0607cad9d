#include "parts.h"

#include <cairo-pdf.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static drawing_status status_of(cairo_status_t status) {
    switch (status) {
    case CAIRO_STATUS_SUCCESS: return DRAWING_OK;
    case CAIRO_STATUS_INVALID_SIZE: return DRAWING_TOO_LARGE;
    case CAIRO_STATUS_NO_MEMORY:
    case CAIRO_STATUS_WRITE_ERROR: return DRAWING_NO_MEMORY;
    default: return DRAWING_UNSUPPORTED;
    }
}

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
    byte_buffer *file = closure;
    if (!byte_buffer_reserve(file, length)) return CAIRO_STATUS_WRITE_ERROR;
    memcpy(file->bytes + file->size, data, length);
    file->size += length;
    return CAIRO_STATUS_SUCCESS;
}

static drawing_status opened(drawing_canvas *canvas, drawing_canvas **out) {
    canvas->cairo = cairo_create(canvas->surface);
    drawing_status status = drawing_canvas_status(canvas);
    if (status != DRAWING_OK) {
        drawing_canvas_close(canvas);
        return status;
    }
    *out = canvas;
    return DRAWING_OK;
}

drawing_status drawing_canvas_open_pixels(uint8_t *pixels, uint32_t width, uint32_t height, uint32_t stride,
                                          drawing_canvas **out) {
    *out = NULL;
    if (width > 32767 || height > 32767 || stride > INT32_MAX) return DRAWING_TOO_LARGE;
    drawing_canvas *canvas = calloc(1, sizeof *canvas);
    if (!canvas) return DRAWING_NO_MEMORY;
    canvas->surface = cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, (int)width, (int)height,
                                                          (int)stride);
    return opened(canvas, out);
}

drawing_status drawing_canvas_open_pdf(drawing_canvas **out) {
    *out = NULL;
    drawing_canvas *canvas = calloc(1, sizeof *canvas);
    if (!canvas) return DRAWING_NO_MEMORY;
    canvas->is_pdf = 1;
    canvas->tags = g_ptr_array_new_with_free_func(g_free);
    canvas->surface = cairo_pdf_surface_create_for_stream(append, &canvas->file, 1, 1);
    return opened(canvas, out);
}

drawing_status drawing_canvas_status(const drawing_canvas *canvas) {
    if (canvas->failure != DRAWING_OK) return canvas->failure;
    cairo_status_t status = cairo_status(canvas->cairo);
    return status_of(status == CAIRO_STATUS_SUCCESS ? cairo_surface_status(canvas->surface) : status);
}

void drawing_canvas_close(drawing_canvas *canvas) {
    if (!canvas) return;
    if (canvas->is_pdf) pdf_end_pages(canvas);
    cairo_destroy(canvas->cairo);
    cairo_surface_finish(canvas->surface);
    cairo_surface_destroy(canvas->surface);
    if (canvas->tags) g_ptr_array_unref(canvas->tags);
    free(canvas->file.bytes);
    free(canvas);
}

void drawing_canvas_begin_page(drawing_canvas *canvas, double width, double height, double scale, double top) {
    if (canvas->is_pdf) pdf_turn_page(canvas, width * scale, height * scale);
    cairo_save(canvas->cairo);
    cairo_translate(canvas->cairo, 0, top);
    cairo_scale(canvas->cairo, scale, scale);
    cairo_rectangle(canvas->cairo, 0, 0, width, height);
    cairo_clip(canvas->cairo);
}

void drawing_canvas_end_page(drawing_canvas *canvas) {
    cairo_restore(canvas->cairo);
}

void drawing_canvas_begin_path(drawing_canvas *canvas) { cairo_new_path(canvas->cairo); }

void drawing_canvas_begin_part_of_path(drawing_canvas *canvas) { cairo_new_sub_path(canvas->cairo); }

void drawing_canvas_move(drawing_canvas *canvas, double x, double y) { cairo_move_to(canvas->cairo, x, y); }

void drawing_canvas_line(drawing_canvas *canvas, double x, double y) { cairo_line_to(canvas->cairo, x, y); }

void drawing_canvas_curve(drawing_canvas *canvas, double x1, double y1, double x2, double y2, double x, double y) {
    cairo_curve_to(canvas->cairo, x1, y1, x2, y2, x, y);
}

void drawing_canvas_arc(drawing_canvas *canvas, double x, double y, double radius, double from, double to) {
    if (to >= from) cairo_arc(canvas->cairo, x, y, radius, from, to);
    else cairo_arc_negative(canvas->cairo, x, y, radius, from, to);
}

void drawing_canvas_rectangle(drawing_canvas *canvas, double x, double y, double width, double height) {
    cairo_rectangle(canvas->cairo, x, y, width, height);
}

void drawing_canvas_rounded(drawing_canvas *canvas, double x, double y, double width, double height, double radius) {
    cairo_t *cr = canvas->cairo;
    double right = x + width, bottom = y + height;
    cairo_new_sub_path(cr);
    cairo_arc(cr, right - radius, y + radius, radius, -M_PI_2, 0);
    cairo_arc(cr, right - radius, bottom - radius, radius, 0, M_PI_2);
    cairo_arc(cr, x + radius, bottom - radius, radius, M_PI_2, M_PI);
    cairo_arc(cr, x + radius, y + radius, radius, M_PI, M_PI + M_PI_2);
    cairo_close_path(cr);
}

void drawing_canvas_close_path(drawing_canvas *canvas) { cairo_close_path(canvas->cairo); }

static void set_colour(cairo_t *cr, drawing_colour c) {
    // An opaque source lets cairo copy where it would blend.
    if (c.alpha >= 1) cairo_set_source_rgb(cr, c.red, c.green, c.blue);
    else cairo_set_source_rgba(cr, c.red, c.green, c.blue, c.alpha);
}

void drawing_canvas_fill(drawing_canvas *canvas, drawing_colour colour) {
    set_colour(canvas->cairo, colour);
    cairo_fill(canvas->cairo);
}

void drawing_canvas_fill_even_odd(drawing_canvas *canvas, drawing_colour colour) {
    cairo_set_fill_rule(canvas->cairo, CAIRO_FILL_RULE_EVEN_ODD);
    drawing_canvas_fill(canvas, colour);
    cairo_set_fill_rule(canvas->cairo, CAIRO_FILL_RULE_WINDING);
}

void drawing_canvas_fill_gradient(drawing_canvas *canvas, double x1, double y1, double x2, double y2,
                                  const drawing_stop *stops, size_t count) {
    cairo_pattern_t *gradient = cairo_pattern_create_linear(x1, y1, x2, y2);
    for (size_t i = 0; i < count; i++)
        cairo_pattern_add_color_stop_rgba(gradient, stops[i].offset, stops[i].colour.red, stops[i].colour.green,
                                          stops[i].colour.blue, stops[i].colour.alpha);
    cairo_set_source(canvas->cairo, gradient);
    cairo_pattern_destroy(gradient);
    cairo_fill(canvas->cairo);
    // The gradient is not kept with the canvas.
    cairo_set_source_rgb(canvas->cairo, 0, 0, 0);
}

void drawing_canvas_stroke(drawing_canvas *canvas, double width, drawing_colour colour, const double *dash,
                           size_t dashes, int32_t round_caps) {
    cairo_t *cr = canvas->cairo;
    set_colour(cr, colour);
    cairo_set_line_width(cr, width);
    cairo_set_dash(cr, dash, (int)dashes, 0);
    cairo_set_line_cap(cr, round_caps ? CAIRO_LINE_CAP_ROUND : CAIRO_LINE_CAP_BUTT);
    cairo_set_line_join(cr, round_caps ? CAIRO_LINE_JOIN_ROUND : CAIRO_LINE_JOIN_MITER);
    cairo_stroke(cr);
}

void drawing_canvas_begin_clip(drawing_canvas *canvas) {
    cairo_save(canvas->cairo);
    cairo_clip(canvas->cairo);
}

void drawing_canvas_end_clip(drawing_canvas *canvas) { cairo_restore(canvas->cairo); }
