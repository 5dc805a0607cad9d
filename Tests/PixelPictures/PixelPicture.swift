import CDrawing

/// The pixels of a PNG or JPEG, for tests that look at them.
package struct PixelPicture: Sendable, Equatable {
    package struct Pixel: Sendable, Hashable {
        package var red: UInt8
        package var green: UInt8
        package var blue: UInt8
        package var alpha: UInt8

        package init(_ red: UInt8, _ green: UInt8, _ blue: UInt8, _ alpha: UInt8 = 255) {
            (self.red, self.green, self.blue, self.alpha) = (red, green, blue, alpha)
        }
    }

    package let width: Int
    package let height: Int
    /// Premultiplied blue, green, red, alpha; rows without padding.
    package let bytes: [UInt8]

    /// Nil when the file is neither.
    package init?(_ file: [UInt8]) {
        var picture = drawing_picture()
        var message = [CChar](repeating: 0, count: Int(DRAWING_MESSAGE_SIZE))
        let decode = file.first == 0xFF ? drawing_jpeg_decode : drawing_png_decode
        let status = file.withUnsafeBufferPointer {
            decode($0.baseAddress, $0.count, 100_000_000, &picture, &message)
        }
        guard status == DRAWING_OK, let pixels = picture.pixels else { return nil }
        let count = Int(picture.width) * Int(picture.height) * 4
        defer { drawing_pixels_release(pixels, count) }
        (width, height) = (Int(picture.width), Int(picture.height))
        bytes = Array(UnsafeBufferPointer(start: pixels, count: count))
    }

    /// A pixel inside the picture.
    package subscript(x: Int, y: Int) -> Pixel {
        let at = (y * width + x) * 4
        return Pixel(bytes[at + 2], bytes[at + 1], bytes[at], bytes[at + 3])
    }

    /// How many pixels of an area are of a colour, or fulfil a condition.
    package func count(
        x: Range<Int>, y: Range<Int>, where matches: (Pixel) -> Bool
    ) -> Int {
        y.reduce(0) { sum, row in sum + x.count { matches(self[$0, row]) } }
    }

    /// The smallest box around all pixels that fulfil a condition; nil when there is none.
    package func bounds(where matches: (Pixel) -> Bool) -> (x: ClosedRange<Int>, y: ClosedRange<Int>)? {
        var (left, right, top, bottom) = (width, -1, height, -1)
        for y in 0..<height {
            for x in 0..<width where matches(self[x, y]) {
                (left, right, top, bottom) = (min(left, x), max(right, x), min(top, y), max(bottom, y))
            }
        }
        return right < 0 ? nil : (left...right, top...bottom)
    }
}
