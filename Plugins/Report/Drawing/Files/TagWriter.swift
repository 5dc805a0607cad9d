import CDrawing
import ReportScene

/// Writes the structure of a tagged PDF while it is drawn, and remembers what cairo cannot write.
final class TagWriter {
    private let canvas: Canvas
    /// What figures say in words, in the order in which they were begun.
    private(set) var alternatives: [String] = []

    init(_ canvas: Canvas) { self.canvas = canvas }

    func begin(_ part: DocumentPart) {
        guard let name = Self.name(part) else { return }
        if case .figure(let alternative) = part { noteFigure(alternative: alternative) }
        drawing_pdf_begin_tag(canvas.handle, name)
    }

    /// Remembers the words of a figure that is begun here or by the drawing library.
    func noteFigure(alternative: String) { alternatives.append(alternative) }

    func end(_ part: DocumentPart) {
        guard Self.name(part) != nil else { return }
        drawing_pdf_end_tag(canvas.handle)
    }

    /// Structure types of ISO 32000-1, 14.8.4; nil for what is not part of the document.
    private static func name(_ part: DocumentPart) -> String? {
        switch part {
        case .heading(let level): "H\(min(max(level, 1), 6))"
        case .paragraph: "P"
        case .table: "Table"
        case .tableRow: "TR"
        case .tableHeader: "TH"
        case .tableCell: "TD"
        case .figure: "Figure"
        case .artifact: nil
        }
    }
}
