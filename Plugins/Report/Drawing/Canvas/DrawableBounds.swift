import ReportScene

/// Numbers that cairo can draw in a bounded time. A circle of 1e300 pixels is made of more pieces than can be counted,
/// and so is a line of a million dashes; what is beyond these bounds is not drawn at all.
enum DrawableBounds {
    /// CSS pixels, many times the largest page.
    private static let farthest = 100_000.0
    /// Radians: more turns than anything on a page takes.
    private static let mostTurning = 100.0
    private static let shortestDash = 0.25

    static func contain(_ value: Double) -> Bool { abs(value) <= farthest }

    static func contain(_ point: Point) -> Bool { contain(point.x) && contain(point.y) }

    static func contain(_ rect: Rect) -> Bool {
        contain(rect.origin) && contain(rect.width) && contain(rect.height)
    }

    static func contain(_ path: Path) -> Bool {
        path.elements.allSatisfy { element in
            switch element {
            case .move(let to), .line(let to): contain(to)
            case .curve(let to, let one, let two): contain(to) && contain(one) && contain(two)
            case .arc(let center, let radius, let from, let to):
                contain(center) && contain(radius) && abs(from) <= mostTurning && abs(to) <= mostTurning
            case .rectangle(let rect): contain(rect)
            case .rounded(let rect, let radius): contain(rect) && contain(radius)
            case .close: true
            }
        }
    }

    /// Dashes that are long enough; none for a whole line.
    static func dash(_ lengths: [Double]) -> [Double] {
        let isDrawable =
            lengths.count <= 16 && lengths.allSatisfy { $0 >= 0 && $0 <= farthest }
            && lengths.reduce(0, +) >= shortestDash
        return isDrawable ? lengths : []
    }
}
