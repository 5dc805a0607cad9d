import ReportScene

/// Pages of plain lines under a title: A4, black on white.
struct LinePages {
    let title: String
    let lines: [String]
    let language: String

    private static let size = Size(width: 794, height: 1123)
    private static let margin = 64.0

    func pages(measurer: any TextMeasurer) -> [ScenePage] {
        let width = Self.size.width - 2 * Self.margin
        let style = ParagraphStyle(language: language)
        func text(_ words: String, size: Double, weight: Int) -> any MeasuredText {
            measurer.measure(
                [TextRun(words, font: Font(size: size, weight: weight), color: .black)], style: style, width: width)
        }
        var pages: [ScenePage] = []
        var page = ScenePage(size: Self.size)
        var y = Self.margin
        func add(_ text: any MeasuredText, as part: DocumentPart, below gap: Double) {
            if y + text.size.height > Self.size.height - Self.margin, !page.items.isEmpty {
                pages.append(page)
                page = ScenePage(size: Self.size)
                y = Self.margin
            }
            page.items += [.beginPart(part), .text(text, at: Point(x: Self.margin, y: y), width: width), .endGroup]
            y += text.size.height + gap
        }
        add(text(title, size: 20, weight: 700), as: .heading(level: 1), below: 16)
        for line in lines { add(text(line, size: 12, weight: 400), as: .paragraph, below: 6) }
        return pages + [page]
    }
}
