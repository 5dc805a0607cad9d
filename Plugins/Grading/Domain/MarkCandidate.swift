/// A dark blob that may be a mark of the sheet. Lengths in pixels of the picture.
struct MarkCandidate: Sendable, Equatable {
    var centre: Point
    var spread: Spread
    /// Direction of the long axis, radians from the x axis.
    var direction: Double
    /// Its bounding box.
    var origin: Point
    var size: Size
    /// Another blob sits in its middle, as in a ring around a dot.
    var isConcentric: Bool
    /// Area divided by that of a solid rectangle with the same spread: about 1 for solid marks.
    var solidity: Double

    /// Whether this blob could be `shape` printed at `scale` pixels per unit.
    func resembles(_ shape: Anchor.Shape, scale: Double) -> Bool {
        guard isConcentric || !shape.isConcentric else { return false }
        switch shape {
        case .concentric: return spread.elongation < 1.25
        case .square, .bar, .ring, .corner: break
        }
        guard let expected = shape.spread else { return false }
        let long = spread.long / (expected.long * scale)
        let short = spread.short / (expected.short * scale)
        return Self.sizes.contains(long) && Self.sizes.contains(short) && isSolid(shape)
    }

    /// Whether the form fits at any size, and the size in pixels per unit that it would mean.
    func scale(as shape: Anchor.Shape) -> Double? {
        guard isConcentric || !shape.isConcentric, isSolid(shape) else { return nil }
        guard let expected = shape.spread else { return spread.elongation < 1.25 ? 0 : nil }
        let stretch = spread.elongation / expected.elongation
        return (0.72...1.4).contains(stretch) ? spread.mean / expected.mean : nil
    }

    /// Blur, toner and low resolution change a mark's size by this much.
    private static let sizes = 0.74...1.32

    private func isSolid(_ shape: Anchor.Shape) -> Bool {
        switch shape {
        case .square, .bar: (0.8...1.15).contains(solidity)
        case .ring, .concentric: solidity < 0.75
        case .corner: (0.5...1.0).contains(solidity)
        }
    }
}
