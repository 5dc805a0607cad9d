import Glibc
import ReportScene

/// Shares of a whole around a hole.
struct Donut {
    private struct Share {
        var place: Int
        var value: Double
        var part: Double
        var color: Color
        var pattern: FillPattern
    }

    static func draw(on sheet: inout ChartSheet) -> Bool {
        var values: [(place: Int, value: Double)] = []
        for place in 0..<sheet.data.count {
            guard let value = sheet.data.series.first.flatMap({ _ in sheet.data.value(0, place) }) else { continue }
            if value < 0 {
                sheet.findings.append(
                    ChartFinding(
                        .share, .error,
                        "\"\(sheet.data.labels[place].prefix(40))\" is negative and was left out: shares of a whole "
                            + "are not below zero."))
            } else {
                values.append((place, value))
            }
        }
        let sum = values.reduce(0) { $0 + $1.value }
        let shares = values.enumerated().map { index, one in
            share(one.place, one.value, part: sum > 0 ? one.value / sum : 0, index: index, of: values.count, sheet)
        }
        let list = DonutList(
            sheet: sheet,
            entries: shares.map { ($0.place, $0.value, $0.part, $0.color, $0.pattern) })
        let area = list.ringArea
        let outer = min(area.width, area.height) / 2 - 1
        guard outer >= 10 else { return false }
        let thickness = max(min(outer * 0.34, max(outer * 0.24, sheet.line + 6)), 3)
        let inner = outer - thickness
        if sum > 0 {
            drawRing(shares, center: area.center, inner: inner, outer: outer, on: &sheet)
        } else {
            let ring = RingPiece(center: area.center, inner: inner, outer: outer, from: 0, to: 2 * .pi)
            sheet.shape(ring, sheet.style.inkSaving ? .outline : .solid, sheet.style.grid)
        }
        drawCenter(area.center, radius: inner - 4, isEmpty: sum <= 0, on: &sheet)
        list.draw(on: &sheet)
        if sum > 0, sheet.spec.labels != .none {
            label(shares, center: area.center, inner: inner, outer: outer, hasList: list.isShown, on: &sheet)
        }
        return true
    }

    private static func share(
        _ place: Int, _ value: Double, part: Double, index: Int, of count: Int, _ sheet: ChartSheet
    ) -> Share {
        let palette = sheet.style.palette
        let isHere = sheet.data.isHere[place]
        let sparse: [FillPattern] = [.diagonal, .outline, .horizontal, .backDiagonal]
        // After the palette's end its colours come again, paler.
        let again = index / palette.count
        let color = palette[index % palette.count]
        let pattern: FillPattern =
            sheet.style.inkSaving ? sparse[index % sparse.count] : again.isMultiple(of: 2) ? .solid : .soft
        return Share(
            place: place, value: value, part: part, color: isHere ? sheet.style.accent : color, pattern: pattern)
    }

    private static func drawRing(
        _ shares: [Share], center: Point, inner: Double, outer: Double, on sheet: inout ChartSheet
    ) {
        let seen = shares.filter { $0.part > 0 }
        var angle = -Double.pi / 2
        for share in seen {
            let turn = share.part * 2 * .pi
            let piece = RingPiece(center: center, inner: inner, outer: outer, from: angle, to: angle + turn)
            sheet.shape(piece, share.pattern, share.color)
            angle += turn
        }
        guard seen.count > 1 else { return }
        angle = -Double.pi / 2
        for share in seen {
            // A gap of the ground's colour parts the pieces, also those of one colour.
            let (dx, dy) = (cos(angle), sin(angle))
            sheet.stroke(
                .line(
                    from: Point(x: center.x + dx * (inner - 0.5), y: center.y + dy * (inner - 0.5)),
                    to: Point(x: center.x + dx * (outer + 0.5), y: center.y + dy * (outer + 0.5))),
                sheet.style.ground, width: 2)
            angle += share.part * 2 * .pi
        }
    }

    /// Shares are written on pieces that are long enough; the list has them all.
    private static func label(
        _ shares: [Share], center: Point, inner: Double, outer: Double, hasList: Bool, on sheet: inout ChartSheet
    ) {
        var angle = -Double.pi / 2
        for share in shares where share.part > 0 {
            let turn = share.part * 2 * .pi
            let middle = angle + turn / 2
            angle += turn
            let words = hasList ? percent(share.part) : "\(sheet.data.labels[share.place]) \(percent(share.part))"
            let label = sheet.label(words, isBold: true)
            let size = label.size
            let ring = (inner + outer) / 2
            let box = Rect(
                x: center.x + cos(middle) * ring - size.width / 2, y: center.y + sin(middle) * ring - size.height / 2,
                width: size.width, height: size.height)
            let piece = RingPiece(center: center, inner: inner, outer: outer, from: middle - turn / 2, to: angle)
            if piece.holds(box, margin: 2), let ground = share.pattern.ground(share.color, on: sheet.style.ground),
                sheet.place(LabelWish(label: label, spots: [LabelSpot(box, on: ground)], importance: 0)) != nil
            {
                continue
            }
            if !hasList { sheet.drop(words, "shares") }
        }
    }

    static func percent(_ part: Double) -> String { NumberText.plain(part * 100, decimals: 1) + "%" }

    private static func drawCenter(_ center: Point, radius: Double, isEmpty: Bool, on sheet: inout ChartSheet) {
        let words = sheet.spec.centerText ?? (isEmpty ? sheet.spec.emptyText : nil)
        guard let words, !words.isEmpty, radius > sheet.em * 0.6 else {
            if let words, !words.isEmpty { sheet.drop(words, "texts in the middle") }
            return
        }
        let width = radius * 1.7
        var scale = sheet.spec.centerText == nil ? 1.0 : max(1, min(2.6, radius * 0.62 / sheet.em))
        var label = sheet.label(words, isBold: scale > 1, scale: scale)
        if label.size.width > width {
            scale = max(0.8, scale * width / label.size.width * 0.98)
            label = sheet.label(words, isBold: scale > 1, scale: scale, limit: width)
        }
        let note = sheet.spec.centerNote.flatMap { words -> ChartLabel? in
            guard !words.isEmpty else { return nil }
            return sheet.label(words, ink: sheet.style.mutedInk, limit: width * 0.85)
        }
        let hasNote = note.map { label.size.height + $0.size.height <= radius * 1.8 } ?? false
        let noteHeight = hasNote ? note?.size.height ?? 0 : 0
        let top = center.y - (label.size.height + noteHeight) / 2 - (hasNote ? 1 : 0)
        for (label, y) in [(label, top)] + (hasNote ? note.map { [($0, top + label.size.height + 2)] } ?? [] : []) {
            let size = label.size
            let box = Rect(x: center.x - size.width / 2, y: y, width: size.width, height: size.height)
            if sheet.isFree(box) { sheet.draw(label, in: box) } else { sheet.drop(label.words, "texts in the middle") }
        }
        if !hasNote, let note { sheet.drop(note.words, "texts in the middle") }
    }
}
