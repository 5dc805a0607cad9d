// One block and one line for each file of Plugins/Report/templates; a test compares them with the folder.
//
// #embed (C23) rather than .incbin: the compiler tells the build which files it read, so that a changed template is built
// in without a clean build.
#include "built_in_templates.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

static const uint8_t exam_report_assets_logo_svg[] = {
#embed "../templates/exam-report/assets/logo.svg"
};
static const uint8_t exam_report_headline_j2[] = {
#embed "../templates/exam-report/headline.j2"
};
static const uint8_t exam_report_html_accuracy_j2[] = {
#embed "../templates/exam-report/html/accuracy.j2"
};
static const uint8_t exam_report_html_distribution_j2[] = {
#embed "../templates/exam-report/html/distribution.j2"
};
static const uint8_t exam_report_html_grades_j2[] = {
#embed "../templates/exam-report/html/grades.j2"
};
static const uint8_t exam_report_html_head_j2[] = {
#embed "../templates/exam-report/html/head.j2"
};
static const uint8_t exam_report_html_missed_j2[] = {
#embed "../templates/exam-report/html/missed.j2"
};
static const uint8_t exam_report_html_questions_j2[] = {
#embed "../templates/exam-report/html/questions.j2"
};
static const uint8_t exam_report_html_second_j2[] = {
#embed "../templates/exam-report/html/second.j2"
};
static const uint8_t exam_report_html_style_css_j2[] = {
#embed "../templates/exam-report/html/style.css.j2"
};
static const uint8_t exam_report_html_trend_j2[] = {
#embed "../templates/exam-report/html/trend.j2"
};
static const uint8_t exam_report_html_types_j2[] = {
#embed "../templates/exam-report/html/types.j2"
};
static const uint8_t exam_report_native_distribution_j2[] = {
#embed "../templates/exam-report/native/distribution.j2"
};
static const uint8_t exam_report_native_head_j2[] = {
#embed "../templates/exam-report/native/head.j2"
};
static const uint8_t exam_report_native_missed_j2[] = {
#embed "../templates/exam-report/native/missed.j2"
};
static const uint8_t exam_report_native_questions_j2[] = {
#embed "../templates/exam-report/native/questions.j2"
};
static const uint8_t exam_report_native_second_j2[] = {
#embed "../templates/exam-report/native/second.j2"
};
static const uint8_t exam_report_native_trend_j2[] = {
#embed "../templates/exam-report/native/trend.j2"
};
static const uint8_t exam_report_native_types_j2[] = {
#embed "../templates/exam-report/native/types.j2"
};
static const uint8_t exam_report_samples_all_right_json[] = {
#embed "../templates/exam-report/samples/all-right.json"
};
static const uint8_t exam_report_samples_all_wrong_json[] = {
#embed "../templates/exam-report/samples/all-wrong.json"
};
static const uint8_t exam_report_samples_arabic_name_json[] = {
#embed "../templates/exam-report/samples/arabic-name.json"
};
static const uint8_t exam_report_samples_emoji_name_json[] = {
#embed "../templates/exam-report/samples/emoji-name.json"
};
static const uint8_t exam_report_samples_english_json[] = {
#embed "../templates/exam-report/samples/english.json"
};
static const uint8_t exam_report_samples_first_exam_json[] = {
#embed "../templates/exam-report/samples/first-exam.json"
};
static const uint8_t exam_report_samples_ink_saving_json[] = {
#embed "../templates/exam-report/samples/ink-saving.json"
};
static const uint8_t exam_report_samples_long_name_json[] = {
#embed "../templates/exam-report/samples/long-name.json"
};
static const uint8_t exam_report_samples_minimal_json[] = {
#embed "../templates/exam-report/samples/minimal.json"
};
static const uint8_t exam_report_samples_missing_logo_json[] = {
#embed "../templates/exam-report/samples/missing-logo.json"
};
static const uint8_t exam_report_samples_not_passed_json[] = {
#embed "../templates/exam-report/samples/not-passed.json"
};
static const uint8_t exam_report_samples_ordinary_json[] = {
#embed "../templates/exam-report/samples/ordinary.json"
};
static const uint8_t exam_report_samples_pass_fail_json[] = {
#embed "../templates/exam-report/samples/pass-fail.json"
};
static const uint8_t exam_report_samples_second_page_json[] = {
#embed "../templates/exam-report/samples/second-page.json"
};
static const uint8_t exam_report_samples_sixty_questions_json[] = {
#embed "../templates/exam-report/samples/sixty-questions.json"
};
static const uint8_t exam_report_schema_json[] = {
#embed "../templates/exam-report/schema.json"
};
static const uint8_t exam_report_strings_json[] = {
#embed "../templates/exam-report/strings.json"
};
static const uint8_t exam_report_template_html_j2[] = {
#embed "../templates/exam-report/template.html.j2"
};
static const uint8_t exam_report_template_json[] = {
#embed "../templates/exam-report/template.json"
};
static const uint8_t exam_report_template_xml_j2[] = {
#embed "../templates/exam-report/template.xml.j2"
};
static const uint8_t exam_report_theme_json[] = {
#embed "../templates/exam-report/theme.json"
};
static const uint8_t exam_report_themes_indigo_json[] = {
#embed "../templates/exam-report/themes/indigo.json"
};
static const uint8_t exam_report_themes_ink_saving_json[] = {
#embed "../templates/exam-report/themes/ink-saving.json"
};
static const uint8_t exam_report_themes_plum_json[] = {
#embed "../templates/exam-report/themes/plum.json"
};

#define FILE(path, bytes) {path, bytes, sizeof bytes}

static const built_in_file files[] = {
    FILE("exam-report/assets/logo.svg", exam_report_assets_logo_svg),
    FILE("exam-report/headline.j2", exam_report_headline_j2),
    FILE("exam-report/html/accuracy.j2", exam_report_html_accuracy_j2),
    FILE("exam-report/html/distribution.j2", exam_report_html_distribution_j2),
    FILE("exam-report/html/grades.j2", exam_report_html_grades_j2),
    FILE("exam-report/html/head.j2", exam_report_html_head_j2),
    FILE("exam-report/html/missed.j2", exam_report_html_missed_j2),
    FILE("exam-report/html/questions.j2", exam_report_html_questions_j2),
    FILE("exam-report/html/second.j2", exam_report_html_second_j2),
    FILE("exam-report/html/style.css.j2", exam_report_html_style_css_j2),
    FILE("exam-report/html/trend.j2", exam_report_html_trend_j2),
    FILE("exam-report/html/types.j2", exam_report_html_types_j2),
    FILE("exam-report/native/distribution.j2", exam_report_native_distribution_j2),
    FILE("exam-report/native/head.j2", exam_report_native_head_j2),
    FILE("exam-report/native/missed.j2", exam_report_native_missed_j2),
    FILE("exam-report/native/questions.j2", exam_report_native_questions_j2),
    FILE("exam-report/native/second.j2", exam_report_native_second_j2),
    FILE("exam-report/native/trend.j2", exam_report_native_trend_j2),
    FILE("exam-report/native/types.j2", exam_report_native_types_j2),
    FILE("exam-report/samples/all-right.json", exam_report_samples_all_right_json),
    FILE("exam-report/samples/all-wrong.json", exam_report_samples_all_wrong_json),
    FILE("exam-report/samples/arabic-name.json", exam_report_samples_arabic_name_json),
    FILE("exam-report/samples/emoji-name.json", exam_report_samples_emoji_name_json),
    FILE("exam-report/samples/english.json", exam_report_samples_english_json),
    FILE("exam-report/samples/first-exam.json", exam_report_samples_first_exam_json),
    FILE("exam-report/samples/ink-saving.json", exam_report_samples_ink_saving_json),
    FILE("exam-report/samples/long-name.json", exam_report_samples_long_name_json),
    FILE("exam-report/samples/minimal.json", exam_report_samples_minimal_json),
    FILE("exam-report/samples/missing-logo.json", exam_report_samples_missing_logo_json),
    FILE("exam-report/samples/not-passed.json", exam_report_samples_not_passed_json),
    FILE("exam-report/samples/ordinary.json", exam_report_samples_ordinary_json),
    FILE("exam-report/samples/pass-fail.json", exam_report_samples_pass_fail_json),
    FILE("exam-report/samples/second-page.json", exam_report_samples_second_page_json),
    FILE("exam-report/samples/sixty-questions.json", exam_report_samples_sixty_questions_json),
    FILE("exam-report/schema.json", exam_report_schema_json),
    FILE("exam-report/strings.json", exam_report_strings_json),
    FILE("exam-report/template.html.j2", exam_report_template_html_j2),
    FILE("exam-report/template.json", exam_report_template_json),
    FILE("exam-report/template.xml.j2", exam_report_template_xml_j2),
    FILE("exam-report/theme.json", exam_report_theme_json),
    FILE("exam-report/themes/indigo.json", exam_report_themes_indigo_json),
    FILE("exam-report/themes/ink-saving.json", exam_report_themes_ink_saving_json),
    FILE("exam-report/themes/plum.json", exam_report_themes_plum_json),
};

const built_in_file *built_in_file_at(size_t index) {
    return index < sizeof files / sizeof files[0] ? &files[index] : NULL;
}
