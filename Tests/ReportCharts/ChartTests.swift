import ReportCharts
import ReportScene
import Testing

@Suite("Charts")
struct ChartTests {
    private let types = ["듣기", "어법", "빈칸 추론"]

    @Test("bars are as high as their values, on one line")
    func heights() throws {
        let chart = DrawnChart(
            ChartSpec(kind: .bar, series: [series("", [25, 50, 100])], maximum: 100, labels: .none))
        let bars = chart.fills.map(\.box)
        try #require(bars.count == 3)
        #expect(abs(bars[2].height - 4 * bars[0].height) < 0.01)
        #expect(abs(bars[1].height - 2 * bars[0].height) < 0.01)
        #expect(abs(bars[0].maxY - bars[2].maxY) < 0.01)
        #expect(bars[0].minX < bars[1].minX)
    }

    @Test("negative bars hang below the line, their labels below them")
    func negative() throws {
        let chart = DrawnChart(ChartSpec(kind: .bar, series: [series("", [7, -7])]))
        let bars = chart.fills.map(\.box)
        try #require(bars.count == 2)
        #expect(abs(bars[0].maxY - bars[1].minY) < 0.01)
        let label = try #require(chart.box(of: "−7"))
        #expect(label.minY >= bars[1].maxY)
    }

    @Test("stacked bars stand on each other")
    func stacked() throws {
        let chart = DrawnChart(
            ChartSpec(
                kind: .stacked, series: [series("a", [10]), series("b", [20]), series("c", [30])], labels: .none,
                legend: false), width: 200)
        let tops = chart.fills.map(\.box.minY)
        #expect(tops == tops.sorted(by: >))
        #expect(chart.strayItems == [])
    }

    @Test("lying bars have their names before them and their values behind")
    func lying() throws {
        let chart = DrawnChart(
            ChartSpec(kind: .hbar, series: [series("", [88.2, 70, 45], labels: types)], maximum: 100, unit: "%"))
        let bars = chart.fills.map(\.box)
        try #require(bars.count == 3)
        let name = try #require(chart.box(of: "빈칸 추론"))
        let value = try #require(chart.box(of: "88.2%"))
        #expect(name.maxX < bars[2].minX)
        #expect(value.minX > bars[0].maxX)
        #expect(abs(name.center.y - bars[2].center.y) < 1)
    }

    @Test("a missing value is a gap in the line, not a zero")
    func gaps() {
        func lines(_ values: [Double?]) -> Int {
            DrawnChart(ChartSpec(kind: .line, series: [series("", values)], labels: .none)).drawing.items.filter {
                guard case .stroke(let path, let stroke) = $0, stroke.width == 2 else { return false }
                return path.elements.count > 1
            }.count
        }
        #expect(lines([1, 2, 3, 4]) == 1)
        #expect(lines([1, 2, nil, 3, 4]) == 2)
        #expect(lines([nil, 1, nil]) == 0)
    }

    @Test("the reader's own range is named by a flag with its count")
    func here() throws {
        let ranges = ["0-9", "10-19", "20-29", "30-39"]
        let chart = DrawnChart(
            ChartSpec(
                kind: .histogram, series: [series("", [3, 12, 31, 8], here: 2, labels: ranges)],
                marks: [ChartMark(value: 14.3, label: "평균")], unit: "명"))
        #expect(chart.words.contains("내 위치 · 31명"))
        let flag = try #require(chart.box(of: "내 위치 · 31명"))
        let mark = try #require(chart.box(of: "평균 14.3"))
        let place = try #require(chart.box(of: "20-29"))
        #expect(abs(flag.center.x - place.center.x) < 40)
        #expect(mark.maxX < flag.minX)
        let english = DrawnChart(
            ChartSpec(
                kind: .histogram, series: [series("", [3, 12], here: 1)], labels: .none, language: .english))
        #expect(english.words.contains("You are here"))
    }

    @Test("bars are drawn in their order: a document's bytes are the same each time")
    func order() {
        let counts = (1...20).map { Double($0) }
        for kind in [ChartSpec.Kind.histogram, .bar, .stacked] {
            let chart = DrawnChart(ChartSpec(kind: kind, series: [series("", counts)], labels: .none))
            let lefts = chart.fills.map(\.box.minX)
            #expect(lefts == lefts.sorted() && lefts.count == 20)
        }
    }

    @Test("a mark that has no place among the ranges is a finding")
    func unplacedMark() {
        let chart = DrawnChart(
            ChartSpec(
                kind: .histogram, series: [series("", [3, 12], labels: ["A", "B"])],
                marks: [ChartMark(value: 64, label: "평균")]))
        #expect(chart.codes == [.range])
    }

    @Test("a donut's list has each share, and its middle the text")
    func donut() {
        let chart = DrawnChart(
            ChartSpec(
                kind: .donut, series: [series("", [34, 9, 2], labels: ["정답", "오답", "무응답"])], unit: "문항",
                centerText: "75점", centerNote: "100점 만점"))
        #expect(chart.words.contains("34문항 (75.6%)"))
        #expect(chart.words.contains("무응답"))
        #expect(chart.words.contains("75점"))
        #expect(chart.words.contains("100점 만점"))
    }

    @Test("a radar with a missing value has an open outline")
    func openRadar() {
        func closed(_ values: [Double?]) -> Bool {
            DrawnChart(ChartSpec(kind: .radar, series: [series("", values)])).drawing.items.contains {
                if case .fill(let path, .solid(let color)) = $0 {
                    return color.alpha < 1 && path.elements.last == .close
                }
                return false
            }
        }
        #expect(closed([1, 2, 3]))
        #expect(!closed([1, nil, 3]))
    }

    @Test("fewer than three spokes are lying bars")
    func smallRadar() {
        let chart = DrawnChart(ChartSpec(kind: .radar, series: [series("", [1, 2])]))
        #expect(chart.fills.count == 2)
        #expect(chart.strayItems == [])
    }

    @Test("no values: the quiet text and nothing else", arguments: ChartSpec.Kind.allCases)
    func empty(kind: ChartSpec.Kind) {
        for series in [[], [series("a", [])], [series("a", [nil, nil])]] {
            let chart = DrawnChart(ChartSpec(kind: kind, series: series))
            #expect(chart.words == ["자료 없음"])
            #expect(chart.codes == [])
            #expect(chart.drawing.alternative.hasSuffix("표시할 자료가 없습니다."))
        }
    }

    @Test("values that are no numbers are refused as findings and drawn as gaps", arguments: ChartSpec.Kind.allCases)
    func noNumbers(kind: ChartSpec.Kind) {
        let chart = DrawnChart(
            ChartSpec(kind: kind, series: [series("", [1, .nan, .infinity, 2, -.infinity, 1e300])]))
        #expect(chart.codes.filter { $0 == .value }.count == 4)
        #expect(chart.strayItems == [])
    }

    @Test("a negative share is an error and is left out")
    func negativeShare() {
        let chart = DrawnChart(ChartSpec(kind: .donut, series: [series("", [3, -1])]))
        #expect(chart.codes.contains(.share))
    }

    @Test("sixty places: some are named, evenly and with the reader's own, and a finding says how many are not")
    func sixty() {
        let chart = DrawnChart(
            ChartSpec(kind: .bar, series: [series("", (0..<60).map { Double($0) }, here: 33)], labels: .none),
            width: 500)
        let named = chart.words.compactMap { Int($0) }.filter { place in (1...60).contains(place) }
        #expect(named.contains(34))
        #expect(chart.fills.count == 59)
        #expect(chart.codes == [.labelDropped])
        #expect(chart.overlaps == [])
    }

    @Test("a label longer than its place is wrapped; one that cannot be is cut, with a finding")
    func longLabels() {
        let long = "글의 순서와 문장 삽입 그리고 요지 파악하기와 어휘"
        let wide = DrawnChart(ChartSpec(kind: .hbar, series: [series("", [1], labels: [long])]))
        #expect(wide.words.contains(long))
        let narrow = DrawnChart(
            ChartSpec(kind: .hbar, series: [series("", [1, 2], labels: [long, "b"])]), width: 160, height: 60)
        #expect(narrow.codes.contains(.labelCut))
    }

    @Test("values outside given ends are drawn at the end, with a finding")
    func outside() {
        let chart = DrawnChart(
            ChartSpec(kind: .bar, series: [series("", [50, 150])], minimum: 0, maximum: 100))
        #expect(chart.codes == [.range])
        #expect(chart.strayItems == [])
    }

    @Test("a label on a bar is dark on light bars and light on dark ones")
    func labelInk() throws {
        for (color, isDark) in [
            (Color(red: 0.1, green: 0.1, blue: 0.4), false), (Color(red: 1, green: 0.9, blue: 0.2), true),
        ] {
            var style = ChartStyle()
            style.ground = isDark ? .black : .white
            style.ink = isDark ? .white : .black
            style.palette = [color]
            let chart = DrawnChart(
                ChartSpec(kind: .stacked, series: [series("", [50])]), style, width: 120)
            let text = try #require(chart.texts.first { $0.words == "50" && $0.box.minX > 30 })
            #expect((text.color.luminance < 0.5) == isDark)
        }
    }

    @Test("series differ without colour: the ink-saving chart fills nothing but the reader's own")
    func inkSaving() {
        var style = ChartStyle()
        style.inkSaving = true
        let chart = DrawnChart(
            ChartSpec(kind: .grouped, series: [series("나", [20, 30, 40]), series("반", [25, 35, 20])]), style)
        #expect(chart.fills.isEmpty)
        let clips = chart.drawing.items.filter { if case .beginClip = $0 { true } else { false } }.count
        #expect(clips == 4)
    }

    @Test("a box without room gives nothing and says so")
    func noRoom() {
        let chart = DrawnChart(ChartSpec(kind: .bar, series: [series("", [1])]), width: 4, height: 200)
        #expect(chart.drawing.items.isEmpty)
        #expect(chart.codes == [.tooSmall])
    }

    @Test("the same chart is drawn the same")
    func same() {
        let spec = ChartSpec(kind: .line, series: [series("나", [70, 68, nil, 82], here: 3)], unit: "점")
        #expect("\(DrawnChart(spec).texts)" == "\(DrawnChart(spec).texts)")
        #expect(DrawnChart(spec).drawing.items.count == DrawnChart(spec).drawing.items.count)
    }
}
