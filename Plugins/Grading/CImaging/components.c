// Connected components by runs: each row's dark runs are joined with the touching runs of the row above.
#include "imaging.h"

#include <stdlib.h>

typedef struct { uint32_t from, to, label; } run;  // pixels from ..< to

typedef struct {
    uint32_t parent, left, top, right, bottom;
    uint64_t area;
    double x, y, xx, yy, xy;
} blob;

static uint32_t root(blob *blobs, uint32_t label) {
    while (blobs[label].parent != label) {
        blobs[label].parent = blobs[blobs[label].parent].parent;
        label = blobs[label].parent;
    }
    return label;
}

static uint32_t join(blob *blobs, uint32_t a, uint32_t b) {
    a = root(blobs, a);
    b = root(blobs, b);
    if (a == b) return a;
    uint32_t keep = a < b ? a : b, drop = a < b ? b : a;
    blob *k = blobs + keep, *d = blobs + drop;
    d->parent = keep;
    if (d->left < k->left) k->left = d->left;
    if (d->top < k->top) k->top = d->top;
    if (d->right > k->right) k->right = d->right;
    if (d->bottom > k->bottom) k->bottom = d->bottom;
    k->area += d->area;
    k->x += d->x, k->y += d->y, k->xx += d->xx, k->yy += d->yy, k->xy += d->xy;
    return keep;
}

static void add(blob *b, uint32_t from, uint32_t to, uint32_t row) {
    double n = to - from, y = row + 0.5, mean = (from + to) / 2.0;
    if (from < b->left) b->left = from;
    if (to > b->right) b->right = to;
    b->bottom = row + 1;
    b->area += to - from;
    b->x += n * mean;
    b->y += n * y;
    b->xx += n * mean * mean + n * (n * n - 1) / 12.0;
    b->yy += n * y * y;
    b->xy += n * mean * y;
}

static size_t store(const blob *blobs, uint32_t labels, uint32_t min_area, uint32_t max_area, imaging_component *out,
                    size_t capacity) {
    size_t stored = 0;
    for (uint32_t i = 0; i < labels && stored < capacity; i++) {
        const blob *b = blobs + i;
        if (b->parent != i || b->area < min_area || b->area > max_area) continue;
        double n = (double)b->area, x = b->x / n, y = b->y / n;
        // A pixel has an extent of its own: a twelfth of a square pixel in each direction.
        out[stored++] = (imaging_component){b->left, b->top, b->right, b->bottom, (uint32_t)b->area, x, y,
                                            b->xx / n - x * x + 1.0 / 12, b->yy / n - y * y + 1.0 / 12,
                                            b->xy / n - x * y};
    }
    return stored;
}

imaging_status imaging_components(const uint8_t *mask, uint32_t width, uint32_t height, uint32_t min_area,
                                  uint32_t max_area, imaging_component *out, size_t capacity, size_t *count) {
    *count = 0;
    size_t room = 1024;
    uint32_t labels = 0;
    blob *blobs = malloc(room * sizeof(blob));
    run *above = malloc((width / 2 + 1) * sizeof(run)), *here = malloc((width / 2 + 1) * sizeof(run));
    imaging_status status = blobs && above && here ? IMAGING_OK : IMAGING_NO_MEMORY;
    uint32_t above_count = 0;
    for (uint32_t y = 0; status == IMAGING_OK && y < height; y++) {
        const uint8_t *row = mask + (size_t)y * width;
        uint32_t here_count = 0, first = 0;
        for (uint32_t x = 0; x < width;) {
            if (!row[x]) {
                x++;
                continue;
            }
            uint32_t from = x;
            while (x < width && row[x]) x++;
            while (first < above_count && above[first].to < from) first++;  // 8-connected: diagonal contact joins
            uint32_t label = UINT32_MAX;
            for (uint32_t i = first; i < above_count && above[i].from <= x; i++)
                label = label == UINT32_MAX ? root(blobs, above[i].label) : join(blobs, label, above[i].label);
            if (label == UINT32_MAX) {
                if (labels == room) {
                    blob *more = realloc(blobs, room * 2 * sizeof(blob));
                    if (!more) {
                        status = IMAGING_NO_MEMORY;
                        break;
                    }
                    blobs = more;
                    room *= 2;
                }
                label = labels++;
                blobs[label] = (blob){.parent = label, .left = from, .top = y, .right = x, .bottom = y + 1};
            }
            add(blobs + label, from, x, y);
            here[here_count++] = (run){from, x, label};
        }
        run *swap = above;
        above = here;
        here = swap;
        above_count = here_count;
    }
    if (status == IMAGING_OK) *count = store(blobs, labels, min_area, max_area, out, capacity);
    free(blobs);
    free(above);
    free(here);
    return status;
}
