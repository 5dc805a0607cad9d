import ReportScene

/// The texts of reference lines: a name and below it the number.
struct MarkLabels {
    let labels: [(mark: ChartMark, label: ChartLabel, color: Color)]

    static var none: MarkLabels { MarkLabels(labels: []) }
    static let gap = 8.0

    private init(labels: [(mark: ChartMark, label: ChartLabel, color: Color)]) { self.labels = labels }

    /// - Parameters:
    ///   - limit: pixels of the widest text.
    ///   - lines: 2 puts the number below the name.
    ///   - isOnValueAxis: whether the chart's unit is the mark's too.
    init(sheet: ChartSheet, limit: Double, lines: Int, isOnValueAxis: Bool = true) {
        labels = sheet.data.marks.map { mark in
            let color = (mark.color ?? sheet.style.ink).over(sheet.style.ground)
            let numbers = NumberText(language: sheet.spec.language, unit: isOnValueAxis ? sheet.spec.unit : "")
            let number = numbers.value(mark.value)
            let words = mark.label.isEmpty ? number : mark.label + (lines > 1 ? "\n" : " ") + number
            let label = sheet.label(
                words, ink: color.readable(on: sheet.style.ground, least: 4.5), limit: max(1, limit), lines: lines)
            return (mark, label, color.readable(on: sheet.style.ground, least: 3))
        }
    }

    var width: Double { labels.map(\.label.size.width).max() ?? 0 }
    var height: Double { labels.map(\.label.size.height).max() ?? 0 }
}
