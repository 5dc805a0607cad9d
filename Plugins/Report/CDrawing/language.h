// What the language of a paragraph decides.
#ifndef REPORT_DRAWING_LANGUAGE_H
#define REPORT_DRAWING_LANGUAGE_H

#include "parts.h"

#define UNDETERMINED_LANGUAGE "und"     // BCP 47

// Whether lines of a BCP 47 tag's language begin on the right.
int language_is_right_to_left(const char *tag);

// The language of each piece of a text, which picks among the forms of its letters.
void language_attributes(PangoAttrList *, const char *tag, const char *text, size_t size);

#endif
