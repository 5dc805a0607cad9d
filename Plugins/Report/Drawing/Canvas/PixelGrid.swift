import ReportScene

/// Puts the edges of boxes and straight rules on whole device pixels, as browsers do: between them they would be
/// blurred. Curves and slopes stay where they are.
struct PixelGrid {
    /// Device pixels for one CSS pixel.
    let scale: Double

    func aligned(_ rect: Rect) -> Rect {
        let (left, right) = edges(rect.minX, rect.maxX)
        let (top, bottom) = edges(rect.minY, rect.maxY)
        return Rect(x: left, y: top, width: right - left, height: bottom - top)
    }

    /// Both on the grid, and a pixel apart at least: a thin rule does not vanish.
    private func edges(_ from: Double, _ to: Double) -> (Double, Double) {
        guard to > from else { return (from, to) }
        let first = (from * scale).rounded()
        return (first / scale, max(first + 1, (to * scale).rounded()) / scale)
    }

    /// A path of one box, on the grid; others as they are.
    func aligned(_ path: Path) -> Path {
        guard path.elements.count == 1 else { return path }
        switch path.elements[0] {
        case .rectangle(let rect): return .rectangle(aligned(rect))
        case .rounded(let rect, let radius): return .rounded(aligned(rect), radius: radius)
        default: return path
        }
    }

    /// A whole straight rule along an axis as the box that it covers; nil for any other line.
    func rule(_ path: Path, _ stroke: Stroke) -> Rect? {
        guard path.elements.count == 2, stroke.dash.isEmpty, stroke.cap == .butt, stroke.width > 0,
            case .move(let from) = path.elements[0], case .line(let to) = path.elements[1]
        else { return nil }
        let half = stroke.width / 2
        if from.y == to.y, from.x != to.x {
            return aligned(
                Rect(x: min(from.x, to.x), y: from.y - half, width: abs(to.x - from.x), height: stroke.width))
        }
        if from.x == to.x, from.y != to.y {
            return aligned(
                Rect(x: from.x - half, y: min(from.y, to.y), width: stroke.width, height: abs(to.y - from.y)))
        }
        return nil
    }

    /// The outline and width of a box's border with both its edges on the grid; nil for any other path.
    func border(_ path: Path, _ stroke: Stroke) -> (Path, width: Double)? {
        guard path.elements.count == 1, stroke.dash.isEmpty, stroke.width > 0 else { return nil }
        let (rect, radius): (Rect, Double?)
        switch path.elements[0] {
        case .rectangle(let box): (rect, radius) = (box, nil)
        case .rounded(let box, let corner): (rect, radius) = (box, corner)
        default: return nil
        }
        let outer = aligned(rect.inset(by: Insets(all: -stroke.width / 2)))
        let width = max(1, (stroke.width * scale).rounded()) / scale
        guard outer.width > 2 * width, outer.height > 2 * width else { return nil }
        let middle = outer.inset(by: Insets(all: width / 2))
        return (radius.map { .rounded(middle, radius: $0) } ?? .rectangle(middle), width)
    }
}
