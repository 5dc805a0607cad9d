import ReportScene

/// Every letter is half as wide as it is high; letters of Chinese, Japanese and Korean are as wide as high. Lines break
/// at blanks.
final class FakeMeasurer: TextMeasurer {
    private(set) var measured = 0
    private(set) var asked = 0
    /// Of all that was measured.
    private(set) var letters = 0
    private let breaksWords: Bool

    /// - Parameter breaksWords: whether words that are wider than a line are broken, as the typesetter does.
    init(breaksWords: Bool = false) { self.breaksWords = breaksWords }

    func measure(_ runs: [TextRun], style: ParagraphStyle, width: Double?) -> any MeasuredText {
        measured += 1
        letters += runs.reduce(0) { $0 + $1.text.count }
        return FakeText(runs: runs, style: style, width: width, breaksWords: breaksWords)
    }

    func widths(_ runs: [TextRun], style: ParagraphStyle) -> (least: Double, most: Double) {
        asked += 1
        let free = FakeText(runs: runs, style: style, width: nil)
        let narrow = FakeText(runs: runs, style: style, width: 0)
        return (style.wrapping == .none ? free.size.width : narrow.size.width, free.size.width)
    }
}

final class FakeText: MeasuredText {
    let runs: [TextRun]
    let style: ParagraphStyle
    let size: Size
    let baseline: Double
    let missingGlyphs: Int
    let isCut: Bool
    let lines: [String]?

    var lineCount: Int { lines?.count ?? 0 }

    init(runs: [TextRun], style: ParagraphStyle, width: Double?, breaksWords: Bool = false) {
        self.runs = runs
        self.style = style
        let size = runs.map(\.font.size).max() ?? 0
        var lines: [(text: String, width: Double)] = []
        for paragraph in runs.map(\.text).joined().split(separator: "\n", omittingEmptySubsequences: false) {
            var line = (text: "", width: 0.0)
            for word in paragraph.split(separator: " ").flatMap({ word in
                breaksWords && style.wrapping != .none ? Self.pieces(of: word, size, width) : [word]
            }) {
                let length = Self.width(word, size)
                let longer = line.width + (line.text.isEmpty ? 0 : size / 2) + length
                if let width, style.wrapping != .none, !line.text.isEmpty, longer > width {
                    lines.append(line)
                    line = (String(word), length)
                } else {
                    line = (line.text.isEmpty ? String(word) : "\(line.text) \(word)", longer)
                }
            }
            lines.append(line)
        }
        isCut = lines.count > style.maxLines ?? Int.max
        lines = Array(lines.prefix(style.maxLines ?? Int.max))
        self.lines = lines.map(\.text)
        self.size = Size(
            width: lines.map(\.width).max() ?? 0, height: Double(lines.count) * size * style.lineHeight)
        baseline = size * style.lineHeight * 0.75
        missingGlyphs = runs.reduce(0) { $0 + $1.text.unicodeScalars.filter { $0 == "\u{E000}" }.count }
    }

    private static func pieces(of word: Substring, _ size: Double, _ width: Double?) -> [Substring] {
        guard let width, Self.width(word, size) > width else { return [word] }
        let head = word.prefix(max(1, Int(width / (size / 2))))
        return [head] + pieces(of: word.dropFirst(head.count), size, width)
    }

    private static func width(_ word: Substring, _ size: Double) -> Double {
        word.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? size : size / 2) }
    }
}
