import ReportScene

/// What lies under a place of a page: the grounds of boxes, in the order in which they are painted.
struct Grounds {
    private struct Painted {
        var rect: Rect
        var ground: Ground
        var isOpaque: Bool
    }

    private let page: Color
    private var painted: [Painted] = []

    init(page: Color) { self.page = page }

    /// Every text is compared with the grounds from the one that hides all before it: after this many comparisons on a
    /// page, which take a small part of a second, contrasts are not looked at any more.
    private var comparisonsLeft = 1_000_000

    mutating func paint(_ ground: Ground, over rect: Rect) {
        painted.append(Painted(rect: rect, ground: ground, isOpaque: ground.isOpaque))
    }

    /// Opaque colours that may be seen under a place, the most different ones: both ends of a gradient's part and the
    /// stops between; with and without a ground that covers only a part of the place. At most 32; none when too much was
    /// compared already.
    mutating func colors(under rect: Rect) -> [Color] {
        guard comparisonsLeft > 0 else { return [] }
        let first = painted.lastIndex { $0.isOpaque && $0.rect.contains(rect, slack: 0.5) }
        comparisonsLeft -= 2 * (painted.count - (first ?? 0)) + 1
        var found = first.map { painted[$0].ground.colors(of: painted[$0].rect, under: rect) } ?? [page]
        for layer in painted[(first.map { $0 + 1 } ?? 0)...] where layer.rect.overlaps(rect) {
            let colors = layer.ground.colors(of: layer.rect, under: rect)
            let over = colors.flatMap { color in found.map { color.over($0) } }
            found = layer.rect.contains(rect, slack: 0.5) ? over : found + over
            if found.count > 32 { found = Array(found.suffix(32)) }
        }
        return found
    }
}

extension Ground {
    var isOpaque: Bool { colors.allSatisfy { $0.alpha >= 1 } }

    /// Of this ground over a box, what lies under a place.
    fileprivate func colors(of box: Rect, under place: Rect) -> [Color] {
        guard case .linear(let from, let to, let stops) = paint(over: box) else { return colors }
        let axis = Point(x: to.x - from.x, y: to.y - from.y)
        let length = axis.x * axis.x + axis.y * axis.y
        guard length > 0 else { return colors }
        let offsets = [place.minX, place.maxX].flatMap { x in
            [place.minY, place.maxY].map { y in
                min(max(((x - from.x) * axis.x + (y - from.y) * axis.y) / length, 0), 1)
            }
        }
        let start = offsets.min() ?? 0
        let end = offsets.max() ?? 1
        return [Self.color(at: start, stops), Self.color(at: end, stops)]
            + stops.filter { $0.offset > start && $0.offset < end }.map(\.color)
    }

    private static func color(at offset: Double, _ stops: [GradientStop]) -> Color {
        guard let upper = stops.first(where: { $0.offset >= offset }) else { return stops.last?.color ?? .clear }
        guard let lower = stops.last(where: { $0.offset <= offset }), lower.offset < upper.offset else {
            return upper.color
        }
        let share = (offset - lower.offset) / (upper.offset - lower.offset)
        func mixed(_ part: KeyPath<Color, Double>) -> Double {
            lower.color[keyPath: part] * (1 - share) + upper.color[keyPath: part] * share
        }
        return Color(red: mixed(\.red), green: mixed(\.green), blue: mixed(\.blue), alpha: mixed(\.alpha))
    }
}
