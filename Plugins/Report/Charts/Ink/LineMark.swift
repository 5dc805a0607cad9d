import Glibc
import ReportScene

/// How the line of a series is drawn, so that lines can be told apart without colour.
struct LineMark: Sendable, Hashable {
    enum Form: Sendable, Hashable, CaseIterable { case circle, square, diamond, triangle }

    var form: Form
    var dash: [Double]

    static func of(_ series: Int) -> LineMark {
        let dashes: [[Double]] = [[], [6, 4], [2, 3], [9, 3, 2, 3]]
        return LineMark(form: Form.allCases[series % 4], dash: dashes[(series + series / 4) % 4])
    }

    /// The outline of a marker; all forms cover about the same area.
    func path(at center: Point, radius: Double) -> Path {
        func around(_ count: Int, _ radius: Double, from angle: Double) -> Path {
            let points = (0..<count).map { index in
                let turn = angle + 2 * .pi * Double(index) / Double(count)
                return Point(x: center.x + cos(turn) * radius, y: center.y + sin(turn) * radius)
            }
            return .lines(points, closed: true)
        }
        switch form {
        case .circle: return .circle(center: center, radius: radius)
        case .square: return around(4, radius * 1.25, from: .pi / 4)
        case .diamond: return around(4, radius * 1.3, from: 0)
        case .triangle: return around(3, radius * 1.35, from: -.pi / 2)
        }
    }

    /// The farthest that a marker reaches.
    static func reach(_ radius: Double) -> Double { radius * 1.35 + 1 }
    static func radius(reaching reach: Double) -> Double { (reach - 1) / 1.35 }

    /// A hollow marker, or a full one for the reader's own place.
    func items(at center: Point, radius: Double, color: Color, ground: Color, isFull: Bool) -> [SceneItem] {
        let outline = path(at: center, radius: radius)
        return [
            .fill(outline, .solid(isFull ? color : ground)), .stroke(outline, Stroke(width: 1.75, color: color)),
        ]
    }
}
