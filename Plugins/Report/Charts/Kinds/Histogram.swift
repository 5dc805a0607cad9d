import ReportScene

/// Counts over ranges that follow each other, and where the reader stands among them.
struct Histogram {
    static func draw(on sheet: inout ChartSheet) -> Bool {
        let data = sheet.data
        let counts = (0..<data.count).map { data.value(0, $0) }
        let ranges = HistogramRanges(data.labels)
        let hasFlags = data.isHere.contains(true) || !data.marks.isEmpty
        let hasLabels = sheet.spec.labels != .none
        let room = UprightFrame.Room(
            above: (hasLabels ? sheet.line + 4 : 4) + (hasFlags ? TopFlags.height(sheet) : 0),
            below: counts.contains { ($0 ?? 0) < 0 } && hasLabels ? sheet.line + 4 : 0, hasMarks: false)
        guard let frame = UprightFrame(sheet: &sheet, values: counts.compactMap { $0 }, includesZero: true, room: room)
        else { return false }
        sheet.reportRange(frame.scale, counts.compactMap { $0 })
        frame.drawGround(on: &sheet)
        let bars = bars(counts, frame)
        let soft = sheet.color(0).softened(on: sheet.style.ground)
        for (place, bar) in bars.enumerated() {
            guard let bar, bar.height > 0 else { continue }
            let isHere = data.isHere[place]
            let shape = Bar(
                bounds: bar, end: (counts[place] ?? 0) < 0 ? .bottom : .top, radius: min(3, sheet.style.barRadius))
            sheet.shape(
                shape, isHere || !sheet.style.inkSaving ? .solid : .outline, isHere ? sheet.style.accent : soft)
        }
        frame.drawBase(on: &sheet)
        let lines = drawFlags(frame, bars, ranges, on: &sheet)
        if hasLabels { label(counts, bars, lines, frame, on: &sheet) }
        return true
    }

    private static func bars(_ counts: [Double?], _ frame: UprightFrame) -> [Rect?] {
        let gap = min(2, frame.slot * 0.15)
        let base = frame.y(frame.scale.base)
        return counts.enumerated().map { place, count in
            guard let count else { return nil }
            let end = frame.y(count)
            let height = count == 0 ? 0 : max(1.5, abs(base - end))
            return Rect(
                x: frame.x(place) - (frame.slot - gap) / 2, y: count < 0 ? base : base - height,
                width: frame.slot - gap,
                height: min(height, count < 0 ? frame.plot.maxY - base : base - frame.plot.minY))
        }
    }

    /// The reader's flag first, then the marks, at their place within the ranges.
    private static func drawFlags(
        _ frame: UprightFrame, _ bars: [Rect?], _ ranges: HistogramRanges?, on sheet: inout ChartSheet
    ) -> [(Point, Point)] {
        let (data, style) = (sheet.data, sheet.style)
        var flags: [TopFlags.Flag] = []
        if let here = data.isHere.firstIndex(of: true) {
            let words = here < data.series[0].points.count ? data.series[0].points[here].note : nil
            let place = sheet.spec.language == .korean ? "내 위치" : "You are here"
            let count = data.value(0, here).map { sheet.numbers.value($0) } ?? ""
            let usual = count.isEmpty || sheet.spec.labels == .none ? place : "\(place) · \(count)"
            let ground = style.inkSaving ? style.ground : style.accent
            let ink =
                style.inkSaving
                ? style.accent.readable(on: ground, least: 4.5)
                : Color.ink(on: ground, [style.ground, style.ink])
            flags.append(
                TopFlags.Flag(
                    label: sheet.label(words ?? usual, ink: ink, isBold: true, limit: sheet.box.width * 0.5),
                    x: frame.x(here), bottom: (bars[here]?.minY ?? frame.y(frame.scale.base)) - 1, color: style.accent,
                    isFilled: true, dash: []))
        }
        for (mark, label, color) in MarkLabels(
            sheet: sheet, limit: sheet.box.width * 0.4, lines: 1, isOnValueAxis: false
        ).labels {
            guard let place = ranges?.place(of: mark.value) else {
                sheet.findings.append(
                    ChartFinding(
                        .range, .warning,
                        "The mark \"\(mark.label.prefix(40))\" was left out: it needs labels that are ranges (60-69) "
                            + "and a value within them."))
                continue
            }
            flags.append(
                TopFlags.Flag(
                    label: label, x: frame.plot.minX + place * frame.slot, bottom: frame.plot.maxY, color: color,
                    isFilled: false, dash: [4, 3]))
        }
        let top = frame.plot.minY - TopFlags.height(sheet) - (sheet.spec.labels != .none ? sheet.line + 4 : 4)
        return flags.isEmpty || top < 0 ? [] : TopFlags.draw(flags, top: top, on: &sheet)
    }

    private static func label(
        _ counts: [Double?], _ bars: [Rect?], _ lines: [(Point, Point)], _ frame: UprightFrame,
        on sheet: inout ChartSheet
    ) {
        let isHere = sheet.data.isHere
        let most = counts.compactMap { $0 }.max()
        let shapes = bars.compactMap { $0 }.filter { $0.height > 0 }
        let texts = counts.map { $0.map { sheet.numbers.value($0) } ?? "" }
        let isDense =
            texts.max { PlaceLabels.length($0) < PlaceLabels.length($1) }.map {
                sheet.label($0).size.width > frame.slot * 1.2
            } ?? false
        let order = bars.indices.map { place in
            (place, importance: counts[place] == most ? 1 : 0)
        }.sorted { ($1.importance, $0.0) < ($0.importance, $1.0) }
        for (place, importance) in order {
            // The reader's flag has its count.
            guard let bar = bars[place], let count = counts[place], !isHere[place] else { continue }
            if isDense, importance == 0, sheet.spec.labels == .auto {
                sheet.drop(texts[place], "value labels")
                continue
            }
            let label = sheet.label(texts[place], ink: sheet.style.mutedInk)
            let size = label.size
            let y = count < 0 ? bar.maxY + 2 : bar.minY - 2 - size.height
            let spots = [0, -0.3, 0.3].map { aside in
                LabelSpot(
                    Rect(
                        x: bar.center.x - size.width / 2 + aside * bar.width, y: y, width: size.width,
                        height: size.height))
            }
            let wish = LabelWish(label: label, spots: spots, importance: importance)
            if sheet.place(wish, shapes: shapes, lines: lines, mayLieOnLine: false) == nil {
                sheet.drop(label.words, "value labels")
            }
        }
    }
}
