#include "language.h"

#include <string.h>

int language_is_right_to_left(const char *tag) {
    static const char *const written_so[] = {"ar", "he", "fa", "ur", "yi", "ps", "dv", "ug"};
    size_t length = strcspn(tag, "-_");
    for (size_t i = 0; i < sizeof written_so / sizeof *written_so; i++)
        if (length == strlen(written_so[i]) && g_ascii_strncasecmp(tag, written_so[i], length) == 0) return 1;
    return 0;
}

static void add(PangoAttrList *list, PangoLanguage *language, size_t from, size_t to) {
    PangoAttribute *attribute = pango_attr_language_new(language);
    attribute->start_index = (guint)from;
    attribute->end_index = (guint)to;
    pango_attr_list_insert(list, attribute);
}

// Letters of a script that the language is not written in are of no language. Pango would take one from the machine's
// environment: the same report would have other letters on another machine.
void language_attributes(PangoAttrList *list, const char *tag, const char *text, size_t size) {
    PangoLanguage *own = pango_language_from_string(*tag ? tag : UNDETERMINED_LANGUAGE);
    PangoLanguage *none = pango_language_from_string(UNDETERMINED_LANGUAGE);
    add(list, own, 0, size);
    // Each line is a text of its own to Pango.
    for (const char *line = text; line < text + size;) {
        const char *feed = memchr(line, '\n', size - (size_t)(line - text)), *end = feed ? feed + 1 : text + size;
        PangoScriptIter *scripts = pango_script_iter_new(line, (int)(end - line));
        do {
            const char *from, *to;
            PangoScript script;
            pango_script_iter_get_range(scripts, &from, &to, &script);
            if (from < to && !pango_language_includes_script(own, script))
                add(list, none, (size_t)(from - text), (size_t)(to - text));
        } while (pango_script_iter_next(scripts));
        pango_script_iter_free(scripts);
        line = end;
    }
}
