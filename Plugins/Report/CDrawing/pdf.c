#include "parts.h"

#include <cairo-pdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void drawing_pdf_set_title(drawing_canvas *canvas, const char *title) {
    cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_TITLE, title);
    // What is no date is left out: the same report is the same bytes tomorrow.
    cairo_pdf_surface_set_metadata(canvas->surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
}

void drawing_pdf_add_outline(drawing_canvas *canvas, const char *title, int32_t page) {
    char link[64];
    snprintf(link, sizeof link, "page=%d pos=[0 0]", (int)page);
    cairo_pdf_surface_add_outline(canvas->surface, CAIRO_PDF_OUTLINE_ROOT, title, link, 0);
}

// All parts belong to one element: ISO 32000-1, 14.8.4.2. It is begun with the first part, since without one it would
// be a piece of content that reaches over pages, and ended on the last page, which stays open until the document ends.
static const char document[] = "Document";

void pdf_turn_page(drawing_canvas *canvas, double width, double height) {
    if (canvas->has_page) cairo_show_page(canvas->cairo);
    cairo_pdf_surface_set_size(canvas->surface, width, height);
    canvas->has_page = 1;
}

static void begin_tag(drawing_canvas *canvas, const char *name) {
    cairo_tag_begin(canvas->cairo, name, NULL);
    g_ptr_array_add(canvas->tags, g_strdup(name));
}

void drawing_pdf_begin_tag(drawing_canvas *canvas, const char *name) {
    if (canvas->tags->len == 0) begin_tag(canvas, document);
    begin_tag(canvas, name);
}

static void end_tag(cairo_t *cr, GPtrArray *tags) {
    char *name = g_ptr_array_steal_index(tags, tags->len - 1);
    cairo_tag_end(cr, name);
    g_free(name);
}

void drawing_pdf_end_tag(drawing_canvas *canvas) {
    if (canvas->tags->len > 1) end_tag(canvas->cairo, canvas->tags);
}

void pdf_end_pages(drawing_canvas *canvas) {
    if (!canvas->has_page) return;
    canvas->has_page = 0;
    // Of its own, for the canvas's does nothing after a failure, and cairo gives up the process for a tag without end.
    cairo_t *cr = cairo_create(canvas->surface);
    while (canvas->tags->len > 0) end_tag(cr, canvas->tags);
    cairo_show_page(cr);
    cairo_destroy(cr);
}

drawing_status drawing_pdf_jpeg_page(drawing_canvas *canvas, const uint8_t *jpeg, size_t size, double width,
                                     double height) {
    uint32_t columns = 0, rows = 0;
    drawing_status status = drawing_jpeg_size(jpeg, size, &columns, &rows);
    if (status != DRAWING_OK) return status;
    if (columns > 32767 || rows > 32767) return DRAWING_TOO_LARGE;
    uint8_t *copy = malloc(size);
    // Never read, and so never in memory: the PDF keeps the JPEG.
    cairo_surface_t *source = cairo_image_surface_create(CAIRO_FORMAT_RGB24, (int)columns, (int)rows);
    if (!copy || cairo_surface_status(source) != CAIRO_STATUS_SUCCESS) {
        free(copy);
        cairo_surface_destroy(source);
        return DRAWING_NO_MEMORY;
    }
    memcpy(copy, jpeg, size);
    if (cairo_surface_set_mime_data(source, CAIRO_MIME_TYPE_JPEG, copy, size, free, copy) != CAIRO_STATUS_SUCCESS)
        free(copy);
    pdf_turn_page(canvas, width, height);
    cairo_save(canvas->cairo);
    cairo_scale(canvas->cairo, width / columns, height / rows);
    cairo_set_source_surface(canvas->cairo, source, 0, 0);
    // What covers a page without a clip makes cairo forget what came before it on the page: the tags.
    cairo_rectangle(canvas->cairo, 0, 0, columns, rows);
    cairo_clip(canvas->cairo);
    drawing_pdf_begin_tag(canvas, "Figure");
    cairo_paint(canvas->cairo);
    drawing_pdf_end_tag(canvas);
    cairo_restore(canvas->cairo);
    cairo_set_source_rgb(canvas->cairo, 0, 0, 0);
    cairo_surface_destroy(source);
    return drawing_canvas_status(canvas);
}

drawing_status drawing_pdf_finish(drawing_canvas *canvas, const uint8_t **out, size_t *out_size) {
    *out = NULL;
    *out_size = 0;
    drawing_status status = drawing_canvas_status(canvas);
    if (status != DRAWING_OK) return status;
    pdf_end_pages(canvas);
    cairo_surface_finish(canvas->surface);
    if (cairo_surface_status(canvas->surface) != CAIRO_STATUS_SUCCESS) return DRAWING_NO_MEMORY;
    *out = canvas->file.bytes;
    *out_size = canvas->file.size;
    return DRAWING_OK;
}
