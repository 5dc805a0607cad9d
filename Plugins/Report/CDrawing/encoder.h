// The encoder's memory and handles, shared by the files that write a format.
#ifndef REPORT_DRAWING_ENCODER_H
#define REPORT_DRAWING_ENCODER_H

#include "parts.h"

#include <turbojpeg.h>

struct drawing_encoder {
    tjhandle jpeg;              // made at the first JPEG
    uint8_t *jpeg_room;         // pages of the system: only what was written of them is there
    size_t jpeg_size;
    byte_buffer png;
};

#endif
