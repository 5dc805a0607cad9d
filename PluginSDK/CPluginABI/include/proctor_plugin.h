// The contract between the Proctor host and a plugin: one C11 header, no dependencies.
//
// The promise (in force from 1.0; until then a minor version may change anything and is checked exactly).
// What has shipped is never changed in place: not a name, a layout or a number, and not the documented
// ownership, threading or nullability. We append a field to the end of a struct (struct_size says how much
// the other side has), we add an extension under a new id ("proctor.state/1"), or we add a service under a
// new name ("store.get/2"). From 1.0 on a plugin built against 1.x loads in every host 1.y.
//
// Threads.  [control]  One call at a time for one instance, never on the thread of a job. May block.
//           [worker]   On a thread of the processor's own pool; as many calls at once for one instance as
//                      its concurrency allows. May block.
//           [any]      From any thread, at any time between create and destroy, concurrently. Never blocks.
// Memory.   Every pointer that is passed in is borrowed until the call returns. Who wants to keep it, copies.
//           Neither side frees what the other allocated.
// Strings.  UTF-8, pointer and size, not terminated. A size of 0 means absent; data may then be null.
// Sizes.    struct_size is set by the side that allocates the struct, to sizeof as it was compiled. The
//           reader takes what it knows and reads what is missing as zero; zero always means "as before".
// Faults.   No exception, error unwinding or longjmp may cross a function of this file.
#ifndef PROCTOR_PLUGIN_H
#define PROCTOR_PLUGIN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define PROCTOR_MAGIC      0x50524354u  // "PRCT"
#define PROCTOR_ABI_MAJOR  0u
#define PROCTOR_ABI_MINOR  1u

typedef struct proctor_bytes {
    const void *data;
    size_t      size;
} proctor_bytes;

typedef struct proctor_header {
    proctor_bytes name;             // lower case: "content-type", "traceparent", "x-tenant-slug"
    proctor_bytes value;
} proctor_header;

// What became of a call or a job. An unknown negative value reads as FATAL, an unknown positive one as RETRY.
typedef int32_t proctor_status;
#define PROCTOR_OK            0
#define PROCTOR_RETRY         1     // transient: deliver the job again later
#define PROCTOR_REJECT        2     // permanent: never again; to the dead letters
#define PROCTOR_CANCELLED     3     // no longer wanted
#define PROCTOR_BUSY          4     // no room now: wait for on_writable, or for a slot
#define PROCTOR_UNSUPPORTED   5     // this side does not know the operation, service or extension
#define PROCTOR_FATAL       (-1)    // this instance is broken: replace it

#define PROCTOR_LOG_TRACE     0
#define PROCTOR_LOG_DEBUG     1
#define PROCTOR_LOG_INFO      2
#define PROCTOR_LOG_WARNING   3
#define PROCTOR_LOG_ERROR     4
#define PROCTOR_LOG_CRITICAL  5

// Says what went wrong. Allocated by the caller of a function that takes one, filled by the callee.
typedef struct proctor_error {
    uint32_t struct_size;
    int32_t  http_status;           // 400...599: the status an HTTP source answers; 0: chosen from proctor_status
    uint64_t retry_after_ns;        // with RETRY: how long to wait at least; 0 lets the host choose
    char     code[64];              // terminated, stable, for programs: "sheet.not_found"
    char     message[512];          // terminated, a sentence for a person; cut when too long
} proctor_error;

// One attempt at one job.
typedef struct proctor_job {
    uint32_t struct_size;
    uint32_t attempt;               // 1 the first time
    uint64_t token;                 // names this attempt; never reused while the process lives
    uint64_t deadline_ns;           // CLOCK_MONOTONIC; 0: none
    proctor_bytes id;               // stable across attempts: the key for idempotence
    proctor_bytes operation;        // "grading.grade"
    proctor_bytes payload;
    const proctor_header *headers;  // each name at most once; null when header_count is 0
    uint64_t header_count;
} proctor_job;

// How a job ended.
typedef struct proctor_result {
    uint32_t struct_size;
    proctor_status status;
    proctor_bytes payload;          // with OK the answer; with a failure an optional JSON document about it
    proctor_bytes media_type;       // of the payload; absent: what the manifest says
    const proctor_error *error;     // with a failure; may be null
    const proctor_header *headers;  // with an answer: message-id names a callback's message, outcome is "failure" when
                                    // the answer tells of one, those that begin with x- reach an HTTP client
    uint64_t header_count;          // null when the count is 0; at most 64
} proctor_result;

// What the host offers an instance. It lives until destroy has returned.
typedef struct proctor_host {
    uint32_t struct_size;
    uint16_t abi_major, abi_minor;
    void    *self;                  // pass it as the first argument of each function below
    // Ends a job. Exactly once for each job taken; a second or late call is counted and otherwise ignored.  [any]
    void (*complete)(void *self, uint64_t token, const proctor_result *);
    // Sends one piece of a streamed answer. BUSY: not taken, send it again after on_writable.
    // CANCELLED: nobody listens any more; complete the job.  [any]
    proctor_status (*emit)(void *self, uint64_t token, proctor_bytes piece);
    // Nonzero once the job is no longer wanted or past its deadline.  [any]
    int32_t (*cancelled)(void *self, uint64_t token);
    // Writes a line to the host's log; token 0 when no job is meant; fields is a JSON object or absent.  [any]
    void (*log)(void *self, int32_t level, uint64_t token, proctor_bytes message, proctor_bytes fields);
    // Asks for a service by name ("store.get/1"); the answer comes through on_reply with this tag, unless
    // the status is other than OK. Before start has been entered: BUSY. A tag is the plugin's own, unique among
    // its unanswered calls.  [any]
    proctor_status (*call)(void *self, uint64_t token, uint64_t tag, proctor_bytes service, proctor_bytes request);
    // A table of functions by terminated id ("proctor.workers/1"), or null. It lives as long as the host table.  [any]
    const void *(*extension)(void *self, const char *id);
} proctor_host;

typedef struct proctor_instance proctor_instance;  // the plugin's own; the host only carries it

// What a plugin is. Static: the same table at every call of the entry, for as long as the process lives.
typedef struct proctor_plugin {
    uint32_t magic;                 // PROCTOR_MAGIC
    uint32_t struct_size;
    uint16_t abi_major, abi_minor;
    uint32_t max_concurrency;       // most jobs at once for one instance; 0: no limit of its own
    proctor_bytes id;               // "org.example.curve"
    proctor_bytes version;          // "1.2.0"
    proctor_bytes manifest;         // JSON: operations, settings schema, needs; see docs/abi.md
    // Says whether this configuration would do. Pure: no files, sockets or threads.  [control]
    proctor_status (*validate)(proctor_bytes config, proctor_error *);
    // Makes an instance; nothing outside may notice yet.  [control]
    proctor_status (*create)(const proctor_host *, proctor_bytes config, proctor_instance **out, proctor_error *);
    // Opens what the instance needs. After OK jobs may come.  [control]
    proctor_status (*start)(proctor_instance *, proctor_error *);
    // Takes a job; it is ended with complete, before the return or later. Other than OK: not taken.  [worker]
    proctor_status (*submit)(proctor_instance *, const proctor_job *, proctor_error *);
    // The job is no longer wanted: complete it soon. The token may have been completed already, or its submit
    // may not have been entered yet; host->cancelled tells so from before this call on.  [any]
    void (*cancel)(proctor_instance *, uint64_t token);
    // A stream that was BUSY has room again. May be null in a plugin that never emits.  [any]
    void (*on_writable)(proctor_instance *, uint64_t token);
    // The answer of a service. May be null in a plugin that never calls one.  [any]
    void (*on_reply)(proctor_instance *, uint64_t tag, proctor_status, proctor_bytes reply);
    // No job is left and none will come. Join every thread, close everything.  [control]
    void (*stop)(proctor_instance *);
    // Frees the instance. Called once for each instance that create made, started or not.  [control]
    void (*destroy)(proctor_instance *);
    // A table of functions by terminated id, or null. May itself be null.  [any]
    const void *(*extension)(proctor_instance *, const char *id);
} proctor_plugin;

// The one exported symbol: same table every time, no side effect, callable before anything else.  [any]
typedef const proctor_plugin *(*proctor_plugin_entry_function)(void);
#define PROCTOR_ENTRY_SYMBOL "proctor_plugin_entry"

// Host extension "proctor.workers/1": threads of the processor's own pool, lent to the plugin.
typedef struct proctor_workers {
    uint32_t struct_size;
    uint32_t threads;               // most threads that run at once
    // Runs work(context) once on a thread of the pool, in order of arrival.  [any]
    void (*run)(void *self, void (*work)(void *context), void *context);
    // Nonzero when the calling thread belongs to this pool.  [any]
    int32_t (*current)(void *self);
} proctor_workers;

// Host extension "proctor.metrics/1". Names are [a-z_][a-z0-9_]*; labels is a JSON object of strings or
// absent. The host adds the processor, and bounds the number of series.
typedef struct proctor_metrics {
    uint32_t struct_size;
    uint32_t reserved;              // 0
    void (*add)(void *self, proctor_bytes name, proctor_bytes labels, double amount);     // counter  [any]
    void (*set)(void *self, proctor_bytes name, proctor_bytes labels, double value);      // gauge  [any]
    void (*observe)(void *self, proctor_bytes name, proctor_bytes labels, double value);  // histogram  [any]
} proctor_metrics;

// Host extension "proctor.trace/1": finished spans, children of the job's own.
typedef struct proctor_trace {
    uint32_t struct_size;
    uint32_t reserved;              // 0
    // Times are CLOCK_MONOTONIC; attributes is a JSON object or absent; failed is 0 or 1.  [any]
    void (*span)(void *self, uint64_t token, proctor_bytes name, uint64_t start_ns, uint64_t end_ns,
                 int32_t failed, proctor_bytes attributes);
} proctor_trace;

// The note that every plugin carries in section ".note.proctor", readable without running code:
// an ELF note of name "Proctor", type 1, whose four words are magic, major, minor and language.
#define PROCTOR_NOTE_NAME      "Proctor"
#define PROCTOR_NOTE_TYPE      1u
#define PROCTOR_LANGUAGE_C     1u
#define PROCTOR_LANGUAGE_SWIFT 2u

typedef struct proctor_note {
    uint32_t name_size, description_size, type;
    char     name[8];
    uint32_t magic, abi_major, abi_minor, language;
    char     toolchain[128];        // the compiler's own version text, terminated
} proctor_note;

// A C plugin writes PROCTOR_PLUGIN once, in one file, with the table's name: it exports the entry and carries the note.
#define PROCTOR_DEFINE_NOTE(language_)                                                                          \
    __attribute__((used, retain, section(".note.proctor"), aligned(4)))                                         \
    static const proctor_note proctor_plugin_note = {                                                           \
        sizeof(PROCTOR_NOTE_NAME), sizeof(proctor_note) - 20, PROCTOR_NOTE_TYPE, PROCTOR_NOTE_NAME,             \
        PROCTOR_MAGIC, PROCTOR_ABI_MAJOR, PROCTOR_ABI_MINOR, language_, __VERSION__ }
#define PROCTOR_PLUGIN(table)                                                                                   \
    PROCTOR_DEFINE_NOTE(PROCTOR_LANGUAGE_C);                                                                    \
    __attribute__((visibility("default"))) const proctor_plugin *proctor_plugin_entry(void) { return &(table); }

#ifdef __cplusplus
}
#endif
#endif
