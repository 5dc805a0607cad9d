import ReportScene

/// How a shape is filled, so that series can be told apart without colour.
enum FillPattern: Sendable, Hashable, CaseIterable {
    case solid
    /// Pale, with an outline.
    case soft
    case diagonal
    case outline
    case backDiagonal
    case horizontal

    /// - Parameter count: of the series of the chart.
    static func of(_ series: Int, of count: Int, inkSaving: Bool) -> FillPattern {
        let usual: [FillPattern] = [.solid, .soft, .diagonal, .outline, .backDiagonal, .horizontal]
        let sparse: [FillPattern] = [.diagonal, .outline, .backDiagonal, .horizontal]
        if inkSaving { return count == 1 ? .outline : sparse[series % sparse.count] }
        return usual[series % usual.count]
    }

    /// What a text inside the shape lies on; nil where lines would cross it.
    func ground(_ color: Color, on ground: Color) -> Color? {
        switch self {
        case .solid: color
        case .soft: color.mixed(with: ground, Self.paleness)
        case .outline: ground
        case .diagonal, .backDiagonal, .horizontal: nil
        }
    }

    static let paleness = 0.78
    static let edge = 1.5

    func items(_ shape: some ChartShape, color: Color, on ground: Color) -> [SceneItem] {
        // A sliver has no inside.
        if min(shape.bounds.width, shape.bounds.height) < 3 * Self.edge {
            let isPale = self == .soft || self == .outline
            return [.fill(shape.path(inset: 0), .solid(isPale ? color.softened(on: ground) : color))]
        }
        let outline = SceneItem.stroke(shape.path(inset: Self.edge / 2), Stroke(width: Self.edge, color: color))
        switch self {
        case .solid: return [.fill(shape.path(inset: 0), .solid(color))]
        case .soft:
            return [.fill(shape.path(inset: 0), .solid(color.mixed(with: ground, Self.paleness))), outline]
        case .outline: return [outline]
        case .diagonal, .backDiagonal, .horizontal:
            let lines = hatch(shape.bounds)
            guard !lines.elements.isEmpty else { return [outline] }
            return [
                .beginClip(shape.path(inset: 0)), .stroke(lines, Stroke(width: 1.2, color: color)), .endGroup, outline,
            ]
        }
    }

    /// Lines within a box, laid so that neighbouring boxes continue each other.
    private func hatch(_ box: Rect) -> Path {
        // A pixel inside, where the outline covers the lines' ends.
        let box = box.inset(by: Insets(all: 1))
        guard box.width > 0, box.height > 0 else { return Path() }
        let distance = 6.0
        var elements: [Path.Element] = []
        func add(_ one: Point, _ two: Point) { elements += [.move(one), .line(two)] }
        func multiples(_ from: Double, _ to: Double) -> [Double] {
            stride(from: (from / distance).rounded(.up) * distance, to: to, by: distance).map { $0 }
        }
        switch self {
        case .horizontal:
            for y in multiples(box.minY, box.maxY) { add(Point(x: box.minX, y: y), Point(x: box.maxX, y: y)) }
        case .diagonal:
            // x + y is the same along a line.
            for sum in multiples(box.minX + box.minY, box.maxX + box.maxY) {
                let left = max(box.minX, sum - box.maxY)
                let right = min(box.maxX, sum - box.minY)
                add(Point(x: left, y: sum - left), Point(x: right, y: sum - right))
            }
        default:
            // x - y is the same along a line.
            for difference in multiples(box.minX - box.maxY, box.maxX - box.minY) {
                let left = max(box.minX, difference + box.minY)
                let right = min(box.maxX, difference + box.maxY)
                add(Point(x: left, y: left - difference), Point(x: right, y: right - difference))
            }
        }
        return Path(elements)
    }
}
