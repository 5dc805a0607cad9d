import CDrawing
import ReportScene

/// A paragraph as the typesetter takes it, and what tells it from others.
struct TextRequest {
    /// More runs are left out.
    static let maximumRuns = 2_000

    private(set) var text: [UInt8] = []
    private(set) var runs: [drawing_run] = []
    private(set) var isCut = false
    let style: ParagraphStyle

    init(_ runs: [TextRun], style: ParagraphStyle, face: (Font) -> Int32) {
        self.style = style
        isCut = runs.count > Self.maximumRuns
        for run in runs.prefix(Self.maximumRuns) {
            let before = text.count
            isCut = !DrawableText.append(run.text, to: &text) || isCut
            guard text.count > before || self.runs.isEmpty else { continue }
            var position = DRAWING_NORMAL
            if run.position == .subscripted { position = DRAWING_SUBSCRIPT }
            if run.position == .superscripted { position = DRAWING_SUPERSCRIPT }
            self.runs.append(
                drawing_run(
                    length: text.count - before, face: face(run.font), position: position,
                    underlined: run.isUnderlined ? 1 : 0, size: Self.bounded(run.font.size, 0.5...500, 16),
                    colour: drawing_colour(run.color)))
        }
    }

    /// The paragraph's numbers, in bounds that the typesetter can take.
    func paragraph(width: Double?, language: UnsafePointer<CChar>?) -> drawing_paragraph {
        drawing_paragraph(
            wrapping: style.wrapping.number, alignment: style.alignment.number,
            max_lines: style.maxLines.map { Int32(min(max($0, 1), 100_000)) } ?? 0,
            line_height: Self.bounded(style.lineHeight, 0.1...10, 1.4),
            letter_spacing: Self.bounded(style.letterSpacing, -100...100, 0),
            width: width.map { Self.bounded($0, 0...1_000_000, 0) } ?? -1, language: language)
    }

    private static func bounded(_ value: Double, _ bounds: ClosedRange<Double>, _ otherwise: Double) -> Double {
        value.isNaN ? otherwise : min(max(value, bounds.lowerBound), bounds.upperBound)
    }

    /// Equal for paragraphs that look the same. Bytes, since texts that Swift calls equal may have other letters.
    func key(width: Double?) -> [UInt8] {
        var key = text
        key.reserveCapacity(text.count + runs.count * 60 + 80)
        func add(_ value: Int32) { withUnsafeBytes(of: value) { key.append(contentsOf: $0) } }
        func add(_ value: Double) { withUnsafeBytes(of: value) { key.append(contentsOf: $0) } }
        for run in runs {
            add(Int32(truncatingIfNeeded: run.length))
            add(run.face)
            add(run.position)
            add(run.underlined)
            add(run.size)
            add(run.colour.red)
            add(run.colour.green)
            add(run.colour.blue)
            add(run.colour.alpha)
        }
        let paragraph = paragraph(width: width, language: nil)
        add(paragraph.wrapping)
        add(paragraph.alignment)
        add(paragraph.max_lines)
        add(paragraph.line_height)
        add(paragraph.letter_spacing)
        add(paragraph.width)
        key.append(contentsOf: style.language.utf8)
        return key
    }
}

extension ParagraphStyle.Wrapping {
    fileprivate var number: Int32 {
        switch self {
        case .words: DRAWING_WRAP_WORDS
        case .letters: DRAWING_WRAP_LETTERS
        case .none: DRAWING_WRAP_NONE
        }
    }
}

extension ParagraphStyle.Alignment {
    fileprivate var number: Int32 {
        switch self {
        case .start: DRAWING_ALIGN_START
        case .center: DRAWING_ALIGN_CENTER
        case .end: DRAWING_ALIGN_END
        case .justify: DRAWING_ALIGN_JUSTIFY
        }
    }
}

extension drawing_colour {
    init(_ color: Color) {
        self.init(red: color.red, green: color.green, blue: color.blue, alpha: color.alpha)
    }
}
