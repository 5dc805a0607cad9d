#include "markup_parser.h"

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <string.h>

// Attributes of one element. libxml2 compares each with all others before it tells of them, so that the caller counts
// them first; this is the size of an array.
#define MOST_ATTRIBUTES 64

typedef struct reading {
    const markup_events *events;
    markup_failure *failure;
    xmlParserCtxtPtr parser;
    markup_status status;
} reading;

static void stop(reading *self, markup_status status) {
    if (self->status == MARKUP_OK) {
        self->status = status;
        self->failure->line = self->parser->input ? self->parser->input->line : 0;
        self->failure->column = self->parser->input ? self->parser->input->col : 0;
    }
    xmlStopParser(self->parser);
}

static void say(reading *self, const char *message) {
    size_t size = strlen(message);
    while (size > 0 && (message[size - 1] == '\n' || message[size - 1] == ' ')) size--;
    if (size >= MARKUP_MESSAGE_SIZE) size = MARKUP_MESSAGE_SIZE - 1;
    memcpy(self->failure->message, message, size);
    self->failure->message[size] = 0;
}

// libxml2 reports warnings and the consequences of errors as well: the first error counts.
static void on_error(void *context, xmlErrorPtr error) {
    reading *self = ((xmlParserCtxtPtr)context)->_private;
    if (self->status != MARKUP_OK || error->level < XML_ERR_ERROR) return;
    if (error->code == XML_ERR_NO_MEMORY) {
        self->status = MARKUP_NO_MEMORY;
        return;
    }
    if (error->code == XML_ERR_UNDECLARED_ENTITY || error->code == XML_WAR_UNDECLARED_ENTITY) {
        self->status = MARKUP_ENTITY;
        say(self, error->str1 ? error->str1 : "");
    } else {
        self->status = MARKUP_MALFORMED;
        say(self, error->message ? error->message : "");
    }
    self->failure->line = error->line;
    self->failure->column = error->int2;
}

static void on_open(
    void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int namespaces,
    const xmlChar **declared, int count, int defaulted, const xmlChar **attributes
) {
    (void)uri, (void)namespaces, (void)declared, (void)defaulted;
    xmlParserCtxtPtr parser = context;
    reading *self = parser->_private;
    if (self->status != MARKUP_OK) return;
    if (prefix) {
        stop(self, MARKUP_MALFORMED);
        say(self, "names with a prefix have no meaning here");
        return;
    }
    if (count > MOST_ATTRIBUTES) {
        stop(self, MARKUP_MALFORMED);
        say(self, "an element has more than 64 attributes");
        return;
    }
    markup_attribute found[MOST_ATTRIBUTES];
    for (int index = 0; index < count; index++) {
        const xmlChar **attribute = attributes + index * 5;
        if (attribute[1]) {
            stop(self, MARKUP_MALFORMED);
            say(self, "names with a prefix have no meaning here");
            return;
        }
        found[index].name.bytes = (const char *)attribute[0];
        found[index].name.size = strlen((const char *)attribute[0]);
        found[index].value.bytes = (const char *)attribute[3];
        found[index].value.size = (size_t)(attribute[4] - attribute[3]);
    }
    markup_text element = {(const char *)name, strlen((const char *)name)};
    long end = xmlByteConsumed(parser);
    if (!self->events->open(self->events->context, element, found, (size_t)count, end < 0 ? 0 : (size_t)end))
        stop(self, MARKUP_STOPPED);
}

static void on_close(void *context, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri) {
    (void)name, (void)prefix, (void)uri;
    reading *self = ((xmlParserCtxtPtr)context)->_private;
    if (self->status == MARKUP_OK && !self->events->close(self->events->context)) stop(self, MARKUP_STOPPED);
}

static void on_text(void *context, const xmlChar *bytes, int size) {
    reading *self = ((xmlParserCtxtPtr)context)->_private;
    markup_text text = {(const char *)bytes, (size_t)size};
    if (self->status == MARKUP_OK && !self->events->text(self->events->context, text)) stop(self, MARKUP_STOPPED);
}

static void on_doctype(void *context, const xmlChar *name, const xmlChar *identifier, const xmlChar *system) {
    (void)name, (void)identifier, (void)system;
    stop(((xmlParserCtxtPtr)context)->_private, MARKUP_DOCTYPE);
}

static void on_instruction(void *context, const xmlChar *target, const xmlChar *data) {
    (void)target, (void)data;
    stop(((xmlParserCtxtPtr)context)->_private, MARKUP_INSTRUCTION);
}

static xmlEntityPtr on_entity(void *context, const xmlChar *name) {
    (void)context;
    return xmlGetPredefinedEntity(name);
}

void markup_start(void) { xmlInitParser(); }

markup_status markup_parse(
    const uint8_t *bytes, size_t size, const markup_events *events, markup_failure *failure
) {
    memset(failure, 0, sizeof *failure);
    if (size == 0 || size > INT32_MAX) {
        memcpy(failure->message, "the document is empty", sizeof "the document is empty");
        return MARKUP_MALFORMED;
    }
    xmlParserCtxtPtr parser = xmlCreateMemoryParserCtxt((const char *)bytes, (int)size);
    if (!parser) return MARKUP_NO_MEMORY;
    reading self = {events, failure, parser, MARKUP_OK};
    xmlSAXHandlerPtr sax = parser->sax;
    memset(sax, 0, sizeof *sax);
    sax->initialized = XML_SAX2_MAGIC;
    sax->startElementNs = on_open;
    sax->endElementNs = on_close;
    sax->characters = on_text;
    sax->ignorableWhitespace = on_text;
    sax->cdataBlock = on_text;
    sax->internalSubset = on_doctype;
    sax->processingInstruction = on_instruction;
    sax->getEntity = on_entity;
    sax->serror = on_error;
    parser->_private = &self;
    xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC);
    xmlParseDocument(parser);
    if (self.status == MARKUP_OK && !parser->wellFormed) self.status = MARKUP_MALFORMED;
    xmlFreeParserCtxt(parser);
    return self.status;
}
