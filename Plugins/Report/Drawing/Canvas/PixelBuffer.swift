import CDrawing

/// Memory for the pixels of a page, kept for the next page unless it is large.
final class PixelBuffer {
    private var memory: UnsafeMutablePointer<UInt8>?
    private var capacity = 0
    /// Eight million pixels: two pages of A4 at scale 2.
    private static let kept = 32 << 20

    deinit { drawing_pixels_release(memory, capacity) }

    /// Runs `body` with memory for a picture. What is in it is undefined.
    func with<R>(
        _ size: PixelSize, _ body: (UnsafeMutablePointer<UInt8>) throws(DrawingError) -> R
    ) throws(DrawingError) -> R {
        let needed = size.pixels * 4
        if capacity < needed {
            drawing_pixels_release(memory, capacity)
            memory = drawing_pixels_reserve(needed)
            capacity = memory == nil ? 0 : needed
        }
        guard let memory else { throw .drawing(DRAWING_NO_MEMORY, "The page") }
        defer { if capacity > Self.kept { release() } }
        return try body(memory)
    }

    private func release() {
        drawing_pixels_release(memory, capacity)
        (memory, capacity) = (nil, 0)
    }
}
