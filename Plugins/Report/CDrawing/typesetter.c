#include "language.h"

#include <hb.h>
#include <pango/pangofc-fontmap.h>
#include <stdlib.h>
#include <string.h>

static PangoContext *open_context(PangoFontMap *map, PangoDirection direction) {
    PangoContext *context = pango_font_map_create_context(map);
    // Letters are put where they belong and not where a screen's grid would have them: the same at every scale.
    pango_context_set_round_glyph_positions(context, FALSE);
    pango_context_set_base_dir(context, direction);
    // Not the machine's.
    pango_context_set_language(context, pango_language_from_string(UNDETERMINED_LANGUAGE));
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
    pango_cairo_context_set_font_options(context, options);
    cairo_font_options_destroy(options);
    return context;
}

drawing_typesetter *drawing_typesetter_open(const drawing_fonts *fonts) {
    drawing_typesetter *setter = calloc(1, sizeof *setter);
    if (!setter) return NULL;
    setter->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (!setter->map) {
        free(setter);
        return NULL;
    }
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(setter->map), fonts->config);
    setter->contexts[0] = open_context(setter->map, PANGO_DIRECTION_LTR);
    setter->contexts[1] = open_context(setter->map, PANGO_DIRECTION_RTL);
    return setter;
}

void drawing_typesetter_close(drawing_typesetter *setter) {
    if (!setter) return;
    for (int32_t i = 0; i < setter->face_count; i++) {
        free(setter->faces[i].families);
        pango_font_description_free(setter->faces[i].description);
    }
    free(setter->faces);
    for (int i = 0; i < 2; i++) g_object_unref(setter->contexts[i]);
    g_object_unref(setter->map);
    free(setter);
}

// Measured at a large size, since the numbers of a font come in units of 1/64 pixel.
static void measure_face(drawing_typesetter *setter, typesetter_face *face) {
    face->ascent = 0.88;
    face->descent = 0.12;
    const double size = 1000;
    PangoFontDescription *large = pango_font_description_copy_static(face->description);
    pango_font_description_set_absolute_size(large, size * PANGO_SCALE);
    PangoFont *font = pango_context_load_font(setter->contexts[0], large);
    pango_font_description_free(large);
    if (!font) return;
    hb_font_t *shaper = pango_font_get_hb_font(font);
    hb_font_extents_t extents;
    int x = 0, y = 0;
    hb_font_get_scale(shaper, &x, &y);
    if (y != 0 && hb_font_get_h_extents(shaper, &extents)) {
        face->ascent = (double)extents.ascender / abs(y);
        face->descent = -(double)extents.descender / abs(y);
    }
    g_object_unref(font);
}

int32_t drawing_typesetter_face(drawing_typesetter *setter, const char *families, int32_t weight, int32_t italic) {
    for (int32_t i = 0; i < setter->face_count; i++) {
        typesetter_face *face = setter->faces + i;
        if (face->weight == weight && face->italic == italic && strcmp(face->families, families) == 0) return i;
    }
    if (setter->face_count == setter->face_room) {
        int32_t room = setter->face_room ? setter->face_room * 2 : 8;
        typesetter_face *faces = realloc(setter->faces, sizeof *faces * (size_t)room);
        if (!faces) return 0;
        setter->faces = faces;
        setter->face_room = room;
    }
    typesetter_face *face = setter->faces + setter->face_count;
    *face = (typesetter_face){.families = strdup(families), .weight = weight, .italic = italic};
    if (!face->families) return 0;
    face->description = pango_font_description_new();
    pango_font_description_set_family(face->description, families);
    pango_font_description_set_weight(face->description, (PangoWeight)weight);
    if (italic) pango_font_description_set_style(face->description, PANGO_STYLE_ITALIC);
    measure_face(setter, face);
    return setter->face_count++;
}
