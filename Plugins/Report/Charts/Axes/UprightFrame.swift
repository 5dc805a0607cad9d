import ReportScene

/// Places from left to right, values upwards: the ground of bars, histograms and lines.
struct UprightFrame {
    let plot: Rect
    let scale: NumberScale
    let count: Int
    private let ticks: [(value: Double, label: ChartLabel)]
    private let placeLabels: PlaceLabels
    private let marks: MarkLabels
    private let legend: Legend
    private let below: Double
    /// Right of the plot.
    private let rest: Double

    /// What surrounds the values. A small box gets less.
    enum Detail: CaseIterable { case full, plain, bare }

    struct Room {
        /// Above the highest value: its label, flags.
        var above: Double
        /// Below the lowest: labels of negative values.
        var below: Double
        /// Whether the marks are lines across, named at the right.
        var hasMarks: Bool
    }

    var slot: Double { plot.width / Double(max(1, count)) }
    func x(_ place: Int) -> Double { plot.minX + (Double(place) + 0.5) * slot }
    func y(_ value: Double) -> Double { plot.maxY - scale.share(value) * plot.height }

    /// nil: the box has no room for anything.
    init?(sheet: inout ChartSheet, values: [Double], includesZero: Bool, room: Room) {
        for detail in Detail.allCases {
            if let frame = UprightFrame(sheet, values, includesZero, room, detail) {
                self = frame
                if detail != .full {
                    sheet.findings.append(
                        ChartFinding(
                            .tooSmall, .warning, "The chart's box has no room for its legend and axes; make it larger.",
                            box: sheet.box))
                }
                return
            }
        }
        return nil
    }

    private init?(_ sheet: ChartSheet, _ values: [Double], _ includesZero: Bool, _ room: Room, _ detail: Detail) {
        let box = sheet.box
        let isBare = detail == .bare
        legend = detail == .full ? Legend(sheet: sheet) : .none
        count = max(1, sheet.data.count)
        let above = isBare ? 2 : room.above
        let below = isBare ? 0 : room.below
        self.below = below
        let height = box.height - legend.height - above - below - (isBare ? 0 : sheet.line + 6)
        guard height >= (isBare ? 4 : 24) else { return nil }
        let scale = sheet.scale(values, includesZero: includesZero, length: height)
        self.scale = scale
        marks = isBare || !room.hasMarks ? .none : MarkLabels(sheet: sheet, limit: box.width * 0.28, lines: 2)
        let ticks = isBare || !sheet.spec.grid ? [] : sheet.ticks(scale)
        self.ticks = ticks
        let left = ticks.isEmpty ? 0 : (ticks.map(\.label.size.width).max() ?? 0) + 8
        let right = marks.labels.isEmpty ? 0 : marks.width + MarkLabels.gap
        let width = box.width - left - right
        guard width >= (isBare ? 4 : max(24, Double(count))) else { return nil }
        placeLabels = isBare ? .none : PlaceLabels(sheet: sheet, slot: width / Double(count))
        let top = legend.height + max(above, ticks.isEmpty ? 0 : sheet.line / 2)
        let bottom = below + (placeLabels.height > 0 ? placeLabels.height + 6 : ticks.isEmpty ? 1 : sheet.line / 2)
        plot = Rect(x: left, y: top, width: width, height: box.height - top - bottom)
        rest = box.maxX - left - width
        guard plot.height >= (isBare ? 3 : 20) else { return nil }
    }

    /// Where labels of values may lie: not among those of the axes.
    var labelArea: Rect {
        Rect(x: plot.minX - 3, y: 0, width: plot.width + 3 + rest, height: plot.maxY + below + 2)
    }

    /// Grid, ticks, labels of places, legend: what lies under the values.
    func drawGround(on sheet: inout ChartSheet) {
        legend.draw(on: &sheet)
        if sheet.spec.grid {
            for tick in scale.ticks where abs(tick - scale.base) > scale.step * 1e-6 {
                let y = halved(self.y(tick))
                sheet.stroke(.line(from: Point(x: plot.minX, y: y), to: Point(x: plot.maxX, y: y)), sheet.style.grid)
            }
        }
        for (value, label) in ticks {
            let size = label.size
            let box = Rect(
                x: plot.minX - 8 - size.width, y: y(value) - size.height / 2, width: size.width, height: size.height)
            if sheet.isFree(box) { sheet.draw(label, in: box) } else { sheet.drop(label.words, ChartSheet.thinned) }
        }
        placeLabels.draw(on: &sheet, center: x, top: plot.maxY + below + 6)
    }

    /// The line on which bars stand; above them, so that it is not broken.
    func drawBase(on sheet: inout ChartSheet) {
        let y = halved(self.y(scale.base))
        sheet.stroke(.line(from: Point(x: plot.minX, y: y), to: Point(x: plot.maxX, y: y)), sheet.style.axis)
    }

    /// Lines across at the marks, with their names at the right.
    ///
    /// - Returns: the lines, which labels should not lie on.
    func drawMarks(on sheet: inout ChartSheet) -> [(Point, Point)] {
        let inside = marks.labels.filter { scale.holds($0.mark.value) }
        for left in marks.labels where !scale.holds(left.mark.value) {
            sheet.findings.append(
                ChartFinding(
                    .range, .warning,
                    "The mark \"\(left.mark.label.prefix(40))\" lies outside the axis and was left out.", box: plot))
        }
        let middles = spread(
            inside.map { (y($0.mark.value), $0.label.size.height) }, in: 0...sheet.box.maxY, gap: 2)
        var lines: [(Point, Point)] = []
        for (index, (mark, label, color)) in inside.enumerated() {
            let level = halved(y(mark.value))
            let end = Point(x: plot.maxX, y: level)
            sheet.stroke(
                .line(from: Point(x: plot.minX, y: level), to: end), color, width: 1.25, dash: [5, 3])
            lines.append((Point(x: plot.minX, y: level), end))
            let size = label.size
            let place = middles[index].map {
                Rect(x: plot.maxX + MarkLabels.gap, y: $0 - size.height / 2, width: size.width, height: size.height)
            }
            guard let place, sheet.isFree(place) else {
                sheet.drop(label.words, "labels of marks")
                continue
            }
            sheet.stroke(
                .line(from: end, to: Point(x: plot.maxX + MarkLabels.gap - 2, y: place.center.y)), color, width: 1)
            sheet.draw(label, in: place)
        }
        return lines
    }
}

/// Lines of one pixel are sharp at whole and half pixels when a page is drawn at twice its size.
func halved(_ value: Double) -> Double { (value * 2).rounded() / 2 }

extension ChartSheet {
    /// - Parameter length: pixels of the axis.
    func scale(_ values: [Double], includesZero: Bool, length: Double) -> NumberScale {
        let isShare = spec.unit == "%" && (values.max() ?? 0) <= 100
        return NumberScale(
            values,
            .init(
                minimum: data.minimum, maximum: data.maximum, includesZero: includesZero, isWhole: data.isWhole,
                ceiling: isShare ? 100 : nil, mostSteps: max(2, min(5, Int(length / (em * 2.8))))))
    }

    /// The numbers at the ticks; the last one has the unit.
    func ticks(_ scale: NumberScale) -> [(value: Double, label: ChartLabel)] {
        scale.ticks.enumerated().map { index, value in
            let unit = index == scale.ticks.count - 1 ? spec.unit : ""
            return (value, label(numbers.number(value, decimals: scale.decimals) + unit, ink: style.mutedInk))
        }
    }

    /// Notes values outside an axis whose ends were given.
    mutating func reportRange(_ scale: NumberScale, _ values: [Double]) {
        guard data.minimum != nil || data.maximum != nil else { return }
        let outside = values.filter { !scale.holds($0) }.count
        guard outside > 0 else { return }
        findings.append(
            ChartFinding(
                .range, .warning, "\(outside) values lie outside \"min\" and \"max\" and are drawn at the end.",
                box: box))
    }
}
