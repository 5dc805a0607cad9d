import CDrawing
import ReportScene

/// A paragraph whose lines Pango made. Confined, like its typesetter, to one thread at a time.
final class TypesetText: MeasuredText {
    let runs: [TextRun]
    let style: ParagraphStyle
    let size: Size
    let baseline: Double
    let lineCount: Int
    let missingGlyphs: Int
    let isCut: Bool
    /// Nil for a text that found no memory: it is drawn as nothing.
    let handle: OpaquePointer?
    private let typesetter: TypesetterHandle

    init(_ runs: [TextRun], request: TextRequest, width: Double?, typesetter: TypesetterHandle) {
        self.runs = runs
        self.typesetter = typesetter
        style = request.style
        var extent = drawing_extent()
        handle = request.text.withUnsafeBufferPointer { text in
            request.style.language.withCString { language in
                var paragraph = request.paragraph(width: width, language: language)
                return text.withMemoryRebound(to: CChar.self) { characters in
                    drawing_text_make(
                        typesetter.handle, characters.baseAddress, characters.count, request.runs,
                        request.runs.count, &paragraph, &extent)
                }
            }
        }
        size = Size(width: extent.width, height: extent.height)
        baseline = extent.baseline
        lineCount = Int(extent.lines)
        missingGlyphs = Int(extent.missing)
        isCut = extent.cut != 0 || request.isCut || handle == nil
    }

    /// Without white at their ends, which takes no room.
    private(set) lazy var lines: [String]? = handle.map { handle in
        (0..<Int32(lineCount)).map { number in
            var length = 0
            guard let start = drawing_text_line(handle, number, &length) else { return "" }
            let bytes = UnsafeRawBufferPointer(start: start, count: length)
            let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
            return String(decoding: bytes[..<end], as: UTF8.self)
        }
    }

    deinit { drawing_text_free(handle) }

    /// The narrowest width at which no word is broken; of a text that was made without a width.
    private(set) lazy var leastWidth: Double = handle.map { drawing_text_least_width($0) } ?? 0
}
