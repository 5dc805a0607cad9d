// One block and one line for each file of Plugins/Analysis/prompts; a test compares them with the folder.
//
// #embed (C23) rather than .incbin: the compiler tells the build which files it read, so that a changed prompt is built in
// without a clean build.
#include "built_in_prompts.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t correction_en[] = {
#embed "../prompts/correction.en.prompt"
};
static const uint8_t correction_ko[] = {
#embed "../prompts/correction.ko.prompt"
};
static const uint8_t exam_commentary_en[] = {
#embed "../prompts/exam-commentary.en.prompt"
};
static const uint8_t exam_commentary_ko[] = {
#embed "../prompts/exam-commentary.ko.prompt"
};
static const uint8_t student_feedback_en[] = {
#embed "../prompts/student-feedback.en.prompt"
};
static const uint8_t student_feedback_ko[] = {
#embed "../prompts/student-feedback.ko.prompt"
};

#define FILE(name, bytes) {name, bytes, sizeof bytes}

static const built_in_prompt files[] = {
    FILE("correction.en.prompt", correction_en),
    FILE("correction.ko.prompt", correction_ko),
    FILE("exam-commentary.en.prompt", exam_commentary_en),
    FILE("exam-commentary.ko.prompt", exam_commentary_ko),
    FILE("student-feedback.en.prompt", student_feedback_en),
    FILE("student-feedback.ko.prompt", student_feedback_ko),
};

const built_in_prompt *built_in_prompt_at(size_t index) {
    return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
