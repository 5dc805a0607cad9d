import ReportScene

/// Bars that stand: single, side by side, or on top of each other.
struct UprightBars {
    private struct Piece {
        var series: Int
        var place: Int
        var value: Double
        var rect: Rect
        var end: Bar.End
    }

    static func draw(on sheet: inout ChartSheet, isStacked: Bool) -> Bool {
        let data = sheet.data
        let values = isStacked ? sums(data) : data.values
        let hasLabels = sheet.spec.labels != .none
        let labelRoom = hasLabels && !isStacked ? sheet.line + 4 : 4
        let room = UprightFrame.Room(
            above: labelRoom, below: hasLabels && !isStacked && values.contains { $0 < 0 } ? labelRoom : 0,
            hasMarks: true)
        let all = values + data.marks.map(\.value)
        guard let frame = UprightFrame(sheet: &sheet, values: all, includesZero: true, room: room) else {
            return false
        }
        sheet.reportRange(frame.scale, values)
        frame.drawGround(on: &sheet)
        let pieces = isStacked ? stacked(data, frame) : sideBySide(data, frame)
        for piece in pieces where piece.rect.height > 0 {
            let isHere = data.series.count == 1 && data.isHere[piece.place]
            sheet.shape(
                Bar(bounds: piece.rect, end: piece.end, radius: sheet.style.barRadius),
                isHere ? .solid : sheet.pattern(piece.series), isHere ? sheet.style.accent : sheet.color(piece.series))
        }
        frame.drawBase(on: &sheet)
        let lines = frame.drawMarks(on: &sheet)
        if hasLabels {
            let cell = isStacked ? frame.slot : pieces.map(\.rect.width).max().map { $0 + 4 } ?? 0
            label(pieces, cell: cell, isStacked: isStacked, lines: lines, frame, on: &sheet)
        }
        return true
    }

    /// The ends of the piles.
    private static func sums(_ data: ChartData) -> [Double] {
        (0..<data.count).flatMap { place in
            let all = data.series.indices.compactMap { data.value($0, place) }
            return [all.filter { $0 > 0 }.reduce(0, +), all.filter { $0 < 0 }.reduce(0, +)]
        }
    }

    private static func sideBySide(_ data: ChartData, _ frame: UprightFrame) -> [Piece] {
        let count = Double(max(1, data.series.count))
        let gap = min(2, frame.slot * 0.05)
        let group = min(frame.slot * 0.7, count * 44 + (count - 1) * gap)
        let width = (group - (count - 1) * gap) / count
        let base = frame.y(frame.scale.base)
        return data.series.indices.flatMap { series in
            (0..<data.count).compactMap { place in
                guard let value = data.value(series, place) else { return nil }
                let left = frame.x(place) - group / 2 + Double(series) * (width + gap)
                return piece(
                    series, place, value, from: base, to: frame.y(value), left: left, width: width, in: frame.plot)
            }
        }
    }

    private static func piece(
        _ series: Int, _ place: Int, _ value: Double, from base: Double, to end: Double, left: Double, width: Double,
        in plot: Rect
    ) -> Piece {
        var (top, bottom) = (min(base, end), max(base, end))
        // A value that is not zero is seen.
        if value != 0, bottom - top < 1.5 {
            if value > 0 { top = max(plot.minY, bottom - 1.5) } else { bottom = min(plot.maxY, top + 1.5) }
        }
        return Piece(
            series: series, place: place, value: value, rect: Rect(x: left, y: top, width: width, height: bottom - top),
            end: value < 0 ? .bottom : .top)
    }

    private static func stacked(_ data: ChartData, _ frame: UprightFrame) -> [Piece] {
        let width = min(frame.slot * 0.62, 48)
        return (0..<data.count).flatMap { place -> [Piece] in
            var (up, down) = (0.0, 0.0)
            var pieces: [Piece] = []
            for series in data.series.indices {
                guard let value = data.value(series, place), value != 0 else { continue }
                let start = value > 0 ? up : down
                let one = piece(
                    series, place, value, from: frame.y(start), to: frame.y(start + value),
                    left: frame.x(place) - width / 2, width: width, in: frame.plot)
                if value > 0 { up += value } else { down += value }
                pieces.append(one)
            }
            // Only the outer ends of a pile are round; a pixel of the ground parts the others.
            let (highest, lowest) = (pieces.lastIndex { $0.value > 0 }, pieces.lastIndex { $0.value < 0 })
            for index in pieces.indices where index != highest && index != lowest {
                pieces[index].end = .none
                let rect = pieces[index].rect
                guard rect.height > 3 else { continue }
                pieces[index].rect = rect.inset(
                    by: pieces[index].value > 0 ? Insets(top: 1) : Insets(bottom: 1))
            }
            return pieces
        }
    }

    private static func label(
        _ pieces: [Piece], cell: Double, isStacked: Bool, lines: [(Point, Point)], _ frame: UprightFrame,
        on sheet: inout ChartSheet
    ) {
        let data = sheet.data
        let shapes = pieces.map(\.rect)
        let (least, most) = (pieces.map(\.value).min() ?? 0, pieces.map(\.value).max() ?? 0)
        func text(_ piece: Piece) -> String { sheet.valueText(piece.series, piece.place) }
        let texts = pieces.map(text)
        let longest = texts.max { PlaceLabels.length($0) < PlaceLabels.length($1) }
        let isDense = longest.map { sheet.label($0).size.width > cell * 1.5 } ?? false
        let order = pieces.indices.map { index -> (index: Int, importance: Int) in
            let piece = pieces[index]
            let isEnd = piece.value == least || piece.value == most
            return (index, data.isHere[piece.place] ? 3 : isEnd ? 2 : piece.series == 0 ? 1 : 0)
        }
        for (index, importance) in order.sorted(by: { ($1.importance, $0.index) < ($0.importance, $1.index) }) {
            // Where values stand too close, only those are measured that have a chance.
            if isDense, importance < 2, sheet.spec.labels == .auto {
                sheet.drop(texts[index], "value labels")
                continue
            }
            let piece = pieces[index]
            let label = sheet.label(texts[index], isBold: data.isHere[piece.place] || data.series.count == 1)
            let spots = spots(piece, label.size, isStacked: isStacked, frame.labelArea, sheet)
            if sheet.place(LabelWish(label: label, spots: spots, importance: importance), shapes: shapes, lines: lines)
                == nil
            {
                sheet.drop(label.words, "value labels")
            }
        }
    }

    /// Beyond the free end, else inside it.
    private static func spots(
        _ piece: Piece, _ size: Size, isStacked: Bool, _ area: Rect, _ sheet: ChartSheet
    ) -> [LabelSpot] {
        let rect = piece.rect
        let left = rect.center.x - size.width / 2
        func box(_ y: Double, _ x: Double) -> Rect { Rect(x: x, y: y, width: size.width, height: size.height) }
        var inside: [LabelSpot] = []
        let isHere = sheet.data.series.count == 1 && sheet.data.isHere[piece.place]
        let color = isHere ? sheet.style.accent : sheet.color(piece.series)
        let pattern = isHere ? FillPattern.solid : sheet.pattern(piece.series)
        if rect.height >= size.height + 6, rect.width >= size.width + 4,
            let ground = pattern.ground(color, on: sheet.style.ground)
        {
            let y =
                isStacked
                ? rect.center.y - size.height / 2 : piece.value < 0 ? rect.maxY - size.height - 4 : rect.minY + 4
            inside = [LabelSpot(box(y, left), on: ground)]
        }
        if isStacked { return inside }
        let y = piece.value < 0 ? rect.maxY + 2 : rect.minY - 2 - size.height
        let limit = area.maxX - size.width
        let middle = max(area.minX, min(limit, left))
        let aside = rect.width * 0.3
        return [LabelSpot(box(y, middle))] + inside
            + [-aside, aside].map { LabelSpot(box(y, max(area.minX, min(limit, left + $0)))) }
    }
}

extension ChartSheet {
    /// What is written for a value.
    func valueText(_ series: Int, _ place: Int) -> String {
        let points = data.series[series].points
        guard place < points.count, let value = points[place].value else { return "" }
        return points[place].note.flatMap { $0.isEmpty ? nil : $0 } ?? numbers.value(value)
    }
}
