import ReportScene

/// Names above a chart, each with a line down to what it names: where the reader stands, and marks.
struct TopFlags {
    struct Flag {
        var label: ChartLabel
        /// Where its line goes down, and how far.
        var x: Double
        var bottom: Double
        var color: Color
        /// A filled name; the others are plain.
        var isFilled: Bool
        var dash: [Double]
    }

    private static let padding = Size(width: 7, height: 3)
    static let tail = 5.0

    static func height(_ sheet: ChartSheet) -> Double { sheet.line + 2 * padding.height + tail }

    /// The most important first; those without room are left out.
    ///
    /// - Returns: the lines, which labels should not lie on.
    static func draw(_ flags: [Flag], top: Double, on sheet: inout ChartSheet) -> [(Point, Point)] {
        let wishes = flags.map { flag in
            (flag.x, flag.label.size.width + (flag.isFilled ? 2 * padding.width : 0))
        }
        let middles = spread(wishes, in: 0...sheet.box.maxX, gap: 6)
        var lines: [(Point, Point)] = []
        for (index, flag) in flags.enumerated() {
            let size = flag.label.size
            let height = max(sheet.line, size.height) + 2 * padding.height
            let end = Point(x: flag.x, y: flag.bottom)
            guard let middle = middles[index] else {
                sheet.drop(flag.label.words, "labels of marks")
                continue
            }
            let width = wishes[index].1
            let pill = Rect(x: middle - width / 2, y: top, width: width, height: height)
            let text = Rect(
                x: middle - size.width / 2, y: pill.center.y - size.height / 2, width: size.width, height: size.height)
            guard sheet.isFree(pill) else {
                sheet.drop(flag.label.words, "labels of marks")
                continue
            }
            let start = Point(x: max(pill.minX + 4, min(pill.maxX - 4, flag.x)), y: pill.maxY)
            let knee = Point(x: flag.x, y: min(pill.maxY + tail, max(start.y, end.y)))
            sheet.stroke(.lines([start, knee, end]), flag.color, width: 1.25, dash: flag.dash)
            lines += [(start, knee), (knee, end)]
            if flag.isFilled {
                let shape = Path.rounded(pill.inset(by: Insets(all: 0.75)), radius: pill.height / 2)
                if sheet.style.inkSaving {
                    sheet.fill(shape, sheet.style.ground)
                    sheet.stroke(shape, flag.color, width: 1.5)
                } else {
                    sheet.fill(shape, flag.color)
                }
            }
            sheet.draw(flag.label, in: text)
        }
        return lines
    }
}
