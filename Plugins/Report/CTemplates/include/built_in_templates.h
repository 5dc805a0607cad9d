// The files of Plugins/Report/templates, inside the program: templates that are there without a folder.
#ifndef REPORT_BUILT_IN_TEMPLATES_H
#define REPORT_BUILT_IN_TEMPLATES_H

#include <stddef.h>
#include <stdint.h>

typedef struct built_in_file {
    const char *path;           // exam-report/theme.json
    const uint8_t *bytes;       // not ended by a zero
    size_t size;
} built_in_file;

// All of it is constant: any thread, for ever. Null for an index beyond the last.
const built_in_file *built_in_file_at(size_t index);

#endif
