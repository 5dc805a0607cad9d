#include "paragraph.h"

#include <stdlib.h>
#include <string.h>

void line_character_widths(const PangoLayoutLine *line, const char *text, int *widths) {
    for (GSList *each = line->runs; each; each = each->next) {
        PangoLayoutRun *run = each->data;
        int *own = calloc((size_t)run->item->num_chars + 1, sizeof *own);
        if (!own) continue;
        pango_glyph_item_get_logical_widths(run, text, own);
        const char *c = text + run->item->offset, *start = text + line->start_index;
        for (int i = 0; i < run->item->num_chars; i++, c = g_utf8_next_char(c)) widths[c - start] = own[i];
        free(own);
    }
}

double drawing_text_least_width(const drawing_text *made) {
    const char *text = pango_layout_get_text(made->layout);
    int *widths = calloc(strlen(text) + 1, sizeof *widths);
    if (!widths) return made->width;
    for (GSList *at = pango_layout_get_lines_readonly(made->layout); at; at = at->next) {
        const PangoLayoutLine *line = at->data;
        line_character_widths(line, text, widths + line->start_index);
    }
    int count = 0, word = 0, white = 0, widest = 0, i = 0;
    const PangoLogAttr *marks = pango_layout_get_log_attrs_readonly(made->layout, &count);
    for (const char *c = text; *c && i < count; c = g_utf8_next_char(c), i++) {
        if (marks[i].is_line_break || marks[i].is_mandatory_break) word = white = 0;
        // White at the end of a line takes no room.
        if (marks[i].is_white) white += widths[c - text];
        else {
            word += white + widths[c - text];
            white = 0;
        }
        if (word > widest) widest = word;
    }
    free(widths);
    return (double)widest / PANGO_SCALE;
}
