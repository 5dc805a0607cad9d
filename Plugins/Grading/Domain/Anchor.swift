/// A printed mark that tells where the sheet lies.
package struct Anchor: Sendable, Equatable {
    package enum Shape: Sendable, Equatable {
        case square(size: Double)
        case bar(Size)
        /// A ring around a dot; the outer diameter.
        case ring(size: Double)
        /// An angle whose corner is the outer corner of the sheet's frame; arms point inwards.
        case corner(arm: Double, thickness: Double)
        /// Concentric rings of a size that the template does not state.
        case concentric
    }

    package var id: String
    package var shape: Shape
    /// The centre of gravity of the mark's ink.
    package var centre: Point
    /// Tells up from down where the other marks are symmetric.
    package var isOrientation: Bool

    package init(id: String, shape: Shape, centre: Point, isOrientation: Bool = false) {
        self.id = id
        self.shape = shape
        self.centre = centre
        self.isOrientation = isOrientation
    }
}

/// How ink is spread: standard deviations along the long and the short axis.
struct Spread: Sendable, Equatable {
    var long: Double
    var short: Double

    /// From the central second moments of a shape of unit mass.
    init(xx: Double, yy: Double, xy: Double) {
        let middle = (xx + yy) / 2
        let reach = ((xx - yy) * (xx - yy) / 4 + xy * xy).squareRoot()
        long = max(middle + reach, 0).squareRoot()
        short = max(middle - reach, 0).squareRoot()
    }

    var mean: Double { (long * short).squareRoot() }
    /// 1 for what is as wide as it is high.
    var elongation: Double { short > 0 ? long / short : .infinity }
}

extension Anchor.Shape {
    /// Part of the diameter that is the white between ring and dot, as the sheets print it.
    static let ringHole = 0.68
    static let ringDot = 0.36

    /// The spread of the mark's ink in template units; `nil` when its size is not known.
    var spread: Spread? {
        switch self {
        case .square(let size): Spread(xx: size * size / 12, yy: size * size / 12, xy: 0)
        case .bar(let size):
            Spread(xx: size.width * size.width / 12, yy: size.height * size.height / 12, xy: 0)
        case .ring(let size):
            // Only the outer ring: ring and dot do not touch.
            Spread(
                xx: size * size / 16 * (1 + Self.ringHole * Self.ringHole),
                yy: size * size / 16 * (1 + Self.ringHole * Self.ringHole), xy: 0)
        case .corner(let arm, let thickness): Self.cornerMoments(arm: arm, thickness: thickness).spread
        case .concentric: nil
        }
    }

    /// Whether the mark has a second mark in its middle.
    var isConcentric: Bool {
        switch self {
        case .ring, .concentric: true
        case .square, .bar, .corner: false
        }
    }

    /// Direction of the long axis on the page, in radians from the x axis; `nil` when there is none.
    var direction: Double? {
        guard case .bar(let size) = self, let spread, spread.elongation > 1.3 else { return nil }
        return size.width > size.height ? 0 : .pi / 2
    }

    /// Distance of the centre of gravity from the outer corner along both edges, and the spread.
    static func cornerMoments(arm: Double, thickness: Double) -> (offset: Double, spread: Spread) {
        // One rectangle lies along the edge, the other below it, without overlap.
        let below = max(arm - thickness, 0)
        let (first, second) = (arm * thickness, thickness * below)
        let mass = first + second
        let x = (first * arm / 2 + second * thickness / 2) / mass
        let y = (first * thickness / 2 + second * (thickness + below / 2)) / mass
        func moment(_ size: Double, _ offset: Double) -> Double { size * size / 12 + offset * offset }
        let xx = (first * moment(arm, arm / 2 - x) + second * moment(thickness, thickness / 2 - x)) / mass
        let yy =
            (first * moment(thickness, thickness / 2 - y)
                + second * moment(below, thickness + below / 2 - y)) / mass
        let xy =
            (first * (arm / 2 - x) * (thickness / 2 - y)
                + second * (thickness / 2 - x) * (thickness + below / 2 - y)) / mass
        return (x, Spread(xx: xx, yy: yy, xy: xy))
    }
}
