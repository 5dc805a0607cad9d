import ReportScene

/// A measured text and where its lines start.
struct ChartLabel {
    let text: any MeasuredText
    let words: String
    let ink: Color
    let isBold: Bool
    let fontSize: Double
    /// The width in which its lines are aligned.
    let width: Double

    var size: Size { text.size }

    /// The item that puts the lines into a box of the label's size.
    func item(in box: Rect) -> SceneItem {
        // Centred lines stand in the middle of the width they were measured in, which may be wider than they are.
        let left = text.style.alignment == .center ? box.center.x - width / 2 : box.minX
        return .text(text, at: Point(x: left, y: box.minY), width: width)
    }
}

/// A place that a label could take.
struct LabelSpot {
    var box: Rect
    /// The colour of the shape inside which it lies; nil: it lies on the chart's ground and must not touch a shape.
    var ground: Color?

    init(_ box: Rect, on ground: Color? = nil) {
        self.box = box
        self.ground = ground
    }
}

/// A label that wants one of some places.
struct LabelWish {
    var label: ChartLabel
    /// The best first.
    var spots: [LabelSpot]
    /// Greater ones choose first.
    var importance: Int
}

extension Rect {
    func grown(by margin: Double) -> Rect {
        Rect(x: minX - margin, y: minY - margin, width: width + 2 * margin, height: height + 2 * margin)
    }

    /// Whether a part of the straight line between two points lies inside (Liang and Barsky's clipping).
    func isCrossed(from one: Point, to two: Point) -> Bool {
        var (enter, leave) = (0.0, 1.0)
        let (dx, dy) = (two.x - one.x, two.y - one.y)
        for (slope, room) in [(-dx, one.x - minX), (dx, maxX - one.x), (-dy, one.y - minY), (dy, maxY - one.y)] {
            if slope == 0 {
                if room < 0 { return false }
            } else if slope < 0 {
                enter = max(enter, room / slope)
            } else {
                leave = min(leave, room / slope)
            }
        }
        return enter < leave
    }
}
