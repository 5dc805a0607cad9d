import CDrawing
import ReportScene

/// How many colours a PNG has.
public enum PNGColors: Sendable, Hashable {
    case full
    /// At most 256: a third of the size. Areas of one colour stay exact; gradients are drawn in steps.
    case palette256
}

/// Writes pictures; keeps its memory for the next one.
final class Encoder {
    private let handle: OpaquePointer
    /// Memory beyond this goes back after a large picture.
    private static let kept = 16 << 20

    init() throws(DrawingError) {
        guard let handle = drawing_encoder_open() else { throw .drawing(DRAWING_NO_MEMORY, "a picture") }
        self.handle = handle
    }

    deinit { drawing_encoder_close(handle) }

    func jpeg(
        _ pixels: UnsafePointer<UInt8>, _ size: PixelSize, quality: Int, fullColor: Bool
    ) throws(DrawingError) -> [UInt8] {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        let status = drawing_encode_jpeg(
            handle, pixels, UInt32(size.width), UInt32(size.height), UInt32(size.width * 4),
            Int32(min(max(quality, 1), 100)), fullColor ? 1 : 0, &bytes, &count)
        return try copy(status, bytes, count)
    }

    func png(
        _ pixels: UnsafePointer<UInt8>, _ size: PixelSize, colors: PNGColors
    ) throws(DrawingError) -> [UInt8] {
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        let write = colors == .full ? drawing_encode_png : drawing_encode_png_palette
        let status = write(
            handle, pixels, UInt32(size.width), UInt32(size.height), UInt32(size.width * 4), 96 * size.scale, &bytes,
            &count)
        return try copy(status, bytes, count)
    }

    private func copy(
        _ status: drawing_status, _ bytes: UnsafePointer<UInt8>?, _ count: Int
    ) throws(DrawingError) -> [UInt8] {
        guard status == DRAWING_OK, let bytes else { throw .drawing(status, "The picture") }
        defer { drawing_encoder_shrink(handle, Self.kept) }
        return Array(UnsafeBufferPointer(start: bytes, count: count))
    }
}
