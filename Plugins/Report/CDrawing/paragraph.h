// A paragraph while its lines are made.
#ifndef REPORT_DRAWING_PARAGRAPH_H
#define REPORT_DRAWING_PARAGRAPH_H

#include "parts.h"

// Places in a text, in bytes.
typedef struct places {
    size_t *list;
    size_t count, room;
} places;

int places_add(places *, size_t place);     // 0: no memory

typedef struct paragraph {
    drawing_typesetter *setter;
    const char *text;
    size_t size;
    const drawing_run *runs;
    size_t run_count;
    const drawing_paragraph *style;
    places cuts;            // where a word that is wider than the line is broken
    places loose;           // pairs of start and end: words there may be broken anywhere
} paragraph;

// The looks of text[from..<to], by indices from `from`, and where it must not be broken.
PangoAttrList *paragraph_attributes(const paragraph *, size_t from, size_t to);

// Notes where the words of a line that is too wide shall be broken.
void paragraph_break_line(paragraph *, PangoLayoutLine *, int limit, int anywhere);

// Widths of a line's characters in Pango's units, by their first bytes counted from the line's text.
void line_character_widths(const PangoLayoutLine *, const char *text, int *widths);

#endif
