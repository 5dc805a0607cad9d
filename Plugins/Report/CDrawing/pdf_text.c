// Text of a PDF. Pango's own way is right for the eye, but a space that ends a line, a mark without a glyph or a
// no-break space, whose glyph is the space's, makes cairo wrap a piece of marked content into a paragraph's own
// (`ActualText`), and readers lose the rest of the paragraph after it. Here such letters are written as plain ones.
#include "parts.h"

#include <hb.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

// The letters of a run as cairo takes them.
typedef struct spelling {
    cairo_glyph_t *glyphs;
    int *kept;                  // by the run's glyphs: whether it is drawn
    cairo_text_cluster_t *clusters;
    char *text;
    int glyph_count, cluster_count, length;
} spelling;

static int spell_open(spelling *s, const PangoGlyphItem *run) {
    size_t glyphs = (size_t)run->glyphs->num_glyphs + 1, bytes = (size_t)run->item->length + 1;
    *s = (spelling){
        .glyphs = calloc(glyphs, sizeof *s->glyphs), .kept = calloc(glyphs, sizeof *s->kept),
        .clusters = calloc(bytes, sizeof *s->clusters), .text = calloc(bytes, 1),
    };
    return s->glyphs && s->kept && s->clusters && s->text;
}

static void spell_close(spelling *s) {
    free(s->glyphs);
    free(s->kept);
    free(s->clusters);
    free(s->text);
}

// Appends a cluster's letters: any space as a space, a letter and its accent as one where there is such a letter, no
// marks that are not seen. Returns how many bytes.
static int spell_letters(spelling *s, const char *from, const char *to) {
    int before = s->length, last = before;
    for (const char *c = from; c < to; c = g_utf8_next_char(c)) {
        gunichar letter = g_utf8_get_char(c), composed;
        int is_variant = (letter >= 0xFE00 && letter <= 0xFE0F) || (letter >= 0xE0100 && letter <= 0xE01EF);
        if (is_variant || g_unichar_type(letter) == G_UNICODE_FORMAT) continue;
        if (g_unichar_type(letter) == G_UNICODE_SPACE_SEPARATOR) letter = ' ';
        if (s->length > last && g_unichar_compose(g_utf8_get_char(s->text + last), letter, &composed)) {
            letter = composed;
            s->length = last;
        }
        last = s->length;
        s->length += g_unichar_to_utf8(letter, s->text + s->length);
    }
    return s->length - before;
}

static void spell_cluster(spelling *s, const PangoGlyphItemIter *at, hb_codepoint_t space) {
    int step = at->start_glyph < at->end_glyph ? 1 : -1, kept = 0, first = at->start_glyph;
    for (int i = first; i != at->end_glyph; i += step)
        kept += s->kept[i] = at->glyph_item->glyphs->glyphs[i].glyph != PANGO_GLYPH_EMPTY;
    int bytes = spell_letters(s, at->text + at->start_index, at->text + at->end_index);
    if (!kept && bytes == 1 && s->text[s->length - 1] == ' ' && space) {
        s->glyphs[first].index = space;
        kept = s->kept[first] = 1;
    }
    if (kept && bytes) {
        s->clusters[s->cluster_count++] = (cairo_text_cluster_t){.num_bytes = bytes, .num_glyphs = kept};
        return;
    }
    // Without letters of its own a glyph belongs to the ones before it.
    s->length -= bytes;
    if (kept && s->cluster_count) s->clusters[s->cluster_count - 1].num_glyphs += kept;
    else
        for (int i = first; kept && i != at->end_glyph; i += step) s->kept[i] = 0;
}

static int spell(spelling *s, const char *text, PangoGlyphItem *run, double x, double y) {
    hb_codepoint_t space = 0;
    hb_font_get_nominal_glyph(pango_font_get_hb_font(run->item->analysis.font), ' ', &space);
    double pen = x;
    for (int i = 0; i < run->glyphs->num_glyphs; i++) {
        const PangoGlyphInfo *info = run->glyphs->glyphs + i;
        if (info->glyph != PANGO_GLYPH_EMPTY && info->glyph & PANGO_GLYPH_UNKNOWN_FLAG) return 0;
        s->glyphs[i] = (cairo_glyph_t){
            .index = info->glyph, .x = pen + (double)info->geometry.x_offset / PANGO_SCALE,
            .y = y + (double)info->geometry.y_offset / PANGO_SCALE,
        };
        pen += (double)info->geometry.width / PANGO_SCALE;
    }
    PangoGlyphItemIter at;
    for (gboolean has = pango_glyph_item_iter_init_start(&at, run, text); has;
         has = pango_glyph_item_iter_next_cluster(&at))
        spell_cluster(s, &at, space);
    for (int i = 0; i < run->glyphs->num_glyphs; i++)
        if (s->kept[i]) s->glyphs[s->glyph_count++] = s->glyphs[i];
    return 1;
}

// Sets the run's colour; true when it is underlined.
static int set_looks(cairo_t *cr, const PangoItem *item) {
    double red = 0, green = 0, blue = 0, alpha = 1;
    int underlined = 0;
    for (GSList *each = item->analysis.extra_attrs; each; each = each->next) {
        PangoAttribute *attribute = each->data;
        PangoAttrColor *colour = pango_attribute_as_color(attribute);
        PangoAttrInt *number = pango_attribute_as_int(attribute);
        if (attribute->klass->type == PANGO_ATTR_FOREGROUND && colour) {
            red = colour->color.red / 65535.0;
            green = colour->color.green / 65535.0;
            blue = colour->color.blue / 65535.0;
        } else if (attribute->klass->type == PANGO_ATTR_FOREGROUND_ALPHA && number) {
            alpha = number->value / 65535.0;
        } else if (attribute->klass->type == PANGO_ATTR_UNDERLINE && number) {
            underlined = number->value != PANGO_UNDERLINE_NONE;
        }
    }
    if (alpha >= 1) cairo_set_source_rgb(cr, red, green, blue);
    else cairo_set_source_rgba(cr, red, green, blue, alpha);
    return underlined;
}

static void underline(cairo_t *cr, const PangoItem *item, double x, double y, double width) {
    PangoFontMetrics *metrics = pango_font_get_metrics(item->analysis.font, item->analysis.language);
    double below = (double)-pango_font_metrics_get_underline_position(metrics) / PANGO_SCALE;
    double thickness = (double)pango_font_metrics_get_underline_thickness(metrics) / PANGO_SCALE;
    pango_font_metrics_unref(metrics);
    cairo_rectangle(cr, x, y + below, width, thickness);
    cairo_fill(cr);
}

static void show_run(drawing_canvas *canvas, const char *text, PangoGlyphItem *run, double x, double y) {
    cairo_t *cr = canvas->cairo;
    int underlined = set_looks(cr, run->item);
    spelling s;
    cairo_scaled_font_t *font = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(run->item->analysis.font));
    if (!spell_open(&s, run) || !font) {
        canvas->failure = DRAWING_NO_MEMORY;
    } else if (!spell(&s, text, run, x, y)) {
        // Letters without a glyph: Pango draws a box for each.
        cairo_move_to(cr, x, y);
        pango_cairo_show_glyph_item(cr, text, run);
    } else if (s.glyph_count) {
        cairo_set_scaled_font(cr, font);
        cairo_show_text_glyphs(cr, s.text, s.length, s.glyphs, s.glyph_count, s.clusters, s.cluster_count,
                               run->item->analysis.level % 2 ? CAIRO_TEXT_CLUSTER_FLAG_BACKWARD : 0);
    }
    spell_close(&s);
    double width = (double)pango_glyph_string_get_width(run->glyphs) / PANGO_SCALE;
    if (underlined) underline(cr, run->item, x, y, width);
}

void pdf_show_line(drawing_canvas *canvas, PangoLayoutLine *line, double x, double y) {
    const char *text = pango_layout_get_text(line->layout);
    for (GSList *each = line->runs; each; each = each->next) {
        PangoGlyphItem *run = each->data;
        x += (double)run->start_x_offset / PANGO_SCALE;
        show_run(canvas, text, run, x, y - (double)run->y_offset / PANGO_SCALE);
        x += (double)(pango_glyph_string_get_width(run->glyphs) + run->end_x_offset) / PANGO_SCALE;
    }
}
