import Fuzzing
import Testing

@testable import Report

@Suite struct ScoreStatisticsTests {
    @Test("mean, deviation, rank and percentile of a class, by hand")
    func byHand() throws {
        let statistics = try #require(ScoreStatistics([90, 70, 70, 40, 100]))
        #expect(statistics.participants == 5)
        #expect(statistics.average == 74)
        // Squares of 16, -4, -4, -34, 26: 256 + 16 + 16 + 1156 + 676 = 2120, a fifth of it 424, its root 20.59.
        #expect(statistics.standardDeviation == 20.6)
        #expect(statistics.lowest == 40 && statistics.highest == 100)
        #expect([100, 90, 70, 40].map(statistics.rank) == [1, 2, 3, 5])
        #expect([100, 90, 70, 40].map(statistics.percentile) == [80, 60, 20, 0])
        #expect(statistics.rank(of: 75) == 3 && statistics.percentile(of: 75) == 60)
    }

    @Test("nobody has no statistics, and one is first of one")
    func few() throws {
        #expect(ScoreStatistics([]) == nil)
        #expect(ScoreStatistics([.nan, .infinity]) == nil)
        let one = try #require(ScoreStatistics([7]))
        #expect(one.average == 7 && one.standardDeviation == 0)
        #expect(one.rank(of: 7) == 1 && one.percentile(of: 7) == 0)
    }

    @Test("rank and percentile are what counting says, for many classes")
    func counted() throws {
        var random = SeededRandom(5)
        for _ in 0..<200 {
            let scores = (0..<Int.random(in: 1...60, using: &random)).map { _ in
                Double(Int.random(in: 0...40, using: &random)) * 2.5
            }
            let statistics = try #require(ScoreStatistics(scores))
            for score in scores {
                #expect(statistics.rank(of: score) == 1 + scores.count { $0 > score })
                let below = Double(scores.count { $0 < score }) / Double(scores.count) * 100
                #expect(abs(statistics.percentile(of: score) - below) <= 0.0501)
            }
        }
    }

    @Test("one decimal, ties away from zero")
    func rounding() {
        #expect([0.25, -0.25, 74.249, 17.853, 2.0].map(\.roundedToTenth) == [0.3, -0.3, 74.2, 17.9, 2])
        #expect(Double.percentage(1, of: 3) == 33.3 && Double.percentage(5, of: 0) == 0)
        #expect(Double.percentage(23, of: 80) == 28.8, "28.75 exactly")
    }
}
