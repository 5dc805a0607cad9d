import Fuzzing
import ReportCharts
import ReportScene
import Testing

@Suite("Charts of random data")
struct RandomChartTests {
    private static let words = [
        "듣기", "빈칸 추론", "화법과 작문", "1회", "2026-11-14", "A", "", "글의 순서와 문장 삽입 그리고 요지 파악하기", "Reading comprehension",
        "90-100", "80-89", "70-79", "아주아주아주아주긴이름하나입니다", "x\ny", "100,000", "👩‍👩‍👧‍👦", "\u{0}\u{7}",
    ]
    private static let numbers: [Double] = [
        0, -0.0, 1, -1, 100, 64.3, 1e-9, 1e9, -1e9, 1e15, -1e15, 1e16, .nan, .infinity, -.infinity, 1e-300,
        .greatestFiniteMagnitude, 0.1, 33.333,
    ]

    static func spec(_ random: inout SeededRandom) -> ChartSpec {
        func number() -> Double {
            switch Int.random(in: 0..<4, using: &random) {
            case 0: numbers.randomElement(using: &random) ?? 0
            case 1: Double.random(in: -50...100, using: &random)
            default: Double(Int.random(in: 0...100, using: &random))
            }
        }
        func word() -> String { words.randomElement(using: &random) ?? "" }
        let most = [0, 1, 2, 3, 5, 12, 60, 300].randomElement(using: &random) ?? 5
        let here = Int.random(in: 0...max(1, most * 2), using: &random)
        let series = (0..<([0, 1, 1, 1, 2, 3, 12].randomElement(using: &random) ?? 1)).map { _ in
            let count = most == 0 ? 0 : Bool.random(using: &random) ? most : Int.random(in: 0...most, using: &random)
            return ChartSeries(
                name: word(), color: Int.random(in: 0..<5, using: &random) == 0 ? .white : nil,
                points: (0..<count).map { index in
                    ChartPoint(
                        label: Bool.random(using: &random) ? word() : "\(index + 1)",
                        value: Int.random(in: 0..<6, using: &random) == 0 ? nil : number(),
                        note: Int.random(in: 0..<8, using: &random) == 0 ? word() : nil, isHere: index == here)
                })
        }
        return ChartSpec(
            kind: ChartSpec.Kind.allCases.randomElement(using: &random) ?? .bar, series: series,
            marks: (0..<([0, 0, 1, 2, 9].randomElement(using: &random) ?? 0)).map { _ in
                ChartMark(value: number(), label: word())
            },
            minimum: Int.random(in: 0..<4, using: &random) == 0 ? number() : nil,
            maximum: Int.random(in: 0..<4, using: &random) == 0 ? number() : nil,
            unit: ["", "점", "%", "명"].randomElement(using: &random) ?? "",
            labels: ChartSpec.ValueLabels.allCases.randomElement(using: &random) ?? .auto,
            legend: [nil, true, false].randomElement(using: &random) ?? nil, grid: Bool.random(using: &random),
            title: word(), centerText: Bool.random(using: &random) ? word() : nil,
            centerNote: Bool.random(using: &random) ? word() : nil,
            language: Bool.random(using: &random) ? .korean : .english)
    }

    @Test("whatever the mutated data, nothing leaves the box and no label lies on another")
    func mutatedData() {
        for seed in 0..<FuzzRounds.count(500) {
            var random = SeededRandom(UInt64(seed))
            let spec = Self.spec(&random)
            var style = ChartStyle(fontSize: Double.random(in: 8...16, using: &random))
            style.inkSaving = Bool.random(using: &random)
            let sizes: [Double] = [8, 20, 60, 120, 240, 420, 700]
            let chart = DrawnChart(
                spec, style, width: sizes.randomElement(using: &random) ?? 240,
                height: sizes.randomElement(using: &random) ?? 240)
            #expect(chart.strayItems == [], "seed \(seed)")
            #expect(chart.overlaps == [], "seed \(seed)")
            #expect(!chart.drawing.alternative.isEmpty, "seed \(seed)")
            let opened = chart.drawing.items.filter {
                switch $0 {
                case .beginClip, .beginPart: true
                default: false
                }
            }.count
            let closed = chart.drawing.items.filter { if case .endGroup = $0 { true } else { false } }.count
            #expect(opened == closed, "seed \(seed)")
            if !chart.strayItems.isEmpty || !chart.overlaps.isEmpty { return }
        }
    }

    @Test("texts have a contrast of 4.5 to the ground or to the shape that they lie on, under mutated themes")
    func mutatedThemes() {
        for seed in 0..<FuzzRounds.count(100) {
            var random = SeededRandom(UInt64(seed) &+ 10_000)
            func color() -> Color {
                Color(
                    red: Double.random(in: 0...1, using: &random), green: Double.random(in: 0...1, using: &random),
                    blue: Double.random(in: 0...1, using: &random))
            }
            let style = ChartStyle(
                ink: color(), mutedInk: color(), ground: color(), palette: [color(), color()], accent: color())
            let chart = DrawnChart(Self.spec(&random), style)
            let fills = chart.fills
            for text in chart.texts {
                // What it may lie on: the boxes of a ring's pieces overlap, so that it cannot be told more closely.
                let grounds =
                    [style.ground]
                    + fills.filter { $0.box.contains(text.box) }.compactMap { $0.color }.filter { $0.alpha == 1 }
                let best = grounds.map { text.color.contrast(with: $0) }.max() ?? 0
                #expect(best >= 4.49, "seed \(seed), \(text.words)")
            }
        }
    }
}
