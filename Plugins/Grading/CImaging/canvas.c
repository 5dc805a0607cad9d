#include "imaging.h"

#include <cairo-pdf.h>
#include <pango/pangocairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

struct imaging_canvas {
    cairo_surface_t *surface;
    cairo_t *cairo;
    double scale;           // device units a millimetre; not left to cairo_scale, which would spoil small type
    int picture;
    uint8_t *bytes;
    size_t size, room;
    imaging_status status;
};

static cairo_status_t append(void *closure, const unsigned char *data, unsigned int length) {
    imaging_canvas *canvas = closure;
    if (canvas->room - canvas->size < length) {
        size_t room = (canvas->room + length) * 2;
        uint8_t *more = realloc(canvas->bytes, room);
        if (!more) {
            canvas->status = IMAGING_NO_MEMORY;
            return CAIRO_STATUS_WRITE_ERROR;
        }
        canvas->bytes = more;
        canvas->room = room;
    }
    memcpy(canvas->bytes + canvas->size, data, length);
    canvas->size += length;
    return CAIRO_STATUS_SUCCESS;
}

static imaging_canvas *opened(imaging_canvas *canvas) {
    if (cairo_surface_status(canvas->surface) != CAIRO_STATUS_SUCCESS) {
        imaging_canvas_free(canvas);
        return NULL;
    }
    canvas->cairo = cairo_create(canvas->surface);
    return canvas;
}

imaging_canvas *imaging_canvas_pdf(double width_mm, double height_mm) {
    imaging_canvas *canvas = calloc(1, sizeof *canvas);
    if (!canvas) return NULL;
    canvas->scale = 72 / 25.4;
    canvas->surface =
        cairo_pdf_surface_create_for_stream(append, canvas, width_mm * canvas->scale, height_mm * canvas->scale);
    return opened(canvas);
}

imaging_canvas *imaging_canvas_png(double width_mm, double height_mm, double dpi) {
    imaging_canvas *canvas = calloc(1, sizeof *canvas);
    if (!canvas) return NULL;
    canvas->scale = dpi / 25.4;
    canvas->picture = 1;
    canvas->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)lround(width_mm * canvas->scale),
                                                 (int)lround(height_mm * canvas->scale));
    if (!opened(canvas)) return NULL;
    cairo_set_source_rgb(canvas->cairo, 1, 1, 1);
    cairo_paint(canvas->cairo);
    return canvas;
}

void imaging_canvas_free(imaging_canvas *canvas) {
    if (!canvas) return;
    if (canvas->cairo) cairo_destroy(canvas->cairo);
    if (canvas->surface) {
        cairo_surface_finish(canvas->surface);
        cairo_surface_destroy(canvas->surface);
    }
    free(canvas->bytes);
    free(canvas);
}

static void paint(imaging_canvas *canvas, double line_mm, imaging_colour c) {
    cairo_set_source_rgb(canvas->cairo, c.red, c.green, c.blue);
    if (line_mm > 0) {
        cairo_set_line_width(canvas->cairo, line_mm * canvas->scale);
        cairo_stroke(canvas->cairo);
    } else {
        cairo_fill(canvas->cairo);
    }
}

void imaging_canvas_box(imaging_canvas *canvas, double x, double y, double width, double height, double radius_mm,
                        double line_mm, imaging_colour colour) {
    cairo_t *cr = canvas->cairo;
    double k = canvas->scale, left = x * k, top = y * k, right = (x + width) * k, bottom = (y + height) * k;
    double r = radius_mm * k;
    if (r > 0) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, right - r, top + r, r, -G_PI / 2, 0);
        cairo_arc(cr, right - r, bottom - r, r, 0, G_PI / 2);
        cairo_arc(cr, left + r, bottom - r, r, G_PI / 2, G_PI);
        cairo_arc(cr, left + r, top + r, r, G_PI, G_PI * 3 / 2);
        cairo_close_path(cr);
    } else {
        cairo_rectangle(cr, left, top, right - left, bottom - top);
    }
    paint(canvas, line_mm, colour);
}

void imaging_canvas_ellipse(imaging_canvas *canvas, double x, double y, double width, double height, double line_mm,
                            imaging_colour colour) {
    cairo_t *cr = canvas->cairo;
    if (!(width > 0 && height > 0)) return;
    cairo_save(cr);
    cairo_translate(cr, x * canvas->scale, y * canvas->scale);
    cairo_scale(cr, width / 2 * canvas->scale, height / 2 * canvas->scale);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * G_PI);
    cairo_restore(cr);
    paint(canvas, line_mm, colour);
}

void imaging_canvas_line(imaging_canvas *canvas, double x1, double y1, double x2, double y2, double line_mm,
                         imaging_colour colour) {
    double k = canvas->scale;
    cairo_move_to(canvas->cairo, x1 * k, y1 * k);
    cairo_line_to(canvas->cairo, x2 * k, y2 * k);
    paint(canvas, line_mm, colour);
}

void imaging_canvas_text(imaging_canvas *canvas, const char *utf8, double x, double y, double size_mm, int32_t bold,
                         int32_t align, imaging_colour colour) {
    cairo_t *cr = canvas->cairo;
    PangoLayout *layout = pango_cairo_create_layout(cr);
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(pango_layout_get_context(layout), options);
    PangoFontDescription *font = pango_font_description_from_string("Noto Sans CJK KR, Noto Sans, sans-serif");
    pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
    pango_font_description_set_absolute_size(font, size_mm * canvas->scale * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_text(layout, utf8, -1);
    PangoRectangle ink, logical;
    pango_layout_get_extents(layout, &ink, &logical);
    double left = x * canvas->scale - (align + 1) / 2.0 * logical.width / PANGO_SCALE - (double)logical.x / PANGO_SCALE;
    // Centred on the cap height, so that digits and hangul sit in the middle of their bubble or box.
    double baseline = (double)pango_layout_get_baseline(layout) / PANGO_SCALE;
    double top = (y + size_mm * 0.365) * canvas->scale - baseline;
    cairo_set_source_rgb(cr, colour.red, colour.green, colour.blue);
    cairo_move_to(cr, left, top);
    pango_cairo_show_layout(cr, layout);
    pango_font_description_free(font);
    cairo_font_options_destroy(options);
    g_object_unref(layout);
}

imaging_status imaging_canvas_finish(imaging_canvas *canvas, uint8_t **out, size_t *out_size) {
    *out = NULL;
    *out_size = 0;
    cairo_show_page(canvas->cairo);
    if (canvas->picture) {
        if (cairo_surface_write_to_png_stream(canvas->surface, append, canvas) != CAIRO_STATUS_SUCCESS &&
            canvas->status == IMAGING_OK)
            canvas->status = IMAGING_UNSUPPORTED;
    }
    cairo_destroy(canvas->cairo);
    canvas->cairo = NULL;
    cairo_surface_finish(canvas->surface);
    if (canvas->status == IMAGING_OK && cairo_surface_status(canvas->surface) != CAIRO_STATUS_SUCCESS)
        canvas->status = IMAGING_UNSUPPORTED;
    if (canvas->status != IMAGING_OK) return canvas->status;
    *out = canvas->bytes;
    *out_size = canvas->size;
    canvas->bytes = NULL;
    return IMAGING_OK;
}
