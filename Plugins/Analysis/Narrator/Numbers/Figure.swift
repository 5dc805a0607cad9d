import AnalysisFacts

/// A number as it is written: with at most one decimal, half up, and without one when it is whole. Never `-0.0`.
struct Figure: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Beyond this nothing is a score, a rate or a count; larger numbers are written as this one.
    static let limit = 1e9

    let tenths: Int

    init(_ value: Double) {
        let bounded = value.isFinite ? min(max(value, -Self.limit), Self.limit) : 0
        // 61.45 is a little less than that in binary: what differs by less than a billionth is a tie too.
        let rounded = (bounded.magnitude * 10 + 1e-9).rounded(.toNearestOrAwayFromZero)
        tenths = Int(bounded < 0 ? -rounded : rounded)
    }

    /// One, as written: the one number of which English has the singular.
    var isOne: Bool { tenths == 10 }

    var description: String { FigureText.plain(Double(tenths) / 10) }

    static func < (one: Figure, other: Figure) -> Bool { one.tenths < other.tenths }
}
