import CImaging

/// A page to draw on, owned by one thread at a time. Millimetres from the top left corner.
final class SheetCanvas {
    private let canvas: OpaquePointer

    init?(pdf size: Size) {
        guard let canvas = imaging_canvas_pdf(size.width, size.height) else { return nil }
        self.canvas = canvas
    }

    init?(png size: Size, dpi: Double) {
        guard let canvas = imaging_canvas_png(size.width, size.height, dpi) else { return nil }
        self.canvas = canvas
    }

    deinit { imaging_canvas_free(canvas) }

    func box(_ origin: Point, _ size: Size, radius: Double = 0, line: Double = 0, colour: imaging_colour) {
        imaging_canvas_box(canvas, origin.x, origin.y, size.width, size.height, radius, line, colour)
    }

    func ellipse(_ centre: Point, _ size: Size, line: Double = 0, colour: imaging_colour) {
        imaging_canvas_ellipse(canvas, centre.x, centre.y, size.width, size.height, line, colour)
    }

    func line(_ from: Point, _ to: Point, width: Double, colour: imaging_colour) {
        imaging_canvas_line(canvas, from.x, from.y, to.x, to.y, width, colour)
    }

    func text(
        _ text: String, at point: Point, size: Double, bold: Bool = false, align: Artwork.Alignment = .centre,
        colour: imaging_colour
    ) {
        let side: Int32 =
            switch align {
            case .left: -1
            case .centre: 0
            case .right: 1
            }
        imaging_canvas_text(canvas, text, point.x, point.y, size, bold ? 1 : 0, side, colour)
    }

    /// The finished file; nothing more can be drawn.
    func finish() -> [UInt8]? {
        var bytes: UnsafeMutablePointer<UInt8>?
        var size = 0
        guard imaging_canvas_finish(canvas, &bytes, &size) == IMAGING_OK, let bytes else { return nil }
        defer { imaging_release(bytes) }
        return Array(UnsafeBufferPointer(start: bytes, count: size))
    }
}
