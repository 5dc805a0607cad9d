/// A place in an order. Equal values share one: neither of two is the hardest.
struct Rank: Equatable {
    /// From 1.
    var place: Int
    var isShared: Bool

    /// Of each value; they are in order already.
    static func all(of values: [Double]) -> [Rank] {
        var first: [Double: Int] = [:]
        var count: [Double: Int] = [:]
        for (index, value) in values.enumerated() {
            first[value] = first[value] ?? index
            count[value, default: 0] += 1
        }
        return values.map { Rank(place: (first[$0] ?? 0) + 1, isShared: (count[$0] ?? 0) > 1) }
    }
}
