#include "imaging.h"

#include <stdlib.h>
#include <string.h>

imaging_status imaging_orient(const uint8_t *pixels, uint32_t width, uint32_t height, int32_t orientation,
                              imaging_luma *out) {
    int turned = orientation >= 5;
    out->width = turned ? height : width;
    out->height = turned ? width : height;
    out->pixels = malloc((size_t)width * height);
    if (!out->pixels) return IMAGING_NO_MEMORY;
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *row = pixels + (size_t)y * width;
        for (uint32_t x = 0; x < width; x++) {
            uint32_t u = x, v = y;
            switch (orientation) {
            case 2: u = width - 1 - x; break;
            case 3: u = width - 1 - x; v = height - 1 - y; break;
            case 4: v = height - 1 - y; break;
            case 5: u = y; v = x; break;
            case 6: u = height - 1 - y; v = x; break;
            case 7: u = height - 1 - y; v = width - 1 - x; break;
            case 8: u = y; v = width - 1 - x; break;
            default: break;
            }
            out->pixels[(size_t)v * out->width + u] = row[x];
        }
    }
    return IMAGING_OK;
}

void imaging_reduce(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t factor, uint8_t *out) {
    if (factor == 1) {
        memcpy(out, pixels, (size_t)width * height);
        return;
    }
    // Rows are added first, a strip at a time, because that is what vector units do best.
    enum { STRIP = 2048 };
    uint32_t columns = width / factor, rows = height / factor, square = factor * factor;
    uint32_t together = factor < STRIP ? STRIP / factor : 1, sums[STRIP];
    for (uint32_t y = 0; y < rows; y++)
        for (uint32_t first = 0; first < columns; first += together) {
            uint32_t last = first + together < columns ? first + together : columns, count = (last - first) * factor;
            if (count > STRIP) count = STRIP;
            memset(sums, 0, count * sizeof *sums);
            for (uint32_t v = 0; v < factor; v++) {
                const uint8_t *row = pixels + (size_t)(y * factor + v) * width + (size_t)first * factor;
                for (uint32_t u = 0; u < count; u++) sums[u] += row[u];
            }
            for (uint32_t x = first; x < last; x++) {
                uint32_t sum = square / 2;
                for (uint32_t u = 0; u < factor; u++) sum += sums[(x - first) * factor + u];
                out[(size_t)y * columns + x] = (uint8_t)(sum / square);
            }
        }
}

// The brightness that nine of ten pixels of a tile stay below: ink and dust do not reach it.
static uint8_t bright_end(const uint8_t *pixels, uint32_t width, uint32_t left, uint32_t top, uint32_t right,
                          uint32_t bottom) {
    uint32_t histogram[256] = {0}, total = (right - left) * (bottom - top), seen = 0;
    for (uint32_t y = top; y < bottom; y++)
        for (uint32_t x = left; x < right; x++) histogram[pixels[(size_t)y * width + x]]++;
    for (int level = 255; level > 0; level--) {
        seen += histogram[level];
        if (seen * 10 >= total) return (uint8_t)level;
    }
    return 0;
}

void imaging_measure_paper(const uint8_t *pixels, uint32_t width, uint32_t height, uint32_t tile,
                           const imaging_paper *paper) {
    uint32_t columns = paper->columns, rows = paper->rows;
    uint8_t *raw = malloc((size_t)columns * rows);
    if (!raw) {
        memset(paper->tiles, 255, (size_t)columns * rows);
        return;
    }
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < columns; c++) {
            uint32_t right = (c + 1) * tile < width ? (c + 1) * tile : width;
            uint32_t bottom = (r + 1) * tile < height ? (r + 1) * tile : height;
            raw[r * columns + c] = bright_end(pixels, width, c * tile, r * tile, right, bottom);
        }
    // A tile under a large mark sees no paper: it takes the brightest neighbour.
    for (uint32_t r = 0; r < rows; r++)
        for (uint32_t c = 0; c < columns; c++) {
            uint8_t best = 1;
            for (uint32_t v = r ? r - 1 : 0; v <= r + 1 && v < rows; v++)
                for (uint32_t u = c ? c - 1 : 0; u <= c + 1 && u < columns; u++)
                    if (raw[v * columns + u] > best) best = raw[v * columns + u];
            paper->tiles[r * columns + c] = best;
        }
    free(raw);
}

void imaging_threshold(const uint8_t *pixels, uint32_t width, uint32_t height, const imaging_paper *paper,
                       double ratio, uint8_t *mask) {
    uint32_t tile = (uint32_t)paper->tile;
    for (uint32_t y = 0; y < height; y++) {
        const uint8_t *tiles = paper->tiles + (size_t)(y / tile) * paper->columns;
        const uint8_t *row = pixels + (size_t)y * width;
        uint8_t *target = mask + (size_t)y * width;
        for (uint32_t c = 0; c < paper->columns; c++) {
            uint8_t limit = (uint8_t)(tiles[c] * ratio);
            uint32_t right = (c + 1) * tile < width ? (c + 1) * tile : width;
            for (uint32_t x = c * tile; x < right; x++) target[x] = row[x] < limit;
        }
    }
}

void imaging_colourise(const uint8_t *pixels, size_t count, uint8_t *rgb) {
    for (size_t i = 0; i < count; i++) rgb[3 * i] = rgb[3 * i + 1] = rgb[3 * i + 2] = pixels[i];
}
