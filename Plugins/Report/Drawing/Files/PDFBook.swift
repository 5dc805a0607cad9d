import CDrawing
import ReportScene

/// One PDF of many reports, each with an entry in the outline. Confined to one thread at a time; each report is drawn
/// with the lane that measured it.
public final class PDFBook {
    private let canvas: Canvas
    private let tags: TagWriter
    private let language: String
    public private(set) var pageCount = 0

    /// - Parameter language: a BCP 47 tag.
    /// - Throws: `drawing.no_memory`.
    public init(title: String, language: String) throws(DrawingError) {
        canvas = try Canvas()
        tags = TagWriter(canvas)
        self.language = language
        drawing_pdf_set_title(canvas.handle, title)
    }

    /// Adds a report's pages.
    /// - Parameter outline: the entry that leads to its first page; nil: none.
    /// - Throws: `DrawingError`, after which the book is to be dropped.
    public func append(_ scene: Scene, outline: String?, lane: DrawingLane) throws(DrawingError) {
        let drawer = lane.drawer(on: canvas, tags: tags)
        for (index, page) in scene.pages.enumerated() {
            pageCount += 1
            // A PDF's length is a point, of which an inch has 72 and not 96.
            drawing_canvas_begin_page(canvas.handle, page.size.width, page.size.height, 0.75, 0)
            try drawer.draw(page)
            drawing_canvas_end_page(canvas.handle)
            if index == 0, let outline { drawing_pdf_add_outline(canvas.handle, outline, Int32(pageCount)) }
        }
        try canvas.check("The document")
    }

    /// Adds a page that is one JPEG.
    /// - Parameters:
    ///   - size: of the page, in CSS pixels.
    ///   - outline: the entry that leads to it, which also says in words what is seen; nil: none.
    /// - Throws: `picture...`, `drawing...`.
    public func append(jpeg: [UInt8], size: Size, outline: String?) throws(DrawingError) {
        let status = jpeg.withUnsafeBufferPointer {
            drawing_pdf_jpeg_page(canvas.handle, $0.baseAddress, $0.count, size.width * 0.75, size.height * 0.75)
        }
        guard status == DRAWING_OK else { throw PictureReader.error(status, .jpeg, detail: "") }
        pageCount += 1
        tags.noteFigure(alternative: outline ?? "")
        if let outline { drawing_pdf_add_outline(canvas.handle, outline, Int32(pageCount)) }
    }

    /// The file. Nothing can be added any more.
    /// - Throws: `drawing.no_pages`, `drawing...`.
    public func finish() throws(DrawingError) -> [UInt8] {
        guard pageCount > 0 else {
            throw DrawingError(code: "drawing.no_pages", message: "A document needs at least one page.")
        }
        var bytes: UnsafePointer<UInt8>?
        var count = 0
        let status = drawing_pdf_finish(canvas.handle, &bytes, &count)
        guard status == DRAWING_OK, let bytes else { throw .drawing(status, "The document") }
        let file = Array(UnsafeBufferPointer(start: bytes, count: count))
        let revision = PDFRevision(language: language, alternatives: tags.alternatives)
        guard let revised = revision.applied(to: file) else {
            throw DrawingError(code: "drawing.failed", message: "The document's structure cannot be written.")
        }
        return revised
    }
}
