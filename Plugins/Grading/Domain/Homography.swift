/// A projective map of the plane: from template units to pixels of the picture.
package struct Homography: Sendable, Equatable {
    /// Row-major 3 x 3.
    package let rows: [Double]

    /// `nil` unless there are nine finite numbers.
    package init?(rows: [Double]) {
        guard rows.count == 9, rows.allSatisfy(\.isFinite) else { return nil }
        self.rows = rows
    }

    private init(checked rows: [Double]) { self.rows = rows }

    /// Stretches template units to pixels without turning.
    static func scaling(x: Double, y: Double) -> Homography { Homography(checked: [x, 0, 0, 0, y, 0, 0, 0, 1]) }

    /// The map that first stretches the template's x, then does what this one does.
    func afterStretching(x factor: Double) -> Homography {
        Homography(checked: rows.enumerated().map { $0 % 3 == 0 ? $1 * factor : $1 })
    }

    /// Where a point of the template lies in the picture; far outside it when the map sends it to infinity.
    package func callAsFunction(_ p: Point) -> Point {
        let w = rows[6] * p.x + rows[7] * p.y + rows[8]
        guard abs(w) > 1e-12 else { return Point(-1e9, -1e9) }
        return Point(
            (rows[0] * p.x + rows[1] * p.y + rows[2]) / w, (rows[3] * p.x + rows[4] * p.y + rows[5]) / w)
    }

    /// Pixels per template unit near a point, averaged over both directions.
    func scale(at p: Point) -> Double {
        let here = self(p)
        return ((self(p + Point(1, 0)) - here).length + (self(p + Point(0, 1)) - here).length) / 2
    }

    /// The turn and stretch that sends `a` to `imageA` and `b` to `imageB`.
    static func similarity(_ a: Point, _ b: Point, to imageA: Point, _ imageB: Point) -> Homography? {
        let from = b - a
        let to = imageB - imageA
        let square = from.x * from.x + from.y * from.y
        guard square > 0 else { return nil }
        let cosine = (from.x * to.x + from.y * to.y) / square
        let sine = (from.x * to.y - from.y * to.x) / square
        return Homography(rows: [
            cosine, -sine, imageA.x - cosine * a.x + sine * a.y,
            sine, cosine, imageA.y - sine * a.x - cosine * a.y,
            0, 0, 1,
        ])
    }
}

/// A point of the template and where it was seen.
struct Correspondence: Sendable {
    let template: Point
    let image: Point
}

extension Homography {
    /// The affine map with the least squared error; needs three points that are not on a line.
    static func affine(fitting pairs: [Correspondence]) -> Homography? {
        guard pairs.count >= 3 else { return nil }
        var system = NormalEquations(unknowns: 6)
        for pair in pairs {
            let (x, y) = (pair.template.x, pair.template.y)
            system.add([x, y, 1, 0, 0, 0], equals: pair.image.x)
            system.add([0, 0, 0, x, y, 1], equals: pair.image.y)
        }
        guard let s = system.solved() else { return nil }
        return Homography(rows: s + [0, 0, 1])
    }

    /// The projective map with the least squared (algebraic) error; needs four points, no three on a line.
    static func projective(fitting pairs: [Correspondence]) -> Homography? {
        guard pairs.count >= 4 else { return nil }
        // Normalised first (Hartley): raw pixels and millimetres would make the equations ill-conditioned.
        let from = Normalisation(pairs.map(\.template))
        let to = Normalisation(pairs.map(\.image))
        var system = NormalEquations(unknowns: 8)
        for pair in pairs {
            let p = from(pair.template)
            let q = to(pair.image)
            system.add([p.x, p.y, 1, 0, 0, 0, -q.x * p.x, -q.x * p.y], equals: q.x)
            system.add([0, 0, 0, p.x, p.y, 1, -q.y * p.x, -q.y * p.y], equals: q.y)
        }
        guard let h = system.solved() else { return nil }
        return Homography(rows: multiply(to.inverse, multiply(h + [1], from.matrix)))
    }

    private static func multiply(_ a: [Double], _ b: [Double]) -> [Double] {
        (0..<9).map { cell in
            let (row, column) = (cell / 3 * 3, cell % 3)
            return a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6]
        }
    }
}

/// Moves points to their centre and to a mean distance of about one.
private struct Normalisation {
    let centre: Point
    let scale: Double

    init(_ points: [Point]) {
        let count = Double(max(points.count, 1))
        let centre = points.reduce(Point(0, 0), +) * (1 / count)
        let mean = points.reduce(0) { $0 + ($1 - centre).length } / count
        self.centre = centre
        scale = mean > 0 ? 1 / mean : 1
    }

    func callAsFunction(_ p: Point) -> Point { (p - centre) * scale }
    var matrix: [Double] { [scale, 0, -centre.x * scale, 0, scale, -centre.y * scale, 0, 0, 1] }
    var inverse: [Double] { [1 / scale, 0, centre.x, 0, 1 / scale, centre.y, 0, 0, 1] }
}
