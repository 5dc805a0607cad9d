import CDrawing
import ReportScene

/// Pango's objects behind a typesetter, alive as long as a text that they made.
final class TypesetterHandle {
    let handle: OpaquePointer
    /// Read by fontconfig as long as there are texts.
    let fonts: FontSet

    init(_ fonts: FontSet) throws(DrawingError) {
        guard let handle = drawing_typesetter_open(fonts.fonts) else {
            throw DrawingError.drawing(DRAWING_NO_MEMORY, "text")
        }
        self.handle = handle
        self.fonts = fonts
    }

    deinit { drawing_typesetter_close(handle) }
}

/// Makes lines of text with the report's own faces. Confined to one thread at a time.
final class Typesetter {
    private let owner: TypesetterHandle
    var handle: OpaquePointer { owner.handle }
    private var faces: [Font: Int32] = [:]
    private var texts: [[UInt8]: TypesetText] = [:]

    /// Tables repeat their cells: short texts are kept, up to a number after which all are forgotten.
    private static let longestKept = 256
    private static let mostKept = 2_000
    private static let mostFaces = 500

    init(_ fonts: FontSet) throws(DrawingError) { owner = try TypesetterHandle(fonts) }

    func text(_ runs: [TextRun], style: ParagraphStyle, width: Double?) -> TypesetText {
        let request = TextRequest(runs, style: style, face: face)
        // A text that fits is the same whatever the width is: it is aligned when it is drawn.
        if let width, request.text.count <= Self.longestKept {
            let whole = text(runs, request, nil)
            if whole.size.width <= width { return whole }
        }
        return text(runs, request, width)
    }

    func widths(_ runs: [TextRun], style: ParagraphStyle) -> (least: Double, most: Double) {
        let request = TextRequest(runs, style: style, face: face)
        let whole = text(runs, request, nil)
        return (style.wrapping == .none ? whole.size.width : min(whole.leastWidth, whole.size.width), whole.size.width)
    }

    private func text(_ runs: [TextRun], _ request: TextRequest, _ width: Double?) -> TypesetText {
        guard request.text.count <= Self.longestKept else {
            return TypesetText(runs, request: request, width: width, typesetter: owner)
        }
        let key = request.key(width: width)
        if let known = texts[key] { return known }
        let made = TypesetText(runs, request: request, width: width, typesetter: owner)
        if texts.count >= Self.mostKept { texts.removeAll(keepingCapacity: true) }
        texts[key] = made
        return made
    }

    private func face(_ font: Font) -> Int32 {
        let key = Font(family: font.family, size: 0, weight: font.weight, isItalic: font.isItalic)
        if let known = faces[key] { return known }
        guard faces.count < Self.mostFaces else { return 0 }
        // Commas separate families: one in a name would make it two, which at worst is another face.
        let families = ([font.family] + owner.fonts.fallbackFamilies.filter { $0 != font.family }).joined(
            separator: ",")
        let number = drawing_typesetter_face(
            handle, families, Int32(min(max(font.weight, 100), 900)), font.isItalic ? 1 : 0)
        faces[key] = number
        return number
    }
}
