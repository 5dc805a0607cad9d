// Pages for the report plugin: fonts of its own, lines of text, surfaces to draw on, codecs.
//
// Ownership: what an `_open`, `_make` or `_decode` function hands out is the caller's, who ends it with the function
// named beside the type. Everything that is passed in is borrowed until the call returns, unless a comment says more.
// Threads: an object is used by one thread at a time; it may change threads between calls. `drawing_fonts` may be
// read by many threads at once as soon as its last face was added.
#ifndef REPORT_DRAWING_H
#define REPORT_DRAWING_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef int32_t drawing_status;
#define DRAWING_OK          0
#define DRAWING_CORRUPT     1   // the bytes are not what they claim to be
#define DRAWING_TRUNCATED   2   // the file ends before the picture does
#define DRAWING_UNSUPPORTED 3   // a variant that is not read or cannot be written
#define DRAWING_TOO_LARGE   4   // more pixels than allowed; nothing was allocated for them
#define DRAWING_NO_MEMORY   5

#define DRAWING_MESSAGE_SIZE 200

typedef struct drawing_colour { double red, green, blue, alpha; } drawing_colour;  // 0...1, not premultiplied

// --- Memory for pixels: whole pages of the system, which go back to it at once.

uint8_t *drawing_pixels_reserve(size_t size);       // zero bytes; null: no memory. Ended by drawing_pixels_release.
void drawing_pixels_release(uint8_t *, size_t size);

// --- Fonts. A fontconfig configuration of its own, which knows nothing of the machine's.

typedef struct drawing_fonts drawing_fonts;         // ended by drawing_fonts_close, after its typesetters
drawing_status drawing_fonts_open(const char *configuration_xml, drawing_fonts **out);
void drawing_fonts_close(drawing_fonts *);
// Adds the faces of one file. DRAWING_CORRUPT: it is no font.
drawing_status drawing_fonts_add(drawing_fonts *, const char *file);
// Whether there is a face of this family whose weight (100...900) is the given one.
int32_t drawing_fonts_has(const drawing_fonts *, const char *family, int32_t weight);

// --- Lines of text. Lengths are CSS pixels.

typedef struct drawing_typesetter drawing_typesetter;   // ended by drawing_typesetter_close, after its texts
drawing_typesetter *drawing_typesetter_open(const drawing_fonts *);     // null: no memory
void drawing_typesetter_close(drawing_typesetter *);
// A number for a face, to be used in runs. `families` is a list with commas, best first.
int32_t drawing_typesetter_face(drawing_typesetter *, const char *families, int32_t weight, int32_t italic);

#define DRAWING_NORMAL      0
#define DRAWING_SUBSCRIPT   1
#define DRAWING_SUPERSCRIPT 2

typedef struct drawing_run {
    size_t length;              // bytes of the text, from the end of the run before
    int32_t face;
    int32_t position;           // DRAWING_NORMAL ...
    int32_t underlined;
    double size;
    drawing_colour colour;
} drawing_run;

#define DRAWING_WRAP_WORDS   0
#define DRAWING_WRAP_LETTERS 1
#define DRAWING_WRAP_NONE    2
#define DRAWING_ALIGN_START   0
#define DRAWING_ALIGN_CENTER  1
#define DRAWING_ALIGN_END     2
#define DRAWING_ALIGN_JUSTIFY 3

typedef struct drawing_paragraph {
    int32_t wrapping, alignment;
    int32_t max_lines;          // 0: as many as there are
    double line_height;         // a multiple of the font's size
    double letter_spacing;
    double width;               // of the lines; negative: as wide as the text
    const char *language;
} drawing_paragraph;

typedef struct drawing_extent {
    double width, height, baseline;
    int32_t lines, missing, cut;
} drawing_extent;

typedef struct drawing_text drawing_text;           // ended by drawing_text_free
// The text is UTF-8 without control characters but the line feed; runs cover it. Null: no memory.
drawing_text *drawing_text_make(drawing_typesetter *, const char *utf8, size_t size, const drawing_run *runs,
                                size_t run_count, const drawing_paragraph *, drawing_extent *out);
void drawing_text_free(drawing_text *);
// The letters of a line, which are the text's: as they are drawn, with an ellipsis.
const char *drawing_text_line(const drawing_text *, int32_t line, size_t *length);
// The widest piece that is never broken. Asked of a text that was made without a width.
double drawing_text_least_width(const drawing_text *);

// --- A page to draw on.

typedef struct drawing_canvas drawing_canvas;       // ended by drawing_canvas_close
// Draws into rows of blue, green, red and an unused byte, which are the caller's and outlive the canvas.
drawing_status drawing_canvas_open_pixels(uint8_t *pixels, uint32_t width, uint32_t height, uint32_t stride,
                                          drawing_canvas **out);
drawing_status drawing_canvas_open_pdf(drawing_canvas **out);
// The first failure since it was opened; all drawing after one does nothing.
drawing_status drawing_canvas_status(const drawing_canvas *);
void drawing_canvas_close(drawing_canvas *);

// Starts a page: lengths of the page times `scale` are pixels (or points), `top` is where it starts in them.
void drawing_canvas_begin_page(drawing_canvas *, double width, double height, double scale, double top);
void drawing_canvas_end_page(drawing_canvas *);

// Every outline starts with begin_path: text leaves a point behind, from which an arc would draw a line.
void drawing_canvas_begin_path(drawing_canvas *);
void drawing_canvas_begin_part_of_path(drawing_canvas *);
void drawing_canvas_move(drawing_canvas *, double x, double y);
void drawing_canvas_line(drawing_canvas *, double x, double y);
void drawing_canvas_curve(drawing_canvas *, double x1, double y1, double x2, double y2, double x, double y);
void drawing_canvas_arc(drawing_canvas *, double x, double y, double radius, double from, double to);
void drawing_canvas_rectangle(drawing_canvas *, double x, double y, double width, double height);
void drawing_canvas_rounded(drawing_canvas *, double x, double y, double width, double height, double radius);
void drawing_canvas_close_path(drawing_canvas *);

typedef struct drawing_stop { double offset; drawing_colour colour; } drawing_stop;

void drawing_canvas_fill(drawing_canvas *, drawing_colour);
void drawing_canvas_fill_even_odd(drawing_canvas *, drawing_colour);
void drawing_canvas_fill_gradient(drawing_canvas *, double x1, double y1, double x2, double y2,
                                  const drawing_stop *, size_t count);
void drawing_canvas_stroke(drawing_canvas *, double width, drawing_colour, const double *dash, size_t dashes,
                           int32_t round_caps);
void drawing_canvas_begin_clip(drawing_canvas *);   // to the outline
void drawing_canvas_end_clip(drawing_canvas *);
// The text's top left corner, and the width in which its lines are aligned.
void drawing_canvas_text(drawing_canvas *, const drawing_text *, double x, double y, double width);

// --- Pictures.

typedef struct drawing_picture {
    uint8_t *pixels;            // rows of premultiplied blue, green, red, alpha; ended by drawing_pixels_release
    uint32_t width, height;     // set as soon as the header was read, also with DRAWING_TOO_LARGE
    int32_t opaque;
} drawing_picture;

drawing_status drawing_png_size(const uint8_t *bytes, size_t size, uint32_t *width, uint32_t *height);
drawing_status drawing_jpeg_size(const uint8_t *bytes, size_t size, uint32_t *width, uint32_t *height);
drawing_status drawing_png_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget, drawing_picture *out,
                                  char message[DRAWING_MESSAGE_SIZE]);
drawing_status drawing_jpeg_decode(const uint8_t *bytes, size_t size, uint64_t pixel_budget, drawing_picture *out,
                                   char message[DRAWING_MESSAGE_SIZE]);
// Averages squares of two by two pixels.
drawing_status drawing_picture_halve(const drawing_picture *, drawing_picture *out);
// The picture fills the rectangle. `id` makes a PDF keep it once however often it is drawn; `jpeg` (or null) is what a
// PDF keeps in place of the pixels.
void drawing_canvas_picture(drawing_canvas *, const drawing_picture *, const char *id, const uint8_t *jpeg,
                            size_t jpeg_size, double x, double y, double width, double height);

typedef struct drawing_svg drawing_svg;             // ended by drawing_svg_close
// Nothing outside of the bytes is read. The size is 0 where the file does not say one.
drawing_status drawing_svg_open(const uint8_t *bytes, size_t size, drawing_svg **out, double *width, double *height,
                                char message[DRAWING_MESSAGE_SIZE]);
void drawing_svg_close(drawing_svg *);
// Letters in it are set in the typesetter's faces.
drawing_status drawing_svg_render(drawing_svg *, drawing_typesetter *, uint32_t width, uint32_t height,
                                  drawing_picture *out);
drawing_status drawing_canvas_svg(drawing_canvas *, drawing_svg *, drawing_typesetter *, double x, double y,
                                  double width, double height);

// --- Files. The bytes handed out are the encoder's, until its next call or its end.

typedef struct drawing_encoder drawing_encoder;     // ended by drawing_encoder_close
drawing_encoder *drawing_encoder_open(void);        // null: no memory
void drawing_encoder_close(drawing_encoder *);
// Gives back memory beyond `keep` bytes.
void drawing_encoder_shrink(drawing_encoder *, size_t keep);
// Pixels as a canvas draws them. quality: 1...100; full_colour: colour at every pixel, not at every fourth.
drawing_status drawing_encode_jpeg(drawing_encoder *, const uint8_t *pixels, uint32_t width, uint32_t height,
                                   uint32_t stride, int32_t quality, int32_t full_colour, const uint8_t **out,
                                   size_t *out_size);
drawing_status drawing_encode_png(drawing_encoder *, const uint8_t *pixels, uint32_t width, uint32_t height,
                                  uint32_t stride, double dots_per_inch, const uint8_t **out, size_t *out_size);
// At most 256 colours, without dithering; colours that fill areas stay exactly as they are.
drawing_status drawing_encode_png_palette(drawing_encoder *, const uint8_t *pixels, uint32_t width, uint32_t height,
                                          uint32_t stride, double dots_per_inch, const uint8_t **out,
                                          size_t *out_size);

// --- PDF, on a canvas of drawing_canvas_open_pdf.

void drawing_pdf_set_title(drawing_canvas *, const char *title);
void drawing_pdf_add_outline(drawing_canvas *, const char *title, int32_t page);    // pages count from 1
void drawing_pdf_begin_tag(drawing_canvas *, const char *name);
void drawing_pdf_end_tag(drawing_canvas *);         // the one begun last
// A page that is one JPEG, which is kept as it is: a figure.
drawing_status drawing_pdf_jpeg_page(drawing_canvas *, const uint8_t *jpeg, size_t size, double width,
                                     double height);
// Ends the document. The bytes are the canvas's.
drawing_status drawing_pdf_finish(drawing_canvas *, const uint8_t **out, size_t *out_size);

// SHA-256 as 64 hexadecimal digits and a zero byte.
void drawing_sha256(const uint8_t *bytes, size_t size, char out[65]);

#ifdef __cplusplus
}
#endif
#endif
