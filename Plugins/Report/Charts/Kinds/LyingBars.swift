import ReportScene

/// Bars that lie, one below the other, their names before them.
struct LyingBars {
    private struct Frame {
        var plot: Rect
        var scale: NumberScale
        var row: Double
        var names: [(place: Int, label: ChartLabel)]
        var ticks: [(value: Double, label: ChartLabel)]
        var legend: Legend

        func x(_ value: Double) -> Double { plot.minX + scale.share(value) * plot.width }
        func y(_ place: Int) -> Double { plot.minY + (Double(place) + 0.5) * row }
    }

    private struct Piece {
        var series: Int
        var place: Int
        var value: Double
        var rect: Rect
    }

    static func draw(on sheet: inout ChartSheet) -> Bool {
        let frames = UprightFrame.Detail.allCases.lazy.compactMap { [sheet] in frame(sheet, $0).map { ($0, $1) } }
        guard let (frame, detail) = frames.first else { return false }
        if detail != .full {
            sheet.findings.append(
                ChartFinding(
                    .tooSmall, .warning, "The chart's box has no room for its legend and axes; make it larger.",
                    box: sheet.box))
        }
        let data = sheet.data
        sheet.reportRange(frame.scale, data.values)
        drawGround(frame, on: &sheet)
        let pieces = pieces(data, frame)
        for piece in pieces where piece.rect.width > 0 {
            let isHere = data.series.count == 1 && data.isHere[piece.place]
            sheet.shape(
                Bar(bounds: piece.rect, end: piece.value < 0 ? .left : .right, radius: sheet.style.barRadius),
                isHere ? .solid : sheet.pattern(piece.series), isHere ? sheet.style.accent : sheet.color(piece.series))
        }
        let base = halved(frame.x(frame.scale.base))
        sheet.stroke(
            .line(from: Point(x: base, y: frame.plot.minY), to: Point(x: base, y: frame.plot.maxY)), sheet.style.axis)
        let lines = drawMarks(frame, on: &sheet)
        if sheet.spec.labels != .none { label(pieces, lines, frame, on: &sheet) }
        return true
    }

    private static func frame(_ sheet: ChartSheet, _ detail: UprightFrame.Detail) -> (Frame, UprightFrame.Detail)? {
        let (data, box) = (sheet.data, sheet.box)
        let isBare = detail == .bare
        let legend = detail == .full ? Legend(sheet: sheet) : .none
        let hasMarks = !data.marks.isEmpty && !isBare
        let top = legend.height + (hasMarks ? TopFlags.height(sheet) : 0)
        let bottom = isBare || !sheet.spec.grid ? 0 : sheet.line + 4
        let height = box.height - top - bottom
        let row = height / Double(max(1, data.count))
        guard height >= (isBare ? 4 : 20) else { return nil }
        let names = isBare ? [] : names(sheet, row: row, limit: box.width * 0.38)
        let left = names.isEmpty ? 0 : (names.map(\.label.size.width).max() ?? 0) + 8
        // Room for the values beyond the ends of the bars.
        let texts = data.series.indices.flatMap { series in (0..<data.count).map { sheet.valueText(series, $0) } }
        let longest = texts.max { PlaceLabels.length($0) < PlaceLabels.length($1) } ?? ""
        let beyond =
            isBare || sheet.spec.labels == .none ? 2 : sheet.label(longest, isBold: true).size.width + 8
        let before = data.values.contains { $0 < 0 } ? beyond : 0
        let width = box.width - left - beyond - before
        guard width >= (isBare ? 4 : 24) else { return nil }
        let scale = sheet.scale(
            data.values + data.marks.map(\.value), includesZero: true, length: width * 0.6)
        return (
            Frame(
                plot: Rect(x: left + before, y: top, width: width, height: height), scale: scale, row: row,
                names: names, ticks: isBare || !sheet.spec.grid ? [] : sheet.ticks(scale), legend: legend),
            detail
        )
    }

    /// In up to two lines where rows are high; every second, third, ... where they are too low.
    private static func names(_ sheet: ChartSheet, row: Double, limit: Double) -> [(place: Int, label: ChartLabel)] {
        let data = sheet.data
        let stride = max(1, Int((sheet.line / max(row, 0.01)).rounded(.up)))
        let lines = row >= sheet.line * 2 ? 2 : 1
        var shown = Set((0..<data.count).filter { $0.isMultiple(of: stride) })
        for here in (0..<data.count) where data.isHere[here] {
            shown = shown.filter { abs($0 - here) >= stride }
            shown.insert(here)
        }
        let accent = sheet.style.accent.readable(on: sheet.style.ground, least: 4.5)
        return shown.sorted().filter { !data.labels[$0].isEmpty }.map { place in
            let isHere = data.isHere[place]
            return (
                place,
                sheet.label(
                    data.labels[place], ink: isHere ? accent : sheet.style.ink, isBold: isHere, limit: max(1, limit),
                    lines: lines)
            )
        }
    }

    private static func drawGround(_ frame: Frame, on sheet: inout ChartSheet) {
        frame.legend.draw(on: &sheet)
        let plot = frame.plot
        if sheet.spec.grid {
            for tick in frame.scale.ticks where abs(tick - frame.scale.base) > frame.scale.step * 1e-6 {
                let x = halved(frame.x(tick))
                sheet.stroke(.line(from: Point(x: x, y: plot.minY), to: Point(x: x, y: plot.maxY)), sheet.style.grid)
            }
        }
        for (value, label) in frame.ticks {
            let size = label.size
            let left = max(0, min(sheet.box.maxX - size.width, frame.x(value) - size.width / 2))
            let place = Rect(x: left, y: plot.maxY + 4, width: size.width, height: size.height)
            if sheet.isFree(place) { sheet.draw(label, in: place) } else { sheet.drop(label.words, ChartSheet.thinned) }
        }
        let isHere = sheet.data.isHere
        // Two-line names may reach over their row; the reader's own is written first.
        for (place, label) in frame.names.sorted(by: {
            (isHere[$0.place] ? 0 : 1, $0.place) < (isHere[$1.place] ? 0 : 1, $1.place)
        }) {
            let size = label.size
            let box = Rect(x: 0, y: frame.y(place) - size.height / 2, width: size.width, height: size.height)
            if sheet.isFree(box) { sheet.draw(label, in: box) } else { sheet.drop(label.words, ChartSheet.thinned) }
        }
        let named = Set(frame.names.map(\.place))
        let missing = sheet.data.labels.indices.filter { !named.contains($0) && !sheet.data.labels[$0].isEmpty }
        if let first = missing.first {
            sheet.drop(sheet.data.labels[first], ChartSheet.thinned, count: missing.count)
        }
    }

    private static func pieces(_ data: ChartData, _ frame: Frame) -> [Piece] {
        let count = Double(max(1, data.series.count))
        let gap = min(2, frame.row * 0.05)
        let group = min(frame.row * 0.66, count * 22 + (count - 1) * gap)
        let height = (group - (count - 1) * gap) / count
        let base = frame.x(frame.scale.base)
        return data.series.indices.flatMap { series in
            (0..<data.count).compactMap { place in
                guard let value = data.value(series, place) else { return nil }
                let end = frame.x(value)
                var (left, right) = (min(base, end), max(base, end))
                if value != 0, right - left < 1.5 {
                    if value > 0 {
                        right = min(frame.plot.maxX, left + 1.5)
                    } else {
                        left = max(frame.plot.minX, right - 1.5)
                    }
                }
                let top = frame.y(place) - group / 2 + Double(series) * (height + gap)
                return Piece(
                    series: series, place: place, value: value,
                    rect: Rect(x: left, y: top, width: right - left, height: height))
            }
        }
    }

    private static func drawMarks(_ frame: Frame, on sheet: inout ChartSheet) -> [(Point, Point)] {
        let labels =
            sheet.data.marks.isEmpty || frame.plot.minY < TopFlags.height(sheet) - 0.01
            ? [] : MarkLabels(sheet: sheet, limit: sheet.box.width * 0.4, lines: 1).labels
        var flags: [TopFlags.Flag] = []
        for (mark, label, color) in labels {
            guard frame.scale.holds(mark.value) else {
                sheet.findings.append(
                    ChartFinding(
                        .range, .warning,
                        "The mark \"\(mark.label.prefix(40))\" lies outside the axis and was left out.",
                        box: frame.plot))
                continue
            }
            flags.append(
                TopFlags.Flag(
                    label: label, x: halved(frame.x(mark.value)), bottom: frame.plot.maxY, color: color,
                    isFilled: false, dash: [5, 3]))
        }
        return TopFlags.draw(flags, top: frame.plot.minY - TopFlags.height(sheet), on: &sheet)
    }

    private static func label(
        _ pieces: [Piece], _ lines: [(Point, Point)], _ frame: Frame, on sheet: inout ChartSheet
    ) {
        let data = sheet.data
        let shapes = pieces.map(\.rect)
        for piece in pieces.sorted(by: { importance($0, data) > importance($1, data) }) {
            let words = sheet.valueText(piece.series, piece.place)
            let isSingle = data.series.count == 1
            let label = sheet.label(words, isBold: isSingle || data.isHere[piece.place])
            let (size, rect) = (label.size, piece.rect)
            let y = rect.center.y - size.height / 2
            let isNegative = piece.value < 0
            var spots = [
                LabelSpot(
                    Rect(
                        x: isNegative ? rect.minX - 5 - size.width : rect.maxX + 5, y: y, width: size.width,
                        height: size.height))
            ]
            let isHere = isSingle && data.isHere[piece.place]
            let color = isHere ? sheet.style.accent : sheet.color(piece.series)
            let pattern = isHere ? FillPattern.solid : sheet.pattern(piece.series)
            if rect.width >= size.width + 10, rect.height >= size.height * 0.85,
                let ground = pattern.ground(color, on: sheet.style.ground)
            {
                let x = isNegative ? rect.minX + 5 : rect.maxX - 5 - size.width
                spots.append(LabelSpot(Rect(x: x, y: y, width: size.width, height: size.height), on: ground))
            }
            // Beyond a mark's line that it would lie on.
            for line in lines where line.0.x == line.1.x && !isNegative {
                let x = line.0.x + 4
                if x > rect.maxX + 5, x < rect.maxX + size.width + 8 {
                    spots.append(LabelSpot(Rect(x: x, y: y, width: size.width, height: size.height)))
                }
            }
            let wish = LabelWish(label: label, spots: spots, importance: 0)
            if sheet.place(wish, shapes: shapes, lines: lines) == nil { sheet.drop(words, "value labels") }
        }
    }

    private static func importance(_ piece: Piece, _ data: ChartData) -> Int {
        data.isHere[piece.place] ? 2 : piece.series == 0 ? 1 : 0
    }
}
