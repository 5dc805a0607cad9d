import CDrawing

/// Why nothing was drawn.
public struct DrawingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable: `fonts.missing`, `fonts.unreadable`, `fonts.too_large`, `drawing.too_large`, `drawing.no_memory`,
    /// `drawing.failed`, `drawing.no_pages`, `picture.unknown_format`, `picture.corrupt`, `picture.truncated`,
    /// `picture.unsupported`, `picture.too_large`.
    public let code: String
    /// What happened, where, and what to do.
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(code): \(message)" }
}

extension DrawingError {
    /// What a status of the drawing library means for a page or file.
    static func drawing(_ status: drawing_status, _ what: String) -> DrawingError {
        switch status {
        case DRAWING_TOO_LARGE:
            DrawingError(code: "drawing.too_large", message: "\(what) is too large to be drawn: make it smaller.")
        case DRAWING_NO_MEMORY:
            DrawingError(
                code: "drawing.no_memory", message: "No memory is left to draw \(what): draw fewer at a time.")
        default:
            DrawingError(code: "drawing.failed", message: "\(what) cannot be drawn.")
        }
    }
}
