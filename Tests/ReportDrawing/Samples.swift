import CDrawing
import Testing

/// Pictures made for tests.
enum Samples {
    /// Left half red, right half blue.
    static func pixels(width: Int, height: Int) -> [UInt8] {
        (0..<height).flatMap { _ in
            (0..<width).flatMap { $0 < width / 2 ? [0, 0, 255, 0] : [255, 0, 0, 0] as [UInt8] }
        }
    }

    static func png(width: Int, height: Int) -> [UInt8] {
        encode(width, height) {
            drawing_encode_png($0, $1, UInt32(width), UInt32(height), UInt32(width * 4), 96, $2, $3)
        }
    }

    static func jpeg(width: Int, height: Int) -> [UInt8] {
        encode(width, height) {
            drawing_encode_jpeg($0, $1, UInt32(width), UInt32(height), UInt32(width * 4), 90, 1, $2, $3)
        }
    }

    private static func encode(
        _ width: Int, _ height: Int,
        _ write: (
            OpaquePointer?, [UInt8], UnsafeMutablePointer<UnsafePointer<UInt8>?>, UnsafeMutablePointer<Int>
        ) -> drawing_status
    ) -> [UInt8] {
        let encoder = drawing_encoder_open()
        defer { drawing_encoder_close(encoder) }
        var (bytes, size): (UnsafePointer<UInt8>?, Int) = (nil, 0)
        #expect(write(encoder, pixels(width: width, height: height), &bytes, &size) == DRAWING_OK)
        return Array(UnsafeBufferPointer(start: bytes, count: size))
    }

    /// A green circle.
    static let svg = Array(
        """
        <svg xmlns="http://www.w3.org/2000/svg" width="40" height="40">
        <circle cx="20" cy="20" r="18" fill="#00aa00"/></svg>
        """.utf8)

    /// The opening of a PNG that says how large it is, and nothing else.
    static func pngHeader(width: UInt32, height: UInt32) -> [UInt8] {
        func big(_ value: UInt32) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) } }
        return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + big(13) + Array("IHDR".utf8) + big(width)
            + big(height)
            + [8, 6, 0, 0, 0] + [0, 0, 0, 0]
    }
}
