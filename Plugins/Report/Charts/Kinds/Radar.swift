import Glibc
import ReportScene

/// A spoke for each point, an outline for each series.
struct Radar {
    private struct Spoke {
        var place: Int
        var angle: Double
        var label: ChartLabel?
    }

    private static let gap = 8.0

    static func draw(on sheet: inout ChartSheet) -> Bool {
        let legend = Legend(sheet: sheet)
        let area = Rect(
            x: 0, y: legend.height, width: sheet.box.width, height: sheet.box.height - legend.height)
        let center = area.center
        var spokes = spokes(sheet)
        var radius = Self.radius(spokes, around: center, in: area)
        if radius < 28 {
            // Names that leave no room for the picture go.
            for spoke in spokes { if let label = spoke.label { sheet.drop(label.words, "axis names") } }
            spokes = spokes.map { Spoke(place: $0.place, angle: $0.angle, label: nil) }
            radius = Self.radius(spokes, around: center, in: area)
        }
        guard radius >= 8 else { return false }
        legend.draw(on: &sheet)
        let scale = sheet.scale(sheet.data.values, includesZero: true, length: radius)
        sheet.reportRange(scale, sheet.data.values)
        func point(_ angle: Double, _ share: Double) -> Point {
            Point(x: center.x + cos(angle) * radius * share, y: center.y + sin(angle) * radius * share)
        }
        drawWeb(spokes, scale, point, on: &sheet)
        for series in sheet.data.series.indices.reversed() { drawOutline(series, spokes, scale, point, on: &sheet) }
        place(spokes, center: center, radius: radius, on: &sheet)
        if sheet.spec.grid { labelRings(scale, center: center, radius: radius, spokes.count, on: &sheet) }
        return true
    }

    /// The first one points up, the others follow clockwise. Names carry the first series' value in a second line.
    private static func spokes(_ sheet: ChartSheet) -> [Spoke] {
        let data = sheet.data
        let limit = sheet.box.width * 0.24
        let accent = sheet.style.accent.readable(on: sheet.style.ground, least: 4.5)
        return (0..<data.count).map { place in
            let angle = -Double.pi / 2 + 2 * .pi * Double(place) / Double(data.count)
            let value = sheet.spec.labels == .none ? "" : sheet.valueText(0, place)
            let words = [data.labels[place], value].filter { !$0.isEmpty }.joined(separator: "\n")
            guard !words.isEmpty else { return Spoke(place: place, angle: angle, label: nil) }
            let isHere = data.isHere[place]
            let label = sheet.label(
                words, ink: isHere ? accent : sheet.style.ink, isBold: isHere, limit: max(1, limit),
                lines: value.isEmpty ? 2 : 3, isCentered: true)
            return Spoke(place: place, angle: angle, label: label)
        }
    }

    /// The greatest at which all names lie within the area.
    private static func radius(_ spokes: [Spoke], around center: Point, in area: Rect) -> Double {
        var radius = min(area.width, area.height) / 2 - 6
        for spoke in spokes {
            let size = spoke.label?.size ?? .zero
            let (dx, dy) = (cos(spoke.angle), sin(spoke.angle))
            // The box's middle lies half its own size beyond the spoke's end, in the spoke's direction.
            let across = area.width / 2 - size.width / 2 - abs(dx) * size.width / 2
            let along = area.height / 2 - size.height / 2 - abs(dy) * size.height / 2
            if abs(dx) > 0.01 { radius = min(radius, across / abs(dx) - gap) }
            if abs(dy) > 0.01 { radius = min(radius, along / abs(dy) - gap) }
        }
        return radius
    }

    private static func drawWeb(
        _ spokes: [Spoke], _ scale: NumberScale, _ point: (Double, Double) -> Point, on sheet: inout ChartSheet
    ) {
        var shares = sheet.spec.grid ? scale.ticks.map { scale.share($0) }.filter { $0 > 0.01 && $0 < 0.99 } : []
        shares.append(1)
        for share in shares {
            sheet.stroke(
                .lines(spokes.map { point($0.angle, share) }, closed: true),
                share == 1 ? sheet.style.axis : sheet.style.grid)
        }
        for spoke in spokes {
            sheet.stroke(.line(from: point(spoke.angle, 0), to: point(spoke.angle, 1)), sheet.style.grid)
        }
    }

    private static func drawOutline(
        _ series: Int, _ spokes: [Spoke], _ scale: NumberScale, _ point: (Double, Double) -> Point,
        on sheet: inout ChartSheet
    ) {
        let ends = spokes.map { spoke in
            sheet.data.value(series, spoke.place).map { point(spoke.angle, scale.share($0)) }
        }
        let color = sheet.color(series)
        let mark = LineMark.of(series)
        let known = ends.compactMap { $0 }
        if known.count == ends.count {
            let outline = Path.lines(known, closed: true)
            if series == 0, !sheet.style.inkSaving {
                sheet.fill(outline, Color(red: color.red, green: color.green, blue: color.blue, alpha: 0.14))
            }
            sheet.stroke(outline, color, width: sheet.style.lineWidth, dash: mark.dash)
        } else {
            // Where a value is missing the outline is open.
            for index in ends.indices {
                guard let one = ends[index], let two = ends[(index + 1) % ends.count] else { continue }
                sheet.stroke(.line(from: one, to: two), color, width: sheet.style.lineWidth, dash: mark.dash)
            }
        }
        for end in known {
            sheet.add(mark.items(at: end, radius: 3, color: color, ground: sheet.style.ground, isFull: series == 0))
        }
    }

    private static func place(_ spokes: [Spoke], center: Point, radius: Double, on sheet: inout ChartSheet) {
        for spoke in spokes.sorted(by: { rank($0, sheet.data) < rank($1, sheet.data) }) {
            guard let label = spoke.label else { continue }
            let size = label.size
            let (dx, dy) = (cos(spoke.angle), sin(spoke.angle))
            let middle = Point(
                x: center.x + dx * (radius + gap + size.width / 2), y: center.y + dy * (radius + gap + size.height / 2))
            let box = Rect(
                x: middle.x - size.width / 2, y: middle.y - size.height / 2, width: size.width, height: size.height)
            if sheet.isFree(box) { sheet.draw(label, in: box) } else { sheet.drop(label.words, "axis names") }
        }
    }

    /// The reader's own first, then every fourth, every second, and the rest: what is left out leaves an even picture.
    private static func rank(_ spoke: Spoke, _ data: ChartData) -> Int {
        let order = spoke.place.isMultiple(of: 4) ? 1 : spoke.place.isMultiple(of: 2) ? 2 : 3
        return (data.isHere[spoke.place] ? 0 : order) * ChartData.mostPoints + spoke.place
    }

    /// Small numbers beside the spoke that points up: the outer ring and the one in the middle.
    private static func labelRings(
        _ scale: NumberScale, center: Point, radius: Double, _ count: Int, on sheet: inout ChartSheet
    ) {
        let inner = scale.ticks.filter { scale.share($0) > 0.3 && scale.share($0) < 0.99 }
        let shown = [inner.isEmpty ? nil : inner[inner.count / 2], scale.ticks.last].compactMap { $0 }
        for tick in shown {
            let label = sheet.label(
                sheet.numbers.number(tick, decimals: scale.decimals), ink: sheet.style.mutedInk, scale: 0.8)
            let size = label.size
            let y = center.y - radius * scale.share(tick) - size.height / 2
            let box = Rect(x: center.x + 4, y: y, width: size.width, height: size.height)
            if sheet.isFree(box) { sheet.draw(label, in: box) }
        }
    }
}
