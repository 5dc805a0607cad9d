#include "parts.h"

#include <librsvg/rsvg.h>
#include <stdio.h>
#include <stdlib.h>

struct drawing_svg {
    RsvgHandle *handle;
};

static double pixels(RsvgLength length) {
    // CSS: 96 pixels to the inch. Parts of what surrounds the picture are no size of its own.
    switch (length.unit) {
    case RSVG_UNIT_PX: return length.length;
    case RSVG_UNIT_IN: return length.length * 96;
    case RSVG_UNIT_CM: return length.length * 96 / 2.54;
    case RSVG_UNIT_MM: return length.length * 96 / 25.4;
    case RSVG_UNIT_PT: return length.length * 96 / 72;
    case RSVG_UNIT_PC: return length.length * 16;
    default: return 0;
    }
}

drawing_status drawing_svg_open(const uint8_t *bytes, size_t size, drawing_svg **out, double *width, double *height,
                                char message[DRAWING_MESSAGE_SIZE]) {
    *out = NULL;
    *width = *height = 0;
    message[0] = 0;
    drawing_svg *svg = calloc(1, sizeof *svg);
    if (!svg) return DRAWING_NO_MEMORY;
    GError *error = NULL;
    // Without a base address librsvg refuses to read any other file.
    svg->handle = rsvg_handle_new_from_data(bytes, size, &error);
    if (!svg->handle) {
        snprintf(message, DRAWING_MESSAGE_SIZE, "%s", error ? error->message : "");
        if (error) g_error_free(error);
        free(svg);
        return DRAWING_CORRUPT;
    }
    rsvg_handle_set_dpi(svg->handle, 96);
    gboolean has_width, has_height, has_box;
    RsvgLength w, h;
    RsvgRectangle box;
    rsvg_handle_get_intrinsic_dimensions(svg->handle, &has_width, &w, &has_height, &h, &has_box, &box);
    *width = has_width ? pixels(w) : 0;
    *height = has_height ? pixels(h) : 0;
    if (!(*width > 0 && *height > 0) && has_box) {
        *width = box.width;
        *height = box.height;
    }
    *out = svg;
    return DRAWING_OK;
}

void drawing_svg_close(drawing_svg *svg) {
    if (!svg) return;
    g_object_unref(svg->handle);
    free(svg);
}

static int render(drawing_svg *svg, drawing_typesetter *setter, cairo_t *cr, double x, double y, double width,
                  double height) {
    RsvgRectangle place = {.x = x, .y = y, .width = width, .height = height};
    // librsvg takes its faces from the thread's font map: for this call it is ours.
    pango_cairo_font_map_set_default(PANGO_CAIRO_FONT_MAP(setter->map));
    GError *error = NULL;
    int rendered = rsvg_handle_render_document(svg->handle, cr, &place, &error);
    pango_cairo_font_map_set_default(NULL);
    if (error) g_error_free(error);
    return rendered;
}

drawing_status drawing_svg_render(drawing_svg *svg, drawing_typesetter *setter, uint32_t width, uint32_t height,
                                  drawing_picture *out) {
    *out = (drawing_picture){.width = width, .height = height};
    if (width > 32767 || height > 32767) return DRAWING_TOO_LARGE;
    size_t memory = (size_t)width * height * 4;
    out->pixels = drawing_pixels_reserve(memory);
    if (!out->pixels) return DRAWING_NO_MEMORY;
    cairo_surface_t *surface = cairo_image_surface_create_for_data(out->pixels, CAIRO_FORMAT_ARGB32, (int)width,
                                                                   (int)height, (int)width * 4);
    cairo_t *cr = cairo_create(surface);
    int rendered = render(svg, setter, cr, 0, 0, width, height) && cairo_status(cr) == CAIRO_STATUS_SUCCESS;
    cairo_destroy(cr);
    cairo_surface_destroy(surface);
    if (rendered) return DRAWING_OK;
    drawing_pixels_release(out->pixels, memory);
    out->pixels = NULL;
    return DRAWING_CORRUPT;
}

drawing_status drawing_canvas_svg(drawing_canvas *canvas, drawing_svg *svg, drawing_typesetter *setter, double x,
                                  double y, double width, double height) {
    cairo_save(canvas->cairo);
    cairo_new_path(canvas->cairo);
    int rendered = render(svg, setter, canvas->cairo, x, y, width, height);
    cairo_restore(canvas->cairo);
    return rendered ? DRAWING_OK : DRAWING_CORRUPT;
}
