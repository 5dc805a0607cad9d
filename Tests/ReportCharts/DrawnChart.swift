import ReportCharts
import ReportScene

/// A drawing taken apart for expectations.
struct DrawnChart {
    let drawing: ChartDrawing
    let box: Rect

    init(_ spec: ChartSpec, _ style: ChartStyle = ChartStyle(), width: Double = 400, height: Double = 220) {
        box = Rect(x: 0, y: 0, width: width, height: height)
        drawing = drawChart(spec, style: style, in: Size(width: width, height: height), measurer: FakeMeasurer())
    }

    var texts: [(words: String, box: Rect, color: Color)] {
        drawing.items.compactMap { item in
            guard case .text(let text, let at, let width) = item, let run = text.runs.first else { return nil }
            let left = text.style.alignment == .center ? at.x + (width - text.size.width) / 2 : at.x
            return (
                text.runs.map(\.text).joined(),
                Rect(x: left, y: at.y, width: text.size.width, height: text.size.height), run.color
            )
        }
    }

    var words: [String] { texts.map(\.words) }
    var fills: [(box: Rect, color: Color?)] {
        drawing.items.compactMap { item in
            guard case .fill(let path, let paint) = item, let bounds = path.bounds else { return nil }
            guard case .solid(let color) = paint else { return (bounds, nil) }
            return (bounds, color)
        }
    }
    var codes: [ChartFinding.Code] { drawing.findings.map(\.code) }

    func box(of words: String) -> Rect? { texts.first { $0.words == words }?.box }

    /// Items that reach beyond the box, or are no numbers.
    var strayItems: [String] {
        drawing.items.compactMap { item in
            let bounds: Rect?
            switch item {
            case .fill(let path, _), .beginClip(let path): bounds = path.bounds
            case .stroke(let path, let stroke):
                // A line through a point of the edge reaches half its width beyond; a hair of that is no fault.
                bounds = path.bounds.map { $0.grown(by: stroke.width / 2) }
            default: bounds = nil
            }
            guard let bounds else { return nil }
            return box.contains(bounds, slack: 1.01) ? nil : "\(item)"
        } + texts.filter { !box.contains($0.box, slack: 0.02) }.map { "text \($0.words) at \($0.box)" }
    }

    /// Pairs of texts that lie on each other.
    var overlaps: [String] {
        let all = texts
        return all.indices.flatMap { one in
            all.indices.dropFirst(one + 1).compactMap { two in
                all[one].box.overlaps(all[two].box) ? "\(all[one].words) | \(all[two].words)" : nil
            }
        }
    }
}

extension Rect {
    func grown(by margin: Double) -> Rect {
        Rect(x: minX - margin, y: minY - margin, width: width + 2 * margin, height: height + 2 * margin)
    }
}

extension Path {
    /// Of all points, and of curves at sixteen places; nil for no points.
    var bounds: Rect? {
        var last = Point.zero
        let points = elements.flatMap { element -> [Point] in
            switch element {
            case .move(let point), .line(let point):
                last = point
                return [point]
            case .curve(let point, let one, let two):
                let start = last
                last = point
                return (1...16).map { step in
                    let share = Double(step) / 16
                    let left = 1 - share
                    func mix(_ part: KeyPath<Point, Double>) -> Double {
                        left * left * left * start[keyPath: part] + 3 * left * left * share * one[keyPath: part]
                            + 3 * left * share * share * two[keyPath: part] + share * share * share
                            * point[keyPath: part]
                    }
                    return Point(x: mix(\.x), y: mix(\.y))
                }
            case .arc(let center, let radius, _, _):
                return [
                    Point(x: center.x - radius, y: center.y - radius),
                    Point(x: center.x + radius, y: center.y + radius),
                ]
            case .rectangle(let rect), .rounded(let rect, _):
                return [rect.origin, Point(x: rect.maxX, y: rect.maxY)]
            case .close: return []
            }
        }
        guard let left = points.map(\.x).min(), let right = points.map(\.x).max(), let top = points.map(\.y).min(),
            let bottom = points.map(\.y).max()
        else { return nil }
        return Rect(x: left, y: top, width: right - left, height: bottom - top)
    }
}

/// A series by its values, with labels `1`, `2`, ...
func series(_ name: String = "", _ values: [Double?], here: Int? = nil, labels: [String]? = nil) -> ChartSeries {
    ChartSeries(
        name: name,
        points: values.enumerated().map { index, value in
            ChartPoint(label: labels?[index] ?? "\(index + 1)", value: value, isHere: index == here)
        })
}
