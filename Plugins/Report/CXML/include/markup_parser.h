// Reads a small XML document through libxml2 and tells what stands in it, in order.
// No network, no document type, no entities beyond the five of XML. Keeps no state between calls; any thread may call.
#ifndef REPORT_MARKUP_PARSER_H
#define REPORT_MARKUP_PARSER_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

// Not zero-terminated; lives until the call that handed it over returns.
typedef struct markup_text {
    const char *bytes;
    size_t size;
} markup_text;

typedef struct markup_attribute {
    markup_text name;
    markup_text value;
} markup_attribute;

// Each answers whether to go on. `end` is the offset in the document of the byte that ends the opening tag: '>' or '/'.
typedef struct markup_events {
    void *context;
    int32_t (*open)(void *context, markup_text name, const markup_attribute *attributes, size_t count, size_t end);
    int32_t (*close)(void *context);
    int32_t (*text)(void *context, markup_text text);
} markup_events;

typedef int32_t markup_status;
#define MARKUP_OK          0
#define MARKUP_MALFORMED   1   // not XML; message, line and column say why
#define MARKUP_DOCTYPE     2   // has a document type, which is refused
#define MARKUP_INSTRUCTION 3   // has a processing instruction, which is refused
#define MARKUP_STOPPED     4   // an event answered that it does not want to go on
#define MARKUP_NO_MEMORY   5
#define MARKUP_ENTITY      6   // names an entity that nobody declared

#define MARKUP_MESSAGE_SIZE 200

typedef struct markup_failure {
    int32_t line, column;       // from 1; 0: not known
    char message[MARKUP_MESSAGE_SIZE];
} markup_failure;

// Once in a process, before the first markup_parse.
void markup_start(void);

// `bytes` are UTF-8, whatever the document says of itself, and at most INT32_MAX.
markup_status markup_parse(const uint8_t *bytes, size_t size, const markup_events *, markup_failure *);

#ifdef __cplusplus
}
#endif
#endif
