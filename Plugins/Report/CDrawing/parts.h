// What the files of this folder share. Not seen from outside.
#ifndef REPORT_DRAWING_PARTS_H
#define REPORT_DRAWING_PARTS_H

#include "drawing.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangocairo.h>

struct drawing_fonts {
    FcConfig *config;
};

// A face as runs name it, and how far its letters reach over and under the baseline, as parts of its size.
typedef struct typesetter_face {
    char *families;
    int32_t weight, italic;
    PangoFontDescription *description;
    double ascent, descent;
} typesetter_face;

struct drawing_typesetter {
    PangoFontMap *map;
    PangoContext *contexts[2];  // for lines from left to right, and from right to left
    typesetter_face *faces;
    int32_t face_count, face_room;
};

typedef struct text_line {
    PangoLayoutLine *line;
    PangoLayout *own;           // whose line it is where it ends in an ellipsis; null: the text's
    double baseline, width;
    int right_to_left;
} text_line;

struct drawing_text {
    PangoLayout *layout;
    text_line *lines;
    int32_t line_count;
    int32_t alignment;
    double width;               // of the widest line
};

// Bytes that grow as they are written.
typedef struct byte_buffer {
    uint8_t *bytes;
    size_t size, room;
} byte_buffer;

// Makes room for `more` bytes; 0: no memory.
int byte_buffer_reserve(byte_buffer *, size_t more);

struct drawing_canvas {
    cairo_surface_t *surface;
    cairo_t *cairo;
    byte_buffer file;           // of a PDF
    int is_pdf;
    int has_page;               // of a PDF: one is begun and not shown yet
    GPtrArray *tags;            // of a PDF: names of those that are begun and not ended
    drawing_status failure;     // of what is not cairo's own
};

// Ends the page before, if there is one, and starts one of a PDF; lengths in points.
void pdf_turn_page(drawing_canvas *, double width, double height);

// Ends all tags and the last page.
void pdf_end_pages(drawing_canvas *);

// Draws a line from its baseline's left end.
void pdf_show_line(drawing_canvas *, PangoLayoutLine *, double x, double y);

#endif
