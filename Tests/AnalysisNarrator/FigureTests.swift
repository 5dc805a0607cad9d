import Testing

@testable import AnalysisNarrator

@Suite struct FigureTests {
    @Test(
        "numbers have one decimal, half up, and none when whole",
        arguments: [
            (61.4285714, "61.4"), (61.0, "61"), (61.96, "62"), (61.45, "61.5"), (61.25, "61.3"), (0.05, "0.1"),
            (0.04, "0"), (-0.04, "0"), (-0.0, "0"), (-3.25, "-3.3"), (100, "100"), (33.333333, "33.3"),
            (.nan, "0"), (.infinity, "0"), (1e300, "1000000000"),
        ])
    func written(number: Double, text: String) {
        #expect(Figure(number).description == text)
    }

    @Test("figures that are written the same are the same")
    func equal() {
        #expect(Figure(12.34) == Figure(12.31))
        #expect(Figure(12.34) < Figure(12.36))
        #expect(Figure(1.04).isOne)
        #expect(!Figure(1.06).isOne)
    }
}
