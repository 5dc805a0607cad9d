// Counts words, lines and bytes of a text: a whole plugin in C, against the header alone.
#include "proctor_plugin.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXT(literal) { literal, sizeof(literal) - 1 }
#define DEFAULT_MAX_BYTES (16 * 1024 * 1024)

struct proctor_instance {
    const proctor_host *host;
    uint64_t max_bytes;
};

static proctor_status fail(proctor_error *error, proctor_status status, int32_t http_status, const char *code,
                           const char *message) {
    if (error && error->struct_size >= sizeof *error) {
        error->http_status = http_status;
        snprintf(error->code, sizeof error->code, "%s", code);
        snprintf(error->message, sizeof error->message, "%s", message);
    }
    return status;
}

static size_t skip_space(const char *text, size_t at, size_t size) {
    while (at < size && (text[at] == ' ' || text[at] == '\t' || text[at] == '\n' || text[at] == '\r')) at++;
    return at;
}

// Steps over one literal; false when it is not there.
static int take(const char *text, size_t *at, size_t size, const char *literal) {
    size_t length = strlen(literal);
    *at = skip_space(text, *at, size);
    if (size - *at < length || memcmp(text + *at, literal, length) != 0) return 0;
    *at += length;
    return 1;
}

// {} or {"max_bytes": 1...1073741824}: all that this plugin can be told, so it needs no JSON library.
static int read_settings(proctor_bytes config, uint64_t *max_bytes) {
    const char *text = config.data;
    size_t at = 0, size = config.size;
    *max_bytes = DEFAULT_MAX_BYTES;
    if (size == 0) return 1;
    if (!take(text, &at, size, "{")) return 0;
    if (take(text, &at, size, "}")) return skip_space(text, at, size) == size;
    if (!take(text, &at, size, "\"max_bytes\"") || !take(text, &at, size, ":")) return 0;
    at = skip_space(text, at, size);
    uint64_t value = 0;
    size_t digits = 0;
    while (at < size && digits < 11 && text[at] >= '0' && text[at] <= '9') {
        value = value * 10 + (uint64_t)(text[at++] - '0');
        digits++;
    }
    if (digits == 0 || value < 1 || value > 1073741824) return 0;
    *max_bytes = value;
    return take(text, &at, size, "}") && skip_space(text, at, size) == size;
}

static proctor_status validate(proctor_bytes config, proctor_error *error) {
    uint64_t max_bytes;
    if (read_settings(config, &max_bytes)) return PROCTOR_OK;
    return fail(error, PROCTOR_REJECT, 0, "settings.invalid",
                "/max_bytes: needs a whole number from 1 to 1073741824, and there is no other setting");
}

static proctor_status create(const proctor_host *host, proctor_bytes config, proctor_instance **out,
                             proctor_error *error) {
    proctor_status status = validate(config, error);
    if (status != PROCTOR_OK) return status;
    proctor_instance *instance = calloc(1, sizeof *instance);
    if (!instance) return fail(error, PROCTOR_RETRY, 0, "memory.exhausted", "There is no memory for an instance.");
    instance->host = host;
    read_settings(config, &instance->max_bytes);
    *out = instance;
    return PROCTOR_OK;
}

static proctor_status start(proctor_instance *instance, proctor_error *error) {
    (void)instance, (void)error;
    return PROCTOR_OK;
}

static void complete_too_large(const proctor_instance *instance, uint64_t token) {
    proctor_error error = { .struct_size = sizeof error };
    fail(&error, PROCTOR_REJECT, 413, "text.too_large", "The text is larger than max_bytes allows; send a part of it.");
    proctor_result result = { .struct_size = sizeof result, .status = PROCTOR_REJECT, .error = &error };
    instance->host->complete(instance->host->self, token, &result);
}

static proctor_status submit(proctor_instance *instance, const proctor_job *job, proctor_error *error) {
    static const char operation[] = "text.count";
    if (job->operation.size != sizeof operation - 1 || memcmp(job->operation.data, operation, job->operation.size) != 0)
        return fail(error, PROCTOR_UNSUPPORTED, 0, "operation.unknown", "There is text.count alone.");
    if (job->payload.size > instance->max_bytes) {
        complete_too_large(instance, job->token);
        return PROCTOR_OK;
    }
    const char *text = job->payload.data;
    uint64_t words = 0, lines = 0;
    int inside = 0;
    for (size_t at = 0; at < job->payload.size; at++) {
        int space = text[at] == ' ' || (text[at] >= '\t' && text[at] <= '\r');
        words += !space && !inside;
        lines += text[at] == '\n';
        inside = !space;
    }
    char answer[128];
    int length = snprintf(answer, sizeof answer, "{\"bytes\":%zu,\"lines\":%" PRIu64 ",\"words\":%" PRIu64 "}",
                          job->payload.size, lines, words);
    proctor_result result = { .struct_size = sizeof result, .status = PROCTOR_OK,
                              .payload = { answer, (size_t)length } };
    instance->host->complete(instance->host->self, job->token, &result);
    return PROCTOR_OK;
}

// A job is over before submit returns: there is never one to cancel.
static void cancel(proctor_instance *instance, uint64_t token) { (void)instance, (void)token; }

static void stop(proctor_instance *instance) { (void)instance; }

static void destroy(proctor_instance *instance) { free(instance); }

static const proctor_plugin plugin = {
    .magic = PROCTOR_MAGIC,
    .struct_size = sizeof plugin,
    .abi_major = PROCTOR_ABI_MAJOR,
    .abi_minor = PROCTOR_ABI_MINOR,
    .id = TEXT("org.example.word-count"),
    .version = TEXT("1.0.0"),
    .manifest = TEXT(
        "{\"id\":\"org.example.word-count\",\"max_concurrency\":0,\"needs\":[],\"operations\":[{"
        "\"http\":[{\"method\":\"POST\",\"path\":\"/count\"}],\"input\":{\"media_type\":\"text/plain\"},"
        "\"name\":\"text.count\",\"output\":{\"media_type\":\"application/json\",\"schema\":{\"properties\":{"
        "\"bytes\":{\"type\":\"integer\"},\"lines\":{\"type\":\"integer\"},\"words\":{\"type\":\"integer\"}},"
        "\"required\":[\"bytes\",\"lines\",\"words\"],\"type\":\"object\"},\"stream\":false},"
        "\"summary\":\"Counts words, lines and bytes.\"}],\"settings\":{\"additionalProperties\":false,"
        "\"properties\":{\"max_bytes\":{\"default\":16777216,\"description\":\"Largest text, in bytes.\","
        "\"maximum\":1073741824,\"minimum\":1,\"type\":\"integer\"}},\"type\":\"object\"},\"version\":\"1.0.0\"}"),
    .validate = validate,
    .create = create,
    .start = start,
    .submit = submit,
    .cancel = cancel,
    .stop = stop,
    .destroy = destroy,
};

PROCTOR_PLUGIN(plugin)
