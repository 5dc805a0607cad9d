// Median cut over the colours that occur. A box of colours is split where its spread is largest; a colour that fills
// areas (paper, grounds, bars) becomes the colour of its box exactly, so that flat areas stay as they are.
#include "palette.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS (1u << 17)
#define MOST_COLOURS (CELLS / 2)

typedef struct box {
    uint32_t from, to;          // cells, in the order of the list
    double spread;
    int axis;                   // shift of the part to split by
    double middle;
} box;

static uint32_t key_of(uint32_t colour, uint32_t dropped) {
    uint32_t keep = 0xFF & ~((1u << dropped) - 1);
    return (colour & (keep << 16 | keep << 8 | keep)) | 1u << 24;
}

static uint32_t colour_of(const uint8_t *pixel) {
    uint32_t colour;
    memcpy(&colour, pixel, 4);
    return colour & 0xFFFFFF;   // little-endian: 0x00RRGGBB
}

static colour_cell *find(colour_cell *cells, uint32_t key) {
    uint32_t at = key * 2654435761u >> 15;
    while (cells[at].key != key && cells[at].key != 0) at = (at + 1) & (CELLS - 1);
    return cells + at;
}

// Counts colours; 0 when there are too many.
static uint32_t count_colours(colour_palette *palette, const uint8_t *pixels, uint32_t width, uint32_t height,
                              uint32_t stride) {
    uint32_t used = 0;
    memset(palette->cells, 0, sizeof(colour_cell) * CELLS);
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row = pixels + (size_t)y * stride;
        for (uint32_t x = 0; x < width;) {
            uint32_t colour = colour_of(row + 4 * (size_t)x), from = x++;
            while (x < width && colour_of(row + 4 * (size_t)x) == colour) x++;
            uint32_t key = key_of(colour, palette->dropped);
            colour_cell *cell = find(palette->cells, key);
            if (cell->key == 0) {
                if (++used > MOST_COLOURS) return 0;
                *cell = (colour_cell){.key = key, .colour = colour};
            }
            // A run longer than all before it makes its colour the cell's.
            if (cell->count < x - from) cell->colour = colour;
            cell->count += x - from;
        }
    }
    return used;
}

static double weight(const colour_cell *cell) { return sqrt((double)cell->count); }

static void measure(box *b, colour_cell *const *list) {
    double sum[3] = {0}, squares[3] = {0}, total = 0;
    for (uint32_t i = b->from; i < b->to; i++) {
        double w = weight(list[i]);
        total += w;
        for (int p = 0; p < 3; p++) {
            double value = list[i]->colour >> (8 * p) & 255;
            sum[p] += w * value;
            squares[p] += w * value * value;
        }
    }
    // The eye sees green best and blue least.
    static const double seen[3] = {0.5, 1.0, 0.7};
    b->spread = 0;
    for (int p = 0; p < 3; p++) {
        double spread = (squares[p] - sum[p] * sum[p] / total) * seen[p];
        if (spread > b->spread) {
            b->spread = spread;
            b->axis = 8 * p;
            b->middle = sum[p] / total;
        }
    }
    if (b->to - b->from < 2) b->spread = 0;
}

static uint32_t split(const box *b, colour_cell **list) {
    uint32_t low = b->from, high = b->to;
    while (low < high) {
        if ((list[low]->colour >> b->axis & 255) <= b->middle) {
            low++;
        } else {
            colour_cell *other = list[--high];
            list[high] = list[low];
            list[low] = other;
        }
    }
    return low;
}

static uint32_t stand_in(const box *b, colour_cell *const *list) {
    double sum[3] = {0}, total = 0;
    uint64_t pixels = 0;
    const colour_cell *most = list[b->from];
    for (uint32_t i = b->from; i < b->to; i++) {
        double count = list[i]->count;
        pixels += list[i]->count;
        total += count;
        for (int p = 0; p < 3; p++) sum[p] += count * (list[i]->colour >> (8 * p) & 255);
        if (list[i]->count > most->count) most = list[i];
    }
    if ((uint64_t)most->count * 2 >= pixels) return most->colour;
    uint32_t colour = 0;
    for (int p = 0; p < 3; p++) colour |= (uint32_t)lround(sum[p] / total) << (8 * p);
    return colour;
}

static void cut(colour_palette *palette, colour_cell **list, uint32_t used) {
    box boxes[256] = {{.from = 0, .to = used}};
    palette->count = 1;
    measure(boxes, list);
    while (palette->count < 256) {
        box *widest = boxes;
        for (int i = 1; i < palette->count; i++)
            if (boxes[i].spread > widest->spread) widest = boxes + i;
        if (!(widest->spread > 0)) break;
        uint32_t middle = split(widest, list);
        box *other = boxes + palette->count++;
        *other = (box){.from = middle, .to = widest->to};
        widest->to = middle;
        measure(widest, list);
        measure(other, list);
    }
    for (int i = 0; i < palette->count; i++) {
        palette->colours[i] = stand_in(boxes + i, list);
        for (uint32_t c = boxes[i].from; c < boxes[i].to; c++) list[c]->index = (uint32_t)i;
    }
}

colour_palette *colour_palette_make(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t stride) {
    colour_palette *palette = calloc(1, sizeof *palette);
    if (!palette) return NULL;
    palette->cells = malloc(sizeof(colour_cell) * CELLS);
    colour_cell **list = malloc(sizeof *list * MOST_COLOURS);
    if (!palette->cells || !list) {
        free(list);
        colour_palette_free(palette);
        return NULL;
    }
    uint32_t used;
    // Five bits a part are 32768 colours at most: the loop ends.
    while ((used = count_colours(palette, pixels, width, height, stride)) == 0 && palette->dropped < 3)
        palette->dropped++;
    uint32_t count = 0;
    for (uint32_t i = 0; i < CELLS; i++)
        if (palette->cells[i].key != 0) list[count++] = palette->cells + i;
    if (count > 0) cut(palette, list, count);
    free(list);
    return palette;
}

void colour_palette_free(colour_palette *palette) {
    if (!palette) return;
    free(palette->cells);
    free(palette);
}

void colour_palette_map(const colour_palette *palette, const uint8_t *row, uint32_t width, uint8_t *out) {
    for (uint32_t x = 0; x < width;) {
        uint32_t colour = colour_of(row + 4 * (size_t)x), from = x++;
        while (x < width && colour_of(row + 4 * (size_t)x) == colour) x++;
        uint8_t index = (uint8_t)find(palette->cells, key_of(colour, palette->dropped))->index;
        memset(out + from, index, x - from);
    }
}
