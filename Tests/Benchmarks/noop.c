// The least that a plugin can do: noop.run answers every job with {} before submit returns, and what is left is the
// host's cost; noop.keep answers none, so that a source has to hold what it took.
#include "proctor_plugin.h"

#define TEXT(literal) { literal, sizeof(literal) - 1 }

struct proctor_instance {
    const proctor_host *host;
};

static proctor_instance only;

static proctor_status validate(proctor_bytes config, proctor_error *error) {
    (void)config, (void)error;
    return PROCTOR_OK;
}

static proctor_status create(const proctor_host *host, proctor_bytes config, proctor_instance **out,
                             proctor_error *error) {
    (void)config, (void)error;
    only.host = host;
    *out = &only;
    return PROCTOR_OK;
}

static proctor_status start(proctor_instance *instance, proctor_error *error) {
    (void)instance, (void)error;
    return PROCTOR_OK;
}

static proctor_status submit(proctor_instance *instance, const proctor_job *job, proctor_error *error) {
    (void)error;
    // No other operation's name is as long.
    if (job->operation.size == sizeof "noop.keep" - 1) return PROCTOR_OK;
    proctor_result result = { .struct_size = sizeof result, .status = PROCTOR_OK, .payload = TEXT("{}") };
    instance->host->complete(instance->host->self, job->token, &result);
    return PROCTOR_OK;
}

static void cancel(proctor_instance *instance, uint64_t token) { (void)instance, (void)token; }

static void stop(proctor_instance *instance) { (void)instance; }

static void destroy(proctor_instance *instance) { (void)instance; }

static const proctor_plugin plugin = {
    .magic = PROCTOR_MAGIC,
    .struct_size = sizeof plugin,
    .abi_major = PROCTOR_ABI_MAJOR,
    .abi_minor = PROCTOR_ABI_MINOR,
    .id = TEXT("org.example.noop"),
    .version = TEXT("1.0.0"),
    .manifest = TEXT(
        "{\"id\":\"org.example.noop\",\"max_concurrency\":0,\"needs\":[],\"operations\":[{"
        "\"input\":{\"media_type\":\"application/json\"},\"name\":\"noop.run\",\"output\":{\"media_type\":"
        "\"application/json\",\"stream\":false},\"summary\":\"Does nothing.\"},{"
        "\"input\":{\"media_type\":\"application/json\"},\"name\":\"noop.keep\",\"output\":{\"media_type\":"
        "\"application/json\",\"stream\":false},\"summary\":\"Never ends.\"}],\"settings\":{"
        "\"additionalProperties\":false,\"properties\":{},\"type\":\"object\"},\"version\":\"1.0.0\"}"),
    .validate = validate,
    .create = create,
    .start = start,
    .submit = submit,
    .cancel = cancel,
    .stop = stop,
    .destroy = destroy,
};

PROCTOR_PLUGIN(plugin)
