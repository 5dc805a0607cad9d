import ReportScene

/// Measures by a rule: a Korean letter is as wide as the font's size, any other half as wide.
final class FakeMeasurer: TextMeasurer {
    private(set) var measured = 0

    func measure(_ runs: [TextRun], style: ParagraphStyle, width: Double?) -> any MeasuredText {
        measured += 1
        return FakeText(runs, style, width)
    }

    func widths(_ runs: [TextRun], style: ParagraphStyle) -> (least: Double, most: Double) {
        let most = FakeText(runs, style, nil).size.width
        return (most, most)
    }
}

final class FakeText: MeasuredText {
    let runs: [TextRun]
    let style: ParagraphStyle
    let size: Size
    let lines: [String]
    let isCut: Bool
    let missingGlyphs = 0

    var lineCount: Int { lines.count }
    var baseline: Double { (runs.first?.font.size ?? 0) * (style.lineHeight + 0.7) / 2 }
    var words: String { runs.map(\.text).joined() }

    init(_ runs: [TextRun], _ style: ParagraphStyle, _ width: Double?) {
        self.runs = runs
        self.style = style
        let fontSize = runs.first?.font.size ?? 0
        func wide(_ text: String) -> Double {
            text.unicodeScalars.reduce(0) { $0 + ($1.value >= 0x1100 ? fontSize : fontSize / 2) }
        }
        var lines: [String] = []
        for part in runs.map(\.text).joined().split(separator: "\n", omittingEmptySubsequences: false) {
            guard let width, style.wrapping != .none else {
                lines.append(String(part))
                continue
            }
            var line = ""
            for word in part.split(separator: " ") {
                let longer = line.isEmpty ? String(word) : line + " " + word
                if wide(longer) <= width {
                    line = longer
                    continue
                }
                if !line.isEmpty { lines.append(line) }
                line = ""
                for letter in word {
                    if wide(line + String(letter)) > width, !line.isEmpty {
                        lines.append(line)
                        line = ""
                    }
                    line.append(letter)
                }
            }
            lines.append(line)
        }
        var isCut = false
        if let most = style.maxLines, lines.count > most {
            lines = Array(lines.prefix(most))
            isCut = true
        }
        self.lines = lines
        self.isCut = isCut
        size = Size(
            width: lines.map(wide).max() ?? 0, height: Double(lines.count) * fontSize * style.lineHeight)
    }
}
