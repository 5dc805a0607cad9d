#include "imaging.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <turbojpeg.h>

void imaging_release(void *memory) { free(memory); }

imaging_status imaging_jpeg_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget,
                                   imaging_luma *out, char message[IMAGING_MESSAGE_SIZE]) {
    *out = (imaging_luma){0};
    message[0] = 0;
    tjhandle handle = tjInitDecompress();
    if (!handle) return IMAGING_NO_MEMORY;
    imaging_status status = IMAGING_OK;
    int width = 0, height = 0, sampling = 0, colours = 0;
    if (tjDecompressHeader3(handle, bytes, size, &width, &height, &sampling, &colours) != 0 || width <= 0 ||
        height <= 0) {
        snprintf(message, IMAGING_MESSAGE_SIZE, "%s", tjGetErrorStr2(handle));
        status = IMAGING_CORRUPT;
    } else {
        out->width = (uint32_t)width;
        out->height = (uint32_t)height;
        if ((uint64_t)width * (uint64_t)height > pixel_budget) {
            status = IMAGING_TOO_LARGE;
        } else if (colours == TJCS_CMYK || colours == TJCS_YCCK) {
            snprintf(message, IMAGING_MESSAGE_SIZE, "the picture is stored in CMYK");
            status = IMAGING_UNSUPPORTED;
        } else if (!(out->pixels = malloc((size_t)width * (size_t)height))) {
            status = IMAGING_NO_MEMORY;
        } else if (tjDecompress2(handle, bytes, size, out->pixels, width, 0, height, TJPF_GRAY, 0) != 0) {
            snprintf(message, IMAGING_MESSAGE_SIZE, "%s", tjGetErrorStr2(handle));
            if (tjGetErrorCode(handle) != TJERR_WARNING) status = IMAGING_CORRUPT;
            // Other warnings (stray bytes between markers, odd huffman tails) leave a whole picture behind.
            else if (strstr(message, "Premature end") || strstr(message, "premature end")) status = IMAGING_TRUNCATED;
        }
    }
    tjDestroy(handle);
    if (status != IMAGING_OK) {
        free(out->pixels);
        out->pixels = NULL;
    }
    return status;
}

imaging_status imaging_jpeg_encode(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t channels,
                                   int32_t quality, uint8_t **out, size_t *out_size) {
    *out = NULL;
    *out_size = 0;
    if (width == 0 || height == 0 || width > 65535 || height > 65535) return IMAGING_UNSUPPORTED;
    tjhandle handle = tjInitCompress();
    if (!handle) return IMAGING_NO_MEMORY;
    int sampling = channels == 1 ? TJSAMP_GRAY : TJSAMP_420;
    unsigned long size = tjBufSize((int)width, (int)height, sampling);
    uint8_t *buffer = malloc(size);
    imaging_status status = buffer ? IMAGING_OK : IMAGING_NO_MEMORY;
    if (buffer && tjCompress2(handle, pixels, (int)width, 0, (int)height, channels == 1 ? TJPF_GRAY : TJPF_RGB,
                              &buffer, &size, sampling, quality, TJFLAG_NOREALLOC | TJFLAG_FASTDCT) != 0)
        status = IMAGING_UNSUPPORTED;
    tjDestroy(handle);
    if (status != IMAGING_OK) {
        free(buffer);
        return status;
    }
    uint8_t *fitted = realloc(buffer, size);
    *out = fitted ? fitted : buffer;
    *out_size = size;
    return IMAGING_OK;
}
