#include "parts.h"

#include <stdlib.h>
#include <sys/mman.h>

uint8_t *drawing_pixels_reserve(size_t size) {
    void *memory = size ? mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) : MAP_FAILED;
    return memory == MAP_FAILED ? NULL : memory;
}

void drawing_pixels_release(uint8_t *pixels, size_t size) {
    if (pixels) munmap(pixels, size);
}

int byte_buffer_reserve(byte_buffer *buffer, size_t more) {
    if (buffer->room - buffer->size >= more) return 1;
    if (more > SIZE_MAX / 4 || buffer->room > SIZE_MAX / 4) return 0;
    size_t room = (buffer->room + more) * 2;
    uint8_t *bytes = realloc(buffer->bytes, room);
    if (!bytes) return 0;
    buffer->bytes = bytes;
    buffer->room = room;
    return 1;
}

void drawing_sha256(const uint8_t *bytes, size_t size, char out[65]) {
    out[0] = 0;
    GChecksum *sum = g_checksum_new(G_CHECKSUM_SHA256);
    if (!sum) return;
    // glib takes lengths as signed numbers, and -1 would mean "up to a zero byte".
    for (size_t at = 0; at < size;) {
        size_t part = size - at < 1 << 30 ? size - at : 1 << 30;
        g_checksum_update(sum, bytes + at, (gssize)part);
        at += part;
    }
    g_strlcpy(out, g_checksum_get_string(sum), 65);
    g_checksum_free(sum);
}
