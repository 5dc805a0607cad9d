import CDrawing
import ReportScene

/// A drawing that librsvg has read. Confined to one thread at a time.
final class SVG {
    private let handle: OpaquePointer
    /// CSS pixels; 300 x 150, as in browsers, where the file does not say.
    let size: Size
    /// Pixels of the largest picture that is made of one.
    private static let maximumPixels = 16_000_000.0

    /// - Throws: `picture.unsupported`, `picture.corrupt`.
    init(_ bytes: [UInt8]) throws(DrawingError) {
        if let objection = SVGRules.objection(bytes) {
            throw PictureReader.error(DRAWING_UNSUPPORTED, .svg, detail: objection)
        }
        var opened: OpaquePointer?
        var (width, height) = (0.0, 0.0)
        var message = [CChar](repeating: 0, count: Int(DRAWING_MESSAGE_SIZE))
        let status = bytes.withUnsafeBufferPointer {
            drawing_svg_open($0.baseAddress, $0.count, &opened, &width, &height, &message)
        }
        guard status == DRAWING_OK, let opened else {
            throw PictureReader.error(status, .svg, detail: PictureReader.text(message))
        }
        handle = opened
        let isSaid = width > 0 && height > 0 && width < 1e6 && height < 1e6
        size = isSaid ? Size(width: width, height: height) : Size(width: 300, height: 150)
    }

    deinit { drawing_svg_close(handle) }

    /// Pixels of a size that is made smaller, with its proportions, where it would be too large.
    func render(width: Double, height: Double, _ typesetter: Typesetter) throws(DrawingError) -> drawing_picture {
        let shrink = min(1, (Self.maximumPixels / max(1, width * height)).squareRoot(), 16_000 / max(width, height))
        var picture = drawing_picture()
        let status = drawing_svg_render(
            handle, typesetter.handle, UInt32(max(1, (width * shrink).rounded(.up))),
            UInt32(max(1, (height * shrink).rounded(.up))), &picture)
        guard status == DRAWING_OK else { throw PictureReader.error(status, .svg, detail: "") }
        return picture
    }

    func draw(on canvas: Canvas, _ typesetter: Typesetter, in rect: Rect) throws(DrawingError) {
        let status = drawing_canvas_svg(
            canvas.handle, handle, typesetter.handle, rect.minX, rect.minY, rect.width, rect.height)
        guard status == DRAWING_OK else { throw PictureReader.error(status, .svg, detail: "") }
    }
}
