import Glibc
import ReportScene

/// An area that a value fills.
protocol ChartShape {
    var bounds: Rect { get }
    /// Its outline, moved inwards by some pixels so that a stroke stays inside.
    func path(inset: Double) -> Path
}

/// A bar whose free end is round.
struct Bar: ChartShape {
    enum End: Sendable { case top, bottom, left, right, none }

    var bounds: Rect
    var end: End
    var radius: Double

    func path(inset: Double) -> Path {
        let room = min(inset, bounds.width / 2, bounds.height / 2)
        let box = bounds.inset(by: Insets(all: room))
        let length = end == .left || end == .right ? box.width : box.height
        let breadth = end == .left || end == .right ? box.height : box.width
        let round = max(0, min(radius - room, breadth * 0.3, length))
        guard end != .none, round > 0.2 else { return .rectangle(box) }
        // The corners clockwise from the top left, and which of them are round.
        let corners = [
            Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY), Point(x: box.maxX, y: box.maxY),
            Point(x: box.minX, y: box.maxY),
        ]
        let rounds: [Bool] =
            switch end {
            case .top: [true, true, false, false]
            case .right: [false, true, true, false]
            case .bottom: [false, false, true, true]
            case .left: [true, false, false, true]
            case .none: [false, false, false, false]
            }
        let along = [Point(x: 1, y: 0), Point(x: 0, y: 1), Point(x: -1, y: 0), Point(x: 0, y: -1)]
        var elements: [Path.Element] = []
        for index in 0..<4 {
            let (corner, leaving, coming) = (corners[index], along[index], along[(index + 3) % 4])
            let reach = rounds[index] ? round : 0
            let entry = Point(x: corner.x - coming.x * reach, y: corner.y - coming.y * reach)
            elements.append(elements.isEmpty ? .move(entry) : .line(entry))
            guard reach > 0 else { continue }
            let pull = reach * (1 - quarterPull)
            elements.append(
                .curve(
                    Point(x: corner.x + leaving.x * reach, y: corner.y + leaving.y * reach),
                    control1: Point(x: corner.x - coming.x * pull, y: corner.y - coming.y * pull),
                    control2: Point(x: corner.x + leaving.x * pull, y: corner.y + leaving.y * pull)))
        }
        return Path(elements + [.close])
    }
}

/// A piece of a ring, clockwise from an angle to another; radians, 0 points right.
struct RingPiece: ChartShape {
    var center: Point
    var inner: Double
    var outer: Double
    var from: Double
    var to: Double

    var bounds: Rect { Rect(x: center.x - outer, y: center.y - outer, width: outer * 2, height: outer * 2) }

    func path(inset: Double) -> Path {
        let outside = max(0.1, outer - inset)
        let inside = min(outside, inner + inset)
        if to - from >= 2 * .pi - 1e-9 {
            return Path(
                [.move(point(outside, 0))] + arc(outside, 0, 2 * .pi) + [.close, .move(point(inside, 0))]
                    + arc(inside, 0, -2 * .pi) + [.close])
        }
        func ends(_ radius: Double) -> (Double, Double) {
            let turn = min((to - from) / 2 - 1e-4, inset / max(radius, 1))
            return (from + turn, to - turn)
        }
        let (start, end) = ends(outside)
        let (innerStart, innerEnd) = ends(inside)
        return Path(
            [.move(point(outside, start))] + arc(outside, start, end) + [.line(point(inside, innerEnd))]
                + arc(inside, innerEnd, innerStart) + [.close])
    }

    /// Whether a box lies inside, some pixels away from the edges.
    func holds(_ box: Rect, margin: Double) -> Bool {
        let corners = [
            Point(x: box.minX, y: box.minY), Point(x: box.maxX, y: box.minY), Point(x: box.maxX, y: box.maxY),
            Point(x: box.minX, y: box.maxY),
        ].map { (x: $0.x - center.x, y: $0.y - center.y) }
        let nearest = hypot(
            max(box.minX - center.x, 0, center.x - box.maxX), max(box.minY - center.y, 0, center.y - box.maxY))
        guard nearest >= inner + margin, corners.allSatisfy({ hypot($0.x, $0.y) <= outer - margin }) else {
            return false
        }
        let (middle, half) = ((from + to) / 2, (to - from) / 2 - margin / max(inner, 1))
        return corners.allSatisfy { abs(remainder(atan2($0.y, $0.x) - middle, 2 * .pi)) <= half }
    }

    private func point(_ radius: Double, _ angle: Double) -> Point {
        Point(x: center.x + cos(angle) * radius, y: center.y + sin(angle) * radius)
    }

    /// Parts of at most a quarter as curves; the control points of a circle by the tangents' usual length.
    private func arc(_ radius: Double, _ from: Double, _ to: Double) -> [Path.Element] {
        let parts = max(1, Int((abs(to - from) / (.pi / 2)).rounded(.up)))
        let turn = (to - from) / Double(parts)
        let pull = 4 / 3 * tan(turn / 4) * radius
        return (0..<parts).map { part in
            let (start, end) = (from + turn * Double(part), from + turn * Double(part + 1))
            let (one, two) = (point(radius, start), point(radius, end))
            return .curve(
                two, control1: Point(x: one.x - sin(start) * pull, y: one.y + cos(start) * pull),
                control2: Point(x: two.x + sin(end) * pull, y: two.y - cos(end) * pull))
        }
    }
}

/// How far along a tangent the control point of a quarter circle lies, for radius 1.
private let quarterPull = 4.0 / 3 * (2.0.squareRoot() - 1)
