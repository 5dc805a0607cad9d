import Glibc
import ReportScene

extension Ground {
    /// Over a box. Gradients as in CSS Images 3, 3.4.2: the corners have the first and the last colour.
    func paint(over rect: Rect) -> Paint {
        switch self {
        case .solid(let color): return .solid(color)
        case .linear(let degrees, let colors):
            let angle = degrees * .pi / 180
            let direction = Point(x: sin(angle), y: -cos(angle))
            let half = (abs(rect.width * direction.x) + abs(rect.height * direction.y)) / 2
            let from = Point(x: rect.center.x - direction.x * half, y: rect.center.y - direction.y * half)
            let to = Point(x: rect.center.x + direction.x * half, y: rect.center.y + direction.y * half)
            let last = Double(max(1, colors.count - 1))
            let stops = colors.enumerated().map { GradientStop(offset: Double($0.offset) / last, color: $0.element) }
            return .linear(from: from, to: to, stops: stops)
        }
    }
}

extension BoxStyle {
    /// Shadow, ground and border of a box, from back to front.
    func items(around rect: Rect) -> [SceneItem] {
        var items: [SceneItem] = []
        if let shadow { items.append(.shadow(rect, radius: radius, shadow)) }
        if let background {
            let path = radius > 0 ? Path.rounded(rect, radius: radius) : .rectangle(rect)
            items.append(.fill(path, background.paint(over: rect)))
        }
        guard border != Insets() else { return items }
        if border == Insets(all: border.top) {
            let inner = rect.inset(by: Insets(all: border.top / 2))
            let path = radius > 0 ? Path.rounded(inner, radius: radius - border.top / 2) : .rectangle(inner)
            items.append(.stroke(path, Stroke(width: border.top, color: borderColor)))
            return items
        }
        let edges = [
            Rect(x: rect.minX, y: rect.minY, width: rect.width, height: border.top),
            Rect(x: rect.minX, y: rect.maxY - border.bottom, width: rect.width, height: border.bottom),
            Rect(x: rect.minX, y: rect.minY, width: border.left, height: rect.height),
            Rect(x: rect.maxX - border.right, y: rect.minY, width: border.right, height: rect.height),
        ]
        for edge in edges where edge.width > 0 && edge.height > 0 {
            items.append(.fill(.rectangle(edge), .solid(borderColor)))
        }
        return items
    }
}
