#include "encoder.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

drawing_encoder *drawing_encoder_open(void) { return calloc(1, sizeof(drawing_encoder)); }

void drawing_encoder_close(drawing_encoder *encoder) {
    if (!encoder) return;
    if (encoder->jpeg) tjDestroy(encoder->jpeg);
    drawing_pixels_release(encoder->jpeg_room, encoder->jpeg_size);
    free(encoder->png.bytes);
    free(encoder);
}

void drawing_encoder_shrink(drawing_encoder *encoder, size_t keep) {
    if (encoder->jpeg_size > keep) {
        drawing_pixels_release(encoder->jpeg_room, encoder->jpeg_size);
        encoder->jpeg_room = NULL;
        encoder->jpeg_size = 0;
    }
    if (encoder->png.room > keep) {
        free(encoder->png.bytes);
        encoder->png = (byte_buffer){0};
    }
}

drawing_status drawing_encode_jpeg(drawing_encoder *encoder, const uint8_t *pixels, uint32_t width, uint32_t height,
                                   uint32_t stride, int32_t quality, int32_t full_colour, const uint8_t **out,
                                   size_t *out_size) {
    *out = NULL;
    *out_size = 0;
    if (width == 0 || height == 0 || width > 65535 || height > 65535) return DRAWING_UNSUPPORTED;
    if (!encoder->jpeg && !(encoder->jpeg = tjInitCompress())) return DRAWING_NO_MEMORY;
    int sampling = full_colour ? TJSAMP_444 : TJSAMP_420;
    unsigned long most = tjBufSize((int)width, (int)height, sampling), size = most;
    if (most > encoder->jpeg_size) {
        drawing_pixels_release(encoder->jpeg_room, encoder->jpeg_size);
        encoder->jpeg_room = drawing_pixels_reserve(most);
        encoder->jpeg_size = encoder->jpeg_room ? most : 0;
        if (!encoder->jpeg_room) return DRAWING_NO_MEMORY;
    }
    if (tjCompress2(encoder->jpeg, pixels, (int)width, (int)stride, (int)height, TJPF_BGRX, &encoder->jpeg_room,
                    &size, sampling, quality, TJFLAG_NOREALLOC) != 0)
        return DRAWING_UNSUPPORTED;
    *out = encoder->jpeg_room;
    *out_size = size;
    return DRAWING_OK;
}

drawing_status drawing_jpeg_size(const uint8_t *bytes, size_t size, uint32_t *width, uint32_t *height) {
    tjhandle handle = tjInitDecompress();
    if (!handle) return DRAWING_NO_MEMORY;
    int columns = 0, rows = 0, sampling = 0, colours = 0;
    int failed = tjDecompressHeader3(handle, bytes, size, &columns, &rows, &sampling, &colours) != 0;
    tjDestroy(handle);
    if (failed || columns <= 0 || rows <= 0) return DRAWING_CORRUPT;
    *width = (uint32_t)columns;
    *height = (uint32_t)rows;
    return colours == TJCS_CMYK || colours == TJCS_YCCK ? DRAWING_UNSUPPORTED : DRAWING_OK;
}

// ITU-T T.81, annex B: 0xFF and the marker, and the length of most with its own two bytes. Each scan of a progressive
// JPEG goes over the whole picture, so that a small file could keep the processor busy for long; encoders write some ten.
enum { MARKER = 0xFF, START_OF_SCAN = 0xDA, FIRST_RESTART = 0xD0, END_OF_IMAGE = 0xD9, MOST_SCANS = 100 };

static bool has_too_many_scans(const uint8_t *bytes, size_t size) {
    int scans = 0;
    size_t at = 0;
    while (at + 1 < size) {
        uint8_t code = bytes[at + 1];
        // In a scan's data 0xFF is followed by zero or by a restart marker; padding repeats it.
        if (bytes[at] != MARKER || code == MARKER) {
            at++;
        } else if (code <= 1 || (code >= FIRST_RESTART && code <= END_OF_IMAGE)) {
            at += 2;
        } else {
            if (code == START_OF_SCAN && ++scans > MOST_SCANS) return true;
            if (size - at < 4) return false;
            at += 2 + ((size_t)bytes[at + 2] << 8 | bytes[at + 3]);
        }
    }
    return false;
}

drawing_status drawing_jpeg_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget, drawing_picture *out,
                                   char message[DRAWING_MESSAGE_SIZE]) {
    *out = (drawing_picture){.opaque = 1};
    message[0] = 0;
    drawing_status status = drawing_jpeg_size(bytes, size, &out->width, &out->height);
    if (status == DRAWING_UNSUPPORTED) snprintf(message, DRAWING_MESSAGE_SIZE, "the picture is stored in CMYK");
    if (status != DRAWING_OK) return status;
    if ((uint64_t)out->width * out->height > pixel_budget) return DRAWING_TOO_LARGE;
    if (has_too_many_scans(bytes, size)) {
        snprintf(message, DRAWING_MESSAGE_SIZE, "it has more than %d scans", MOST_SCANS);
        return DRAWING_CORRUPT;
    }
    tjhandle handle = tjInitDecompress();
    size_t memory = (size_t)out->width * out->height * 4;
    if (handle) out->pixels = drawing_pixels_reserve(memory);
    if (!out->pixels) {
        status = DRAWING_NO_MEMORY;
    } else if (tjDecompress2(handle, bytes, size, out->pixels, (int)out->width, 0, (int)out->height, TJPF_BGRA,
                             TJFLAG_LIMITSCANS)) {
        snprintf(message, DRAWING_MESSAGE_SIZE, "%s", tjGetErrorStr2(handle));
        if (tjGetErrorCode(handle) != TJERR_WARNING) status = DRAWING_CORRUPT;
        // Scans that contradict each other.
        else if (strstr(message, "progression")) status = DRAWING_CORRUPT;
        // Other warnings (stray bytes between markers) leave a whole picture behind.
        else if (strstr(message, "Premature end") || strstr(message, "premature end")) status = DRAWING_TRUNCATED;
    }
    if (handle) tjDestroy(handle);
    if (status != DRAWING_OK) {
        drawing_pixels_release(out->pixels, memory);
        out->pixels = NULL;
    }
    return status;
}
