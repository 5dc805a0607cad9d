#include "language.h"
#include "paragraph.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int limit_of(double width) { return (int)ceil(fmin(width, 1e6) * PANGO_SCALE); }

static PangoLayout *lay_out(const paragraph *p, size_t from, size_t to, double width) {
    // The language says where lines begin, not their first letter: a Korean line may begin with an Arabic name.
    PangoLayout *layout = pango_layout_new(p->setter->contexts[language_is_right_to_left(p->style->language)]);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_text(layout, p->text + from, (int)(to - from));
    PangoAttrList *list = paragraph_attributes(p, from, to);
    pango_layout_set_attributes(layout, list);
    pango_attr_list_unref(list);
    if (width >= 0) pango_layout_set_width(layout, limit_of(width));
    pango_layout_set_wrap(layout, p->style->wrapping == DRAWING_WRAP_LETTERS ? PANGO_WRAP_CHAR
                                                                             : PANGO_WRAP_WORD_CHAR);
    return layout;
}

static int line_width(PangoLayoutLine *line) {
    PangoRectangle logical;
    pango_layout_line_get_extents(line, NULL, &logical);
    return logical.width;
}

// Words that are wider than the line must break after all; true when there are any.
static int break_wide_lines(paragraph *p, PangoLayout *layout, int anywhere) {
    int limit = pango_layout_get_width(layout), found = 0;
    if (limit < 0 || p->style->wrapping != DRAWING_WRAP_WORDS) return 0;
    for (GSList *at = pango_layout_get_lines_readonly(layout); at; at = at->next) {
        PangoLayoutLine *line = at->data;
        if (line->length < 2 || line_width(line) <= limit + 1) continue;
        paragraph_break_line(p, line, limit, anywhere);
        found = 1;
    }
    return found;
}

static int has_wide_line(PangoLayout *layout) {
    int limit = pango_layout_get_width(layout);
    for (GSList *at = pango_layout_get_lines_readonly(layout); at && limit >= 0; at = at->next)
        if (line_width(at->data) > limit + 1) return 1;
    return 0;
}

// text[from..<to] and an ellipsis, which looks like the letter before it.
static PangoLayout *with_ellipsis(const paragraph *p, size_t from, size_t to) {
    PangoLayout *layout = lay_out(p, from, to, -1);
    char *text = g_strdup_printf("%.*s\xE2\x80\xA6", (int)(to - from), p->text + from);
    pango_layout_set_text(layout, text, -1);
    g_free(text);
    GSList *all = pango_attr_list_get_attributes(pango_layout_get_attributes(layout));
    PangoAttrList *reaching = pango_attr_list_new();
    for (GSList *each = all; each; each = each->next) {
        PangoAttribute *attribute = each->data;
        if (attribute->end_index >= to - from) attribute->end_index = G_MAXUINT;
        pango_attr_list_insert(reaching, attribute);
    }
    g_slist_free(all);
    pango_layout_set_attributes(layout, reaching);
    pango_attr_list_unref(reaching);
    return layout;
}

// The paragraph from a line's first letter on as one line that ends in an ellipsis. Pango finds what fits; the line is
// then made of that alone, since its own ellipsis would carry the hidden text into a PDF.
static PangoLayout *ellipsized(const paragraph *p, const PangoLayoutLine *line) {
    size_t from = (size_t)line->start_index;
    const char *end = memchr(p->text + from, '\n', p->size - from);
    size_t to = end ? (size_t)(end - p->text) : p->size;
    PangoLayout *whole = with_ellipsis(p, from, to);
    if (p->style->width < 0) return whole;
    pango_layout_set_width(whole, limit_of(p->style->width));
    pango_layout_set_ellipsize(whole, PANGO_ELLIPSIZE_END);
    for (GSList *each = pango_layout_get_line_readonly(whole, 0)->runs; each; each = each->next) {
        const PangoItem *item = ((PangoLayoutRun *)each->data)->item;
        if (!(item->analysis.flags & PANGO_ANALYSIS_FLAG_IS_ELLIPSIS)) continue;
        PangoLayout *cut = with_ellipsis(p, from, from + (size_t)item->offset);
        g_object_unref(whole);
        return cut;
    }
    return whole;
}

// CSS: each run reaches over and under the baseline by its face's ascent and descent and half of what the line height
// leaves; the line is as high as they reach together. Small raised or lowered letters do not push lines apart.
static void line_reach(const paragraph *p, size_t from, size_t to, double *above, double *below) {
    size_t start = 0;
    *above = *below = -INFINITY;
    for (size_t i = 0; i < p->run_count; start += p->runs[i++].length) {
        const drawing_run *run = p->runs + i;
        size_t end = start + run->length;
        int last = i + 1 == p->run_count;
        // An empty line belongs to the run around it.
        int touches = from == to ? (start <= from && (from < end || last)) : (start < to && from < end);
        if (!touches) continue;
        const typesetter_face *face = p->setter->faces + run->face;
        double ascent = face->ascent * run->size, descent = face->descent * run->size;
        double half = (p->style->line_height * run->size - ascent - descent) / 2;
        *above = fmax(*above, ascent + half);
        *below = fmax(*below, descent + half);
    }
    if (!(*above + *below >= 0)) *above = *below = 0;
}

static void place_lines(const paragraph *p, drawing_text *made, int32_t all, drawing_extent *out) {
    double top = 0;
    int32_t count = 0;
    int limited = p->style->max_lines > 0, limit = limit_of(p->style->width);
    GSList *at = pango_layout_get_lines_readonly(made->layout);
    for (; at && count < made->line_count; at = at->next, count++) {
        text_line *placed = made->lines + count;
        placed->line = at->data;
        double above, below;
        size_t from = (size_t)placed->line->start_index;
        line_reach(p, from, from + (size_t)placed->line->length, &above, &below);
        int goes_on = count + 1 == made->line_count && made->line_count < all;
        int too_wide = limited && p->style->wrapping == DRAWING_WRAP_NONE && p->style->width >= 0 &&
                       line_width(placed->line) > limit;
        if (goes_on || too_wide) {
            placed->own = ellipsized(p, placed->line);
            placed->line = pango_layout_get_line_readonly(placed->own, 0);
            out->cut = 1;
        }
        placed->baseline = top + above;
        placed->width = (double)line_width(placed->line) / PANGO_SCALE;
        placed->right_to_left = pango_layout_line_get_resolved_direction(placed->line) == PANGO_DIRECTION_RTL;
        out->width = fmax(out->width, placed->width);
        top += above + below;
    }
    // Pango's justified lines can end a part of a space beyond their width.
    if (made->alignment == DRAWING_ALIGN_JUSTIFY && p->style->width >= 0 && p->style->wrapping != DRAWING_WRAP_NONE)
        out->width = fmin(out->width, (double)limit / PANGO_SCALE);
    made->width = out->width;
    out->height = top;
    out->baseline = count ? made->lines[0].baseline : 0;
}

drawing_text *drawing_text_make(drawing_typesetter *setter, const char *utf8, size_t size, const drawing_run *runs,
                                size_t run_count, const drawing_paragraph *style, drawing_extent *out) {
    *out = (drawing_extent){0};
    drawing_text *made = calloc(1, sizeof *made);
    if (!made || size > INT32_MAX) {
        free(made);
        return NULL;
    }
    paragraph p = {
        .setter = setter, .text = utf8 ? utf8 : "", .size = size, .runs = runs, .run_count = run_count, .style = style,
    };
    double width = style->wrapping == DRAWING_WRAP_NONE ? -1 : style->width;
    made->alignment = style->alignment;
    made->layout = lay_out(&p, 0, size, width);
    // First by syllables; what is still too wide then, letters without any, breaks anywhere; at last every word does.
    for (int round = 0; round < 4 && break_wide_lines(&p, made->layout, round > 0); round++) {
        if (round == 3 && places_add(&p.loose, 0) && !places_add(&p.loose, size)) p.loose.count--;
        g_object_unref(made->layout);
        made->layout = lay_out(&p, 0, size, width);
    }
    if (style->alignment == DRAWING_ALIGN_JUSTIFY) pango_layout_set_justify(made->layout, TRUE);
    // Pango 1.50 at times lets a line of several scripts be too long by a letter when it breaks between words.
    if (style->wrapping == DRAWING_WRAP_WORDS && has_wide_line(made->layout))
        pango_layout_set_wrap(made->layout, PANGO_WRAP_CHAR);
    int32_t count = pango_layout_get_line_count(made->layout);
    made->line_count = style->max_lines > 0 ? MIN(count, style->max_lines) : count;
    made->lines = calloc((size_t)made->line_count, sizeof *made->lines);
    if (!made->lines) {
        drawing_text_free(made);
        made = NULL;
    } else {
        place_lines(&p, made, count, out);
        out->lines = made->line_count;
        out->missing = pango_layout_get_unknown_glyphs_count(made->layout);
    }
    free(p.cuts.list);
    free(p.loose.list);
    return made;
}

const char *drawing_text_line(const drawing_text *text, int32_t number, size_t *length) {
    const text_line *placed = text->lines + number;
    *length = (size_t)placed->line->length;
    return pango_layout_get_text(placed->own ? placed->own : text->layout) + placed->line->start_index;
}

void drawing_text_free(drawing_text *text) {
    if (!text) return;
    for (int32_t i = 0; text->lines && i < text->line_count; i++)
        if (text->lines[i].own) g_object_unref(text->lines[i].own);
    g_object_unref(text->layout);
    free(text->lines);
    free(text);
}

void drawing_canvas_text(drawing_canvas *canvas, const drawing_text *text, double x, double y, double width) {
    for (int32_t i = 0; i < text->line_count; i++) {
        const text_line *line = text->lines + i;
        double rest = width - line->width, offset = 0;
        switch (text->alignment) {
        case DRAWING_ALIGN_CENTER: offset = rest / 2; break;
        case DRAWING_ALIGN_END: offset = line->right_to_left ? 0 : rest; break;
        default: offset = line->right_to_left ? rest : 0; break;
        }
        if (canvas->is_pdf) {
            pdf_show_line(canvas, line->line, x + offset, y + line->baseline);
        } else {
            cairo_move_to(canvas->cairo, x + offset, y + line->baseline);
            pango_cairo_show_layout_line(canvas->cairo, line->line);
        }
    }
    cairo_new_path(canvas->cairo);
}
