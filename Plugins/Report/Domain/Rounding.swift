extension Double {
    /// To one decimal, ties away from zero: how the backend rounds what it computes.
    var roundedToTenth: Double { (self * 10).rounded(.toNearestOrAwayFromZero) / 10 }

    /// Percent that a part is of a whole, to one decimal; 0 of nothing.
    ///
    /// Divided once: of 80, 23 are 28.75 percent, which a quotient times a hundred is just short of.
    static func percentage(_ part: Double, of whole: Double) -> Double {
        whole > 0 ? (part * 1000 / whole).rounded(.toNearestOrAwayFromZero) / 10 : 0
    }

    static func percentage(_ part: Int, of whole: Int) -> Double { percentage(Double(part), of: Double(whole)) }

    /// Points to a millionth, so that three times 2.2 and 6.6 are equal, and have one rank.
    var roundedPoints: Double {
        abs(self) < 1e9 ? (self * 1_000_000).rounded(.toNearestOrAwayFromZero) / 1_000_000 : self
    }
}

extension Sequence {
    /// The sum of the points of all.
    func sumOfPoints(_ points: (Element) -> Double) -> Double { reduce(0) { $0 + points($1) }.roundedPoints }
}
