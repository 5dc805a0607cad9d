import Testing

@testable import ReportCharts

@Suite("Axes, numbers and places")
struct ScaleTests {
    private func scale(
        _ values: [Double], from: Double? = nil, to: Double? = nil, zero: Bool = true, whole: Bool = true,
        ceiling: Double? = nil, steps: Int = 5
    ) -> NumberScale {
        NumberScale(
            values,
            .init(
                minimum: from, maximum: to, includesZero: zero, isWhole: whole, ceiling: ceiling, mostSteps: steps))
    }

    @Test(
        "ticks are round numbers, no more than wanted",
        arguments: [
            ([0, 31], 5, [0, 10, 20, 30, 40]),
            ([0, 100], 5, [0, 20, 40, 60, 80, 100]),
            ([0, 100], 4, [0, 25, 50, 75, 100]),
            ([0, 3], 5, [0, 1, 2, 3]),
            ([-14, 12], 5, [-20, -10, 0, 10, 20]),
            ([0, 1_234_567], 3, [0, 500_000, 1_000_000, 1_500_000]),
        ] as [([Double], Int, [Double])])
    func roundTicks(values: [Double], steps: Int, ticks: [Double]) {
        #expect(scale(values, steps: steps).ticks == ticks)
    }

    @Test("what is counted has no halves, what is measured may")
    func halves() {
        #expect(scale([0, 2]).ticks == [0, 1, 2])
        #expect(scale([0, 2], whole: false).ticks == [0, 0.5, 1, 1.5, 2])
    }

    @Test("zeros stand on the ground of an axis that has a height")
    func zeros() {
        let axis = scale([0, 0, 0])
        #expect(axis.low == 0)
        #expect(axis.high == 1)
        #expect(axis.share(0) == 0)
    }

    @Test("equal values lie in the middle of a line's axis")
    func equal() {
        let axis = scale([70, 70], zero: false)
        #expect(axis.low < 70)
        #expect(axis.high > 70)
    }

    @Test("given ends are kept")
    func fixed() {
        let axis = scale([70], from: 12, to: 95)
        #expect(axis.low == 12)
        #expect(axis.high == 95)
        #expect(axis.share(200) == 1)
        #expect(axis.share(-200) == 0)
        #expect(axis.base == 12)
    }

    @Test("a percentage's axis ends at a hundred")
    func ceiling() {
        #expect(scale([97], ceiling: 100, steps: 3).high == 100)
    }

    @Test("any finite values give a finite axis that holds them")
    func extremes() {
        let numbers: [Double] = [0, 1e15, -1e15, 1e-300, 0.1, 1 / 3, 99.9, 1e15 - 1]
        for one in numbers {
            for two in numbers {
                for whole in [true, false] {
                    for zero in [true, false] {
                        let axis = scale([one, two], zero: zero, whole: whole)
                        #expect(axis.low <= min(one, two) && axis.high >= max(one, two), "\(one) \(two)")
                        #expect(axis.high > axis.low)
                        #expect((1...25).contains(axis.ticks.count))
                        #expect(axis.ticks.allSatisfy { $0.isFinite })
                    }
                }
            }
        }
    }

    @Test(
        "numbers are written as people write them",
        arguments: [
            (75, "75점", "75점"), (64.3, "64.3점", "64.3점"), (64.25, "64.3점", "64.3점"), (1234, "1,234점", "1,234점"),
            (0, "0점", "0점"), (-0.0, "0점", "0점"), (-5, "−5점", "−5점"), (0.0034, "0.0034점", "0.0034점"),
            (12_345_678, "1,235만점", "12.3M점"), (1.2e9, "12억점", "1.2B점"), (3.5e12, "3.5조점", "3.5T점"),
        ] as [(Double, String, String)])
    func numbers(value: Double, korean: String, english: String) {
        #expect(NumberText(language: .korean, unit: "점").value(value) == korean)
        #expect(NumberText(language: .english, unit: "점").value(value) == english)
    }

    @Test("spans are moved apart, as little as possible, and the last ones go when there is no room")
    func spread() {
        #expect(ReportCharts.spread([(10, 4), (30, 4)], in: 0...50, gap: 2) == [10, 30])
        #expect(ReportCharts.spread([(10, 10), (12, 10)], in: 0...50, gap: 2) == [10, 22])
        #expect(ReportCharts.spread([(48, 10), (49, 10)], in: 0...50, gap: 2) == [33, 45])
        #expect(ReportCharts.spread([(5, 30), (5, 30)], in: 0...50, gap: 2) == [15, nil])
    }

    @Test("a value finds its place among ranges, rising or falling")
    func ranges() {
        let rising = HistogramRanges(["0-9", "10-19", "20-30"])
        #expect(rising?.place(of: 0) == 0)
        #expect(rising?.place(of: 15) == 1.5)
        #expect(rising?.place(of: 30) == 3)
        #expect(rising?.place(of: 31) == nil)
        let falling = HistogramRanges(["20~30", "10~19", "0~9"])
        #expect(falling?.place(of: 15) == 1.5)
        #expect(falling?.place(of: 0) == 3)
        #expect(HistogramRanges(["A", "B"]) == nil)
        #expect(HistogramRanges(["0-9", "5-12"]) == nil)
        #expect(HistogramRanges([]) == nil)
    }

    @Test(
        "the topic particle follows the last sound",
        arguments: [
            ("점수", "점수는"), ("평균", "평균은"), ("상위 30%", "상위 30%는"), ("반 1", "반 1은"), ("반 2", "반 2는"), ("A", "A는"),
            ("R", "R은"), ("Mia", "Mia은(는)"), ("", ""),
        ])
    func particles(word: String, topic: String) {
        #expect(KoreanWords.topic(word) == topic)
    }
}
