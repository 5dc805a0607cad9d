import ReportScene

/// A shadow as a few translucent outlines around its box, of which each covers the ones inside it: what lies on top
/// of each other grows from nothing at the outer edge to the shadow's colour. A true blur would cost ten times as much.
enum ShadowLayers {
    struct Layer: Hashable {
        var rect: Rect
        var radius: Double
        var alpha: Double
    }

    /// From the outside in. - Parameter scale: device pixels for one CSS pixel.
    static func of(_ rect: Rect, radius: Double, _ shadow: Shadow, scale: Double) -> [Layer] {
        guard shadow.color.alpha > 0 else { return [] }
        let box = rect.moved(by: shadow.offset)
        let blur = max(0, min(shadow.blur, 200))
        // A step of more than a few pixels is seen as an edge.
        let count = blur > 0 ? max(3, min(12, Int((blur * scale / 3).rounded(.up)))) : 1
        var layers: [Layer] = []
        var seen = 0.0
        for step in 1...count {
            let inward = (Double(step) - 0.5) / Double(count)
            let spread = blur * (0.5 - inward)
            // The edge of a blurred box is a slope that is smooth at both ends.
            let wanted = shadow.color.alpha * inward * inward * (3 - 2 * inward)
            let alpha = (wanted - seen) / (1 - min(seen, 0.999))
            seen = wanted
            let layer = box.inset(by: Insets(all: -spread))
            guard layer.width > 0, layer.height > 0 else { break }
            layers.append(Layer(rect: layer, radius: max(0, radius + spread), alpha: alpha))
        }
        return layers
    }
}
