import CDrawing
import ReportScene

/// A surface of the drawing library. Confined to one thread at a time.
final class Canvas {
    let handle: OpaquePointer

    /// Draws into pixels that outlive it.
    init(pixels: UnsafeMutablePointer<UInt8>, size: PixelSize) throws(DrawingError) {
        var opened: OpaquePointer?
        let status = drawing_canvas_open_pixels(
            pixels, UInt32(size.width), UInt32(size.height), UInt32(size.width * 4), &opened)
        guard status == DRAWING_OK, let opened else { throw .drawing(status, "The page") }
        handle = opened
    }

    /// Writes a PDF.
    init() throws(DrawingError) {
        var opened: OpaquePointer?
        let status = drawing_canvas_open_pdf(&opened)
        guard status == DRAWING_OK, let opened else { throw .drawing(status, "The document") }
        handle = opened
    }

    deinit { drawing_canvas_close(handle) }

    /// - Throws: when anything since it was opened has failed.
    func check(_ what: String) throws(DrawingError) {
        let status = drawing_canvas_status(handle)
        guard status == DRAWING_OK else { throw .drawing(status, what) }
    }

    /// Starts anew with a path; with none where its numbers make no sense.
    func outline(_ path: Path) {
        drawing_canvas_begin_path(handle)
        guard DrawableBounds.contain(path) else { return }
        var isStart = true
        for element in path.elements {
            switch element {
            case .move(let to): drawing_canvas_move(handle, to.x, to.y)
            case .line(let to): drawing_canvas_line(handle, to.x, to.y)
            case .curve(let to, let one, let two):
                drawing_canvas_curve(handle, one.x, one.y, two.x, two.y, to.x, to.y)
            case .arc(let center, let radius, let from, let to):
                // After a closed part cairo's point lies at its start, from which the arc would draw a line.
                if isStart { drawing_canvas_begin_part_of_path(handle) }
                drawing_canvas_arc(handle, center.x, center.y, max(0, radius), from, to)
            case .rectangle(let rect):
                drawing_canvas_rectangle(handle, rect.minX, rect.minY, rect.width, rect.height)
            case .rounded(let rect, let radius):
                let radius = max(0, min(radius, rect.width / 2, rect.height / 2))
                drawing_canvas_rounded(handle, rect.minX, rect.minY, rect.width, rect.height, radius)
            case .close: drawing_canvas_close_path(handle)
            }
            switch element {
            case .close, .rectangle, .rounded: isStart = true
            default: isStart = false
            }
        }
    }

    func fill(_ paint: Paint) {
        switch paint {
        case .solid(let color): drawing_canvas_fill(handle, drawing_colour(color))
        case .linear(let from, let to, let stops):
            let isDrawable = DrawableBounds.contain(from) && DrawableBounds.contain(to)
            let stops = (isDrawable ? stops : []).map {
                drawing_stop(offset: $0.offset, colour: drawing_colour($0.color))
            }
            drawing_canvas_fill_gradient(handle, from.x, from.y, to.x, to.y, stops, stops.count)
        }
    }

    func stroke(_ stroke: Stroke) {
        let dash = DrawableBounds.dash(stroke.dash)
        let width = DrawableBounds.contain(stroke.width) ? max(0, stroke.width) : 0
        drawing_canvas_stroke(
            handle, width, drawing_colour(stroke.color), dash, dash.count, stroke.cap == .round ? 1 : 0)
    }
}
