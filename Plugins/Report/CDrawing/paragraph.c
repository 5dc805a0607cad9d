// How a paragraph's letters look, and where its words may be broken.
#include "language.h"
#include "paragraph.h"

#include <math.h>
#include <stdlib.h>

#define SMALL 0.7               // sub- and superscripts, as a part of the size
#define RAISED (1.0 / 3)
#define LOWERED 0.2

int places_add(places *p, size_t place) {
    if (p->count == p->room) {
        size_t room = p->room ? p->room * 2 : 16;
        size_t *list = realloc(p->list, sizeof *list * room);
        if (!list) return 0;
        p->list = list;
        p->room = room;
    }
    p->list[p->count++] = place;
    return 1;
}

static int units(double pixels) { return (int)lround(fmin(fmax(pixels, -1e6), 1e6) * PANGO_SCALE); }

static guint16 part(double value) { return (guint16)lround(fmin(fmax(value, 0), 1) * 65535); }

static void add(PangoAttrList *list, PangoAttribute *attribute, size_t from, size_t to) {
    attribute->start_index = (guint)from;
    attribute->end_index = (guint)to;
    pango_attr_list_insert(list, attribute);
}

// Whether a character is of those that `word-break: keep-all` keeps together: letters and digits, but not those of
// scripts that write no spaces and are divided by a dictionary.
static int keeps(gunichar c, int before) {
    switch (g_unichar_type(c)) {
    case G_UNICODE_LOWERCASE_LETTER: case G_UNICODE_UPPERCASE_LETTER: case G_UNICODE_TITLECASE_LETTER:
    case G_UNICODE_MODIFIER_LETTER: case G_UNICODE_OTHER_LETTER: case G_UNICODE_DECIMAL_NUMBER:
    case G_UNICODE_LETTER_NUMBER: case G_UNICODE_OTHER_NUMBER:
        return g_unichar_break_type(c) != G_UNICODE_BREAK_COMPLEX_CONTEXT;
    case G_UNICODE_SPACING_MARK: case G_UNICODE_ENCLOSING_MARK: case G_UNICODE_NON_SPACING_MARK:
        return before;
    default: return 0;
    }
}

static int is_loose(const paragraph *p, size_t from, size_t to) {
    for (size_t i = 0; i + 1 < p->loose.count; i += 2)
        if (from < p->loose.list[i + 1] && p->loose.list[i] < to) return 1;
    return 0;
}

// Forbids breaks inside text[start..<end], but for the cuts in it. Indices count from `from`.
static void keep_word(const paragraph *p, PangoAttrList *list, size_t start, size_t end, size_t from) {
    if (is_loose(p, start, end)) return;
    for (size_t i = 0; i < p->cuts.count; i++) {
        size_t cut = p->cuts.list[i];
        if (cut <= start || cut >= end) continue;
        add(list, pango_attr_allow_breaks_new(FALSE), start - from, cut - from);
        start = cut;
    }
    add(list, pango_attr_allow_breaks_new(FALSE), start - from, end - from);
}

// Pango by itself breaks between any two syllables of Korean.
static void keep_words(const paragraph *p, PangoAttrList *list, size_t from, size_t to) {
    size_t start = from, letters = 0;
    for (size_t at = from; at < to;) {
        size_t next = (size_t)(g_utf8_next_char(p->text + at) - p->text);
        if (keeps(g_utf8_get_char(p->text + at), letters > 0)) {
            if (letters++ == 0) start = at;
        } else {
            if (letters > 1) keep_word(p, list, start, at, from);
            letters = 0;
        }
        at = next;
    }
    if (letters > 1) keep_word(p, list, start, to, from);
}

PangoAttrList *paragraph_attributes(const paragraph *p, size_t from, size_t to) {
    PangoAttrList *list = pango_attr_list_new();
    language_attributes(list, p->style->language, p->text + from, to - from);
    // A PDF would have "ffi" as one letter, which a reader does not find. Arabic joins its letters all the same.
    add(list, pango_attr_font_features_new("liga=0, clig=0"), 0, to - from);
    if (p->style->letter_spacing != 0)
        add(list, pango_attr_letter_spacing_new(units(p->style->letter_spacing)), 0, to - from);
    size_t start = 0;
    for (size_t i = 0; i < p->run_count; start += p->runs[i++].length) {
        const drawing_run *run = p->runs + i;
        size_t a = start > from ? start : from, b = start + run->length < to ? start + run->length : to;
        if (a >= b) continue;
        a -= from;
        b -= from;
        double size = run->position == DRAWING_NORMAL ? run->size : run->size * SMALL;
        PangoFontDescription *face =
            pango_font_description_copy_static(p->setter->faces[run->face].description);
        pango_font_description_set_absolute_size(face, units(size));
        add(list, pango_attr_font_desc_new(face), a, b);
        pango_font_description_free(face);
        add(list, pango_attr_foreground_new(part(run->colour.red), part(run->colour.green), part(run->colour.blue)),
            a, b);
        // 0 would mean "not set".
        if (run->colour.alpha < 1)
            add(list, pango_attr_foreground_alpha_new(MAX(1, part(run->colour.alpha))), a, b);
        if (run->position == DRAWING_SUPERSCRIPT) add(list, pango_attr_rise_new(units(run->size * RAISED)), a, b);
        if (run->position == DRAWING_SUBSCRIPT) add(list, pango_attr_rise_new(units(-run->size * LOWERED)), a, b);
        if (run->underlined) add(list, pango_attr_underline_new(PANGO_UNDERLINE_SINGLE), a, b);
    }
    if (p->style->wrapping == DRAWING_WRAP_WORDS) keep_words(p, list, from, to);
    return list;
}

// Whether a word may be broken between two characters when it must: at a syllable or ideograph.
static int breaks(gunichar before, gunichar after) {
    gunichar both[2] = {before, after};
    if (!keeps(after, 0)) return 0;
    for (int i = 0; i < 2; i++)
        switch (g_unichar_break_type(both[i])) {
        case G_UNICODE_BREAK_IDEOGRAPHIC: case G_UNICODE_BREAK_HANGUL_LV_SYLLABLE:
        case G_UNICODE_BREAK_HANGUL_LVT_SYLLABLE: return 1;
        default: break;
        }
    return 0;
}

void paragraph_break_line(paragraph *p, PangoLayoutLine *line, int limit, int anywhere) {
    size_t from = (size_t)line->start_index, to = from + (size_t)line->length;
    int *widths = anywhere ? NULL : calloc((size_t)line->length + 1, sizeof *widths);
    size_t noted = p->cuts.count;
    if (widths) {
        line_character_widths(line, p->text, widths);
        // As much as fits, again and again: the first piece fills a line of its own, so that the word begins on one,
        // as in a browser.
        gint64 sum = 0, after_best = 0;
        size_t best = 0;
        gunichar before = 0;
        for (size_t at = from; at < to;) {
            gunichar c = g_utf8_get_char(p->text + at);
            if (at > from && breaks(before, c)) {
                best = at;
                after_best = 0;
            }
            sum += widths[at - from];
            after_best += widths[at - from];
            if (sum > limit) {
                if (best == 0 || !places_add(&p->cuts, best)) {
                    anywhere = 1;
                    break;
                }
                sum = after_best;
                best = 0;
            }
            before = c;
            at = (size_t)(g_utf8_next_char(p->text + at) - p->text);
        }
        free(widths);
    }
    if (!anywhere) return;
    p->cuts.count = noted;
    if (places_add(&p->loose, from) && !places_add(&p->loose, to)) p->loose.count--;
}
