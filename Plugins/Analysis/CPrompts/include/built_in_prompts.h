// The files of Plugins/Analysis/prompts, inside the program: prompts that are there without a folder.
#ifndef ANALYSIS_BUILT_IN_PROMPTS_H
#define ANALYSIS_BUILT_IN_PROMPTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct built_in_prompt {
    const char *name;           // exam-commentary.ko.prompt
    const uint8_t *bytes;       // not ended by a zero
    size_t size;
} built_in_prompt;

// All of it is constant: any thread, for ever. Null for an index beyond the last.
const built_in_prompt *built_in_prompt_at(size_t index);

#endif
