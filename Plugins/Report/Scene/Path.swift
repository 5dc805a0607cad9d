/// An outline of lines, curves and arcs.
public struct Path: Sendable, Hashable {
    public enum Element: Sendable, Hashable {
        case move(Point)
        case line(Point)
        case curve(Point, control1: Point, control2: Point)
        /// Part of a circle, clockwise on the page when `to` is greater than `from`; radians, 0 points right.
        case arc(center: Point, radius: Double, from: Double, to: Double)
        case rectangle(Rect)
        /// Corners are quarter circles.
        case rounded(Rect, radius: Double)
        case close
    }

    public var elements: [Element]

    public init(_ elements: [Element] = []) { self.elements = elements }

    public static func rectangle(_ rect: Rect) -> Path { Path([.rectangle(rect)]) }

    public static func rounded(_ rect: Rect, radius: Double) -> Path {
        Path([.rounded(rect, radius: max(0, min(radius, rect.width / 2, rect.height / 2)))])
    }

    public static func circle(center: Point, radius: Double) -> Path {
        Path([.arc(center: center, radius: radius, from: 0, to: 2 * .pi), .close])
    }

    public static func line(from start: Point, to end: Point) -> Path { Path([.move(start), .line(end)]) }

    /// Straight lines through points; nothing when there are none.
    public static func lines(_ points: [Point], closed: Bool = false) -> Path {
        guard let first = points.first else { return Path() }
        return Path([.move(first)] + points.dropFirst().map { .line($0) } + (closed ? [.close] : []))
    }
}

/// What an outline is filled with.
public enum Paint: Sendable, Hashable {
    case solid(Color)
    /// From one point of the page to another.
    case linear(from: Point, to: Point, stops: [GradientStop])
}

public struct GradientStop: Sendable, Hashable {
    /// 0...1.
    public var offset: Double
    public var color: Color

    public init(offset: Double, color: Color) {
        self.offset = offset
        self.color = color
    }
}

/// How an outline is drawn.
public struct Stroke: Sendable, Hashable {
    public enum Cap: Sendable, Hashable { case butt, round }

    public var width: Double
    public var color: Color
    /// Lengths of dash and gap, in turn; empty: a whole line.
    public var dash: [Double]
    public var cap: Cap

    public init(width: Double, color: Color, dash: [Double] = [], cap: Cap = .butt) {
        self.width = width
        self.color = color
        self.dash = dash
        self.cap = cap
    }
}
