import ReportScene

/// A line for each series through its values, broken where one is missing.
struct Lines {
    private struct Spot {
        var series: Int
        var place: Int
        var point: Point
    }

    private static let radius = 3.5

    static func draw(on sheet: inout ChartSheet, isArea: Bool) -> Bool {
        let data = sheet.data
        let values = data.values + data.marks.map(\.value)
        let (low, high) = (values.min() ?? 0, values.max() ?? 0)
        let hasLabels = sheet.spec.labels != .none
        let side = (hasLabels ? sheet.line : 0) + LineMark.reach(radius) + 2
        let room = UprightFrame.Room(above: side, below: LineMark.reach(radius), hasMarks: true)
        // A trend is seen in its own range; the ground is shown when it is near.
        let includesZero = isArea || (low >= 0 && low < high * 0.4)
        guard let frame = UprightFrame(sheet: &sheet, values: values, includesZero: includesZero, room: room) else {
            return false
        }
        sheet.reportRange(frame.scale, data.values)
        frame.drawGround(on: &sheet)
        frame.drawBase(on: &sheet)
        let runs = data.series.indices.flatMap { Self.runs(data, $0, frame) }
        if isArea, !sheet.style.inkSaving { for run in runs { tint(run, frame, on: &sheet) } }
        let markLines = frame.drawMarks(on: &sheet)
        for run in runs.reversed() where run.count > 1 {
            sheet.stroke(
                .lines(run.map(\.point)), sheet.color(run[0].series), width: sheet.style.lineWidth,
                dash: LineMark.of(run[0].series).dash)
        }
        let spots = runs.flatMap { $0 }
        // Markers that would touch are left to the line alone; a lone value always has one.
        let hasMarkers = frame.slot >= radius * 2.6
        for run in runs.reversed() {
            for spot in run where hasMarkers || run.count == 1 || data.isHere[spot.place] {
                mark(spot, on: &sheet)
            }
        }
        if hasLabels {
            let segments = runs.flatMap { zip($0, $0.dropFirst()).map { ($0.point, $1.point) } }
            label(spots, lines: segments + markLines, frame, on: &sheet)
        }
        return true
    }

    private static func runs(_ data: ChartData, _ series: Int, _ frame: UprightFrame) -> [[Spot]] {
        var runs: [[Spot]] = [[]]
        for place in 0..<data.count {
            if let value = data.value(series, place) {
                runs[runs.count - 1].append(
                    Spot(series: series, place: place, point: Point(x: frame.x(place), y: frame.y(value))))
            } else if runs.last?.isEmpty == false {
                runs.append([])
            }
        }
        return runs.filter { !$0.isEmpty }
    }

    private static func tint(_ run: [Spot], _ frame: UprightFrame, on sheet: inout ChartSheet) {
        guard let first = run.first, let last = run.last, run.count > 1 else { return }
        let base = frame.y(frame.scale.base)
        let outline = Path.lines(
            [Point(x: first.point.x, y: base)] + run.map(\.point) + [Point(x: last.point.x, y: base)], closed: true)
        let color = sheet.color(first.series)
        let stops = [(0.0, 0.2), (1.0, 0.02)].map { offset, alpha in
            GradientStop(
                offset: offset, color: Color(red: color.red, green: color.green, blue: color.blue, alpha: alpha))
        }
        sheet.add([
            .fill(
                outline,
                .linear(
                    from: Point(x: 0, y: frame.plot.minY), to: Point(x: 0, y: frame.plot.maxY), stops: stops))
        ])
    }

    private static func mark(_ spot: Spot, on sheet: inout ChartSheet) {
        let isHere = sheet.data.isHere[spot.place] && spot.series == 0
        let color = isHere ? sheet.style.accent : sheet.color(spot.series)
        // In a small box a marker at the edge is smaller, or the line stands alone.
        let edge = min(
            spot.point.x, spot.point.y, sheet.box.maxX - spot.point.x, sheet.box.maxY - spot.point.y)
        let radius = min(isHere ? radius + 1 : radius, LineMark.radius(reaching: edge))
        guard radius >= 1 else { return }
        sheet.add(
            LineMark.of(spot.series).items(
                at: spot.point, radius: radius, color: color, ground: sheet.style.ground, isFull: isHere))
    }

    private static func label(
        _ spots: [Spot], lines: [(Point, Point)], _ frame: UprightFrame, on sheet: inout ChartSheet
    ) {
        let data = sheet.data
        let reach = LineMark.reach(radius)
        // A hair smaller than the distance that labels keep, so that rounding does not make them touch.
        let shapes = spots.map {
            Rect(x: $0.point.x, y: $0.point.y, width: 0, height: 0).grown(by: reach - 0.1)
        }
        let highest = spots.min { $0.point.y < $1.point.y }?.point.y
        let lowest = spots.max { $0.point.y < $1.point.y }?.point.y
        let accent = sheet.style.accent.readable(on: sheet.style.ground, least: 4.5)
        let order = spots.map { spot -> (spot: Spot, importance: Int) in
            if data.isHere[spot.place] { return (spot, spot.series == 0 ? 5 : 3) }
            if spot.place == data.count - 1 { return (spot, 4) }
            if spot.point.y == highest || spot.point.y == lowest { return (spot, 3) }
            return (spot, spot.place == 0 ? 2 : spot.series == 0 ? 1 : 0)
        }.sorted { ($1.importance, $0.spot.place, $0.spot.series) < ($0.importance, $1.spot.place, $1.spot.series) }
        let isDense = frame.slot < sheet.em * 1.5
        for (spot, importance) in order {
            let words = sheet.valueText(spot.series, spot.place)
            if isDense, importance < 2, sheet.spec.labels == .auto {
                sheet.drop(words, "value labels")
                continue
            }
            let isHere = data.isHere[spot.place] && spot.series == 0
            let color = sheet.color(spot.series).readable(on: sheet.style.ground, least: 4.5)
            let ink = isHere ? accent : data.series.count > 1 ? color : sheet.style.ink
            let label = sheet.label(words, ink: ink, isBold: isHere)
            let wish = LabelWish(
                label: label, spots: places(label.size, at: spot.point, reach: reach, in: frame.labelArea),
                importance: importance)
            if sheet.place(wish, shapes: shapes, lines: lines, mayLieOnLine: importance >= 2) == nil {
                sheet.drop(words, "value labels")
            }
        }
    }

    /// Above, below, and aside of a marker.
    private static func places(_ size: Size, at point: Point, reach: Double, in area: Rect) -> [LabelSpot] {
        let (above, below) = (point.y - reach - size.height, point.y + reach)
        let middle = max(area.minX, min(area.maxX - size.width, point.x - size.width / 2))
        let (right, left) = (point.x + reach, point.x - reach - size.width)
        let level = point.y - size.height / 2
        return [
            (middle, above), (middle, below), (right, above + reach), (left, above + reach), (right, below - reach),
            (left, below - reach), (right, level), (left, level),
        ].map { LabelSpot(Rect(x: $0.0, y: $0.1, width: size.width, height: size.height)) }.filter {
            area.contains($0.box)
        }
    }
}
