#include "parts.h"

#include <stdlib.h>

drawing_status drawing_fonts_open(const char *configuration_xml, drawing_fonts **out) {
    *out = NULL;
    drawing_fonts *fonts = calloc(1, sizeof *fonts);
    if (!fonts) return DRAWING_NO_MEMORY;
    fonts->config = FcConfigCreate();
    if (!fonts->config) {
        free(fonts);
        return DRAWING_NO_MEMORY;
    }
    if (!FcConfigParseAndLoadFromMemory(fonts->config, (const FcChar8 *)configuration_xml, FcTrue) ||
        !FcConfigBuildFonts(fonts->config)) {
        drawing_fonts_close(fonts);
        return DRAWING_CORRUPT;
    }
    *out = fonts;
    return DRAWING_OK;
}

void drawing_fonts_close(drawing_fonts *fonts) {
    if (!fonts) return;
    FcConfigDestroy(fonts->config);
    free(fonts);
}

drawing_status drawing_fonts_add(drawing_fonts *fonts, const char *file) {
    FcFontSet *before = FcConfigGetFonts(fonts->config, FcSetApplication);
    int count = before ? before->nfont : 0;
    if (!FcConfigAppFontAddFile(fonts->config, (const FcChar8 *)file)) return DRAWING_CORRUPT;
    FcFontSet *after = FcConfigGetFonts(fonts->config, FcSetApplication);
    return after && after->nfont > count ? DRAWING_OK : DRAWING_CORRUPT;
}

int32_t drawing_fonts_has(const drawing_fonts *fonts, const char *family, int32_t weight) {
    FcPattern *wanted = FcPatternBuild(NULL, FC_FAMILY, FcTypeString, family, (char *)NULL);
    FcObjectSet *asked = FcObjectSetBuild(FC_WEIGHT, (char *)NULL);
    FcFontSet *found = wanted && asked ? FcFontList(fonts->config, wanted, asked) : NULL;
    int32_t has = 0;
    for (int i = 0; found && i < found->nfont; i++) {
        double value = 0;
        FcRange *range = NULL;
        double low = 0, high = 0;
        int goal = FcWeightFromOpenType(weight);
        if (FcPatternGetDouble(found->fonts[i], FC_WEIGHT, 0, &value) == FcResultMatch) has |= (int)value == goal;
        else if (FcPatternGetRange(found->fonts[i], FC_WEIGHT, 0, &range) == FcResultMatch &&
                 FcRangeGetDouble(range, &low, &high))
            has |= low <= goal && goal <= high;
    }
    if (found) FcFontSetDestroy(found);
    if (asked) FcObjectSetDestroy(asked);
    if (wanted) FcPatternDestroy(wanted);
    return has;
}
