import ReportScene

/// The names, values and shares beside or below a donut, a row each.
struct DonutList {
    private let rows: [(label: ChartLabel, number: ChartLabel, color: Color, pattern: FillPattern)]
    private let left: Int
    private let area: Rect
    private let row: Double
    /// Where the ring may stand.
    let ringArea: Rect

    var isShown: Bool { !rows.isEmpty }

    private static let sign = 10.0
    private static let gap = 8.0

    init(
        sheet: ChartSheet,
        entries: [(place: Int, value: Double, part: Double, color: Color, pattern: FillPattern)]
    ) {
        let box = sheet.box
        row = sheet.line + 4
        guard sheet.spec.legend ?? true, !entries.isEmpty else {
            (rows, left, area, ringArea) = ([], 0, .zero, box)
            return
        }
        let isBeside = box.width >= box.height * 1.35
        let room = isBeside ? min(box.width * 0.55, box.width - box.height * 0.9) : box.width
        let most = max(0, Int((isBeside ? box.height : box.height * 0.45) / row))
        var rows: [(label: ChartLabel, number: ChartLabel, color: Color, pattern: FillPattern)] = []
        for entry in entries.prefix(most) {
            let value = sheet.valueText(0, entry.place)
            let isShare = sheet.spec.unit == "%" || sheet.spec.labels == .none
            let number = sheet.label(
                isShare ? value : "\(value) (\(Donut.percent(entry.part)))", isBold: true, limit: max(1, room * 0.6))
            let name = sheet.label(
                sheet.data.labels[entry.place], ink: sheet.style.mutedInk,
                limit: max(1, room - number.size.width - Self.sign - 2 * Self.gap))
            rows.append((name, number, entry.color, entry.pattern))
        }
        let names = rows.map(\.label.size.width).max() ?? 0
        let numbers = rows.map(\.number.size.width).max() ?? 0
        let width = min(room, Self.sign + 2 * Self.gap + names + numbers)
        let height = Double(rows.count) * row
        let gap = isBeside ? sheet.em * 1.5 : sheet.em * 0.75
        guard width + (isBeside ? gap : 0) < box.width, names + numbers + Self.sign + 2 * Self.gap <= width + 0.01,
            isBeside || height + gap < box.height
        else {
            (self.rows, left, area, ringArea) = ([], entries.count, .zero, box)
            return
        }
        if isBeside {
            // Ring and list stand together in the middle.
            let ring = min(box.height, box.width - width - gap)
            let start = (box.width - ring - gap - width) / 2
            ringArea = Rect(x: start, y: (box.height - ring) / 2, width: ring, height: ring)
            area = Rect(x: start + ring + gap, y: (box.height - height) / 2, width: width, height: height)
        } else {
            ringArea = Rect(x: 0, y: 0, width: box.width, height: box.height - height - gap)
            area = Rect(x: (box.width - width) / 2, y: box.height - height, width: width, height: height)
        }
        self.rows = rows
        left = entries.count - rows.count
    }

    func draw(on sheet: inout ChartSheet) {
        for (index, entry) in rows.enumerated() {
            let middle = area.minY + (Double(index) + 0.5) * row
            let sign = Rect(x: area.minX, y: middle - Self.sign / 2, width: Self.sign, height: Self.sign)
            sheet.shape(Bar(bounds: sign, end: .none, radius: 0), entry.pattern, entry.color)
            let (name, number) = (entry.label.size, entry.number.size)
            sheet.draw(
                entry.label,
                in: Rect(
                    x: sign.maxX + Self.gap, y: middle - name.height / 2, width: name.width, height: name.height))
            sheet.draw(
                entry.number,
                in: Rect(
                    x: area.maxX - number.width, y: middle - number.height / 2, width: number.width,
                    height: number.height))
        }
        if left > 0 { sheet.drop(sheet.data.labels.last ?? "", "rows of the list", count: left) }
    }
}
