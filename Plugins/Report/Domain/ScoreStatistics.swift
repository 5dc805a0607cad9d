/// How the scores of a class spread. The rules are the backend's: mean and standard deviation are of the population,
/// rounded to one decimal; a percentile is the share strictly below, a rank one more than there are strictly above.
public struct ScoreStatistics: Sendable, Hashable {
    /// Ascending.
    private let scores: [Double]

    public let average: Double
    public let standardDeviation: Double
    public let lowest: Double
    public let highest: Double

    /// Nil for nobody. Scores that are no numbers are left out.
    public init?(_ scores: [Double]) {
        let sorted = scores.filter(\.isFinite).sorted()
        guard let lowest = sorted.first, let highest = sorted.last else { return nil }
        let count = Double(sorted.count)
        let mean = sorted.reduce(0, +) / count
        let variance = sorted.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        self.scores = sorted
        self.lowest = lowest
        self.highest = highest
        average = mean.roundedToTenth
        standardDeviation = variance.squareRoot().roundedToTenth
    }

    public var participants: Int { scores.count }

    /// 1 is the best.
    public func rank(of score: Double) -> Int { scores.count - count(upTo: score) + 1 }

    /// Percent of all who scored less.
    public func percentile(of score: Double) -> Double { .percentage(count(below: score), of: scores.count) }

    /// How many have at least a score, and less than another one.
    func count(from: Double, below: Double) -> Int { max(0, count(below: below) - count(below: from)) }

    /// Each score with the rank of those who have it.
    var ranked: [(score: Double, rank: Int)] { scores.map { ($0, rank(of: $0)) } }

    private func count(below score: Double) -> Int { partition { $0 >= score } }
    private func count(upTo score: Double) -> Int { partition { $0 > score } }

    /// How many come before the first for whom it is true, as it is for all after it.
    private func partition(_ isAfter: (Double) -> Bool) -> Int {
        var low = 0
        var high = scores.count
        while low < high {
            let middle = low + (high - low) / 2
            if isAfter(scores[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
