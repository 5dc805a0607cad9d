// The 256 colours that stand best for a picture.
#ifndef REPORT_DRAWING_PALETTE_H
#define REPORT_DRAWING_PALETTE_H

#include <stdint.h>

typedef struct colour_cell {
    uint32_t key;               // the colour without its dropped bits, and one above all of them: 0 is an empty cell
    uint32_t colour;            // the most frequent of the cell
    uint32_t count;
    uint32_t index;             // in the palette
} colour_cell;

typedef struct colour_palette {
    uint32_t colours[256];      // 0x00RRGGBB
    int count;
    uint32_t dropped;           // low bits of each part of a colour that are not looked at
    colour_cell *cells;         // a hash table
} colour_palette;

// Null: no memory. Ended by colour_palette_free.
colour_palette *colour_palette_make(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t stride);
void colour_palette_free(colour_palette *);
// One row of blue, green, red, unused to one byte a pixel.
void colour_palette_map(const colour_palette *, const uint8_t *row, uint32_t width, uint8_t *out);

#endif
