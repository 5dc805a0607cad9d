import ReportScene

/// The names of the series with their signs, in rows from the left.
struct Legend {
    private let entries: [(series: Int, label: ChartLabel, place: Point)]
    private let left: Int
    private let line: Double
    /// Of all rows; 0: there is no legend.
    let height: Double

    static var none: Legend { Legend(entries: [], left: 0, line: 0, height: 0) }
    private static let sign = Size(width: 14, height: 10)
    private static let gap = 6.0

    private init(entries: [(series: Int, label: ChartLabel, place: Point)], left: Int, line: Double, height: Double) {
        self.entries = entries
        self.left = left
        self.line = line
        self.height = height
    }

    init(sheet: ChartSheet) {
        let named = sheet.data.series.indices.filter { !sheet.data.series[$0].name.isEmpty }
        guard sheet.spec.legend ?? (sheet.data.series.count > 1), !named.isEmpty else {
            self = .none
            return
        }
        let width = sheet.box.width
        let mostRows = max(1, Int(sheet.box.height * 0.3 / sheet.line))
        var entries: [(series: Int, label: ChartLabel, place: Point)] = []
        var (x, row) = (0.0, 0)
        for series in named {
            let label = sheet.label(
                sheet.data.series[series].name, ink: sheet.style.mutedInk,
                limit: max(1, width * 0.6 - Self.sign.width - Self.gap))
            let needed = Self.sign.width + Self.gap + label.size.width
            if x > 0, x + needed > width {
                x = 0
                row += 1
            }
            guard row < mostRows, needed <= width else { break }
            entries.append((series, label, Point(x: x, y: Double(row) * sheet.line)))
            x += needed + sheet.em * 1.4
        }
        self.entries = entries
        left = named.count - entries.count
        line = sheet.line
        height = entries.last.map { $0.place.y + sheet.line + Self.gap } ?? 0
    }

    func draw(on sheet: inout ChartSheet) {
        for (series, label, place) in entries {
            let middle = place.y + line / 2
            let box = Rect(
                x: place.x, y: middle - Self.sign.height / 2, width: Self.sign.width, height: Self.sign.height)
            let color = sheet.color(series)
            switch sheet.spec.kind {
            case .line, .area, .radar:
                let mark = LineMark.of(series)
                sheet.stroke(
                    .line(from: Point(x: box.minX, y: middle), to: Point(x: box.maxX, y: middle)), color,
                    width: sheet.style.lineWidth, dash: mark.dash)
                sheet.add(
                    mark.items(
                        at: box.center, radius: 3, color: color, ground: sheet.style.ground, isFull: false))
            default:
                sheet.shape(
                    Bar(bounds: box.inset(by: Insets(right: 2, left: 2)), end: .none, radius: 0),
                    sheet.pattern(series), color)
            }
            let size = label.size
            sheet.draw(
                label,
                in: Rect(
                    x: box.maxX + Self.gap, y: middle - size.height / 2, width: size.width, height: size.height))
        }
        if left > 0 { sheet.drop(sheet.data.series.last?.name ?? "", "names of the legend", count: left) }
    }
}
