import ReportCharts
import ReportScene
import Testing

/// Where everything that can be read stands, rounded to half a pixel: a change of the design shows here.
@Suite("Snapshots of charts")
struct SnapshotTests {
    private func places(_ chart: DrawnChart) -> [String] {
        func half(_ value: Double) -> String {
            let rounded = (value * 2).rounded() / 2
            return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
        }
        return chart.texts.map { text in
            "\(text.words.replacing("\n", with: "/")) \(half(text.box.minX)),\(half(text.box.minY)) "
                + "\(half(text.box.width))x\(half(text.box.height))"
        }
    }

    @Test("bars with a mark")
    func bars() {
        let spec = ChartSpec(
            kind: .bar, series: [series("", [88.2, 45, 60], here: 1, labels: ["듣기", "어법", "빈칸 추론"])],
            marks: [ChartMark(value: 64.3, label: "평균")], maximum: 100, unit: "%")
        #expect(
            places(DrawnChart(spec, width: 320, height: 180)) == [
                "0 18,151.5 6x15", "25 12,116.5 12x15", "50 12,81.5 12x15", "75 12,46.5 12x15", "100% 0,11.5 24x15",
                "어법 145,165 24x15", "듣기 61.5,165 24x15", "빈칸 추론 213.5,165 54x15", "평균/64.3% 290,54 30x30",
                "45% 148,79 18x15", "88.2% 58.5,18.5 30x15", "60% 231.5,79 18x15",
            ])
    }

    @Test("a course of two series with a gap")
    func lines() {
        let spec = ChartSpec(
            kind: .line, series: [series("나", [70, nil, 82, 75], here: 3), series("평균", [61, 63.2, 60, 66])], unit: "점")
        #expect(
            places(DrawnChart(spec, width: 320, height: 180)) == [
                "나 20,0 12x15", "평균 69,0 24x15", "60 12,146 12x15", "70 12,109.5 12x15", "80 12,72.5 12x15",
                "90점 0,36 24x15", "4 281,165 6x15", "1 65,165 6x15", "2 137,165 6x15", "3 209,165 6x15",
                "75점 272,78 24x15", "82점 200,52 24x15", "60점 200,132.5 24x15", "66점 272,110.5 24x15",
                "70점 56,96 24x15", "61점 56,129 24x15", "63.2점 122,121 36x15",
            ])
    }

    @Test("a distribution with the reader's flag")
    func histogram() {
        let spec = ChartSpec(
            kind: .histogram,
            series: [series("", [3, 12, 31, 8], here: 2, labels: ["0-9", "10-19", "20-29", "30-39"])],
            marks: [ChartMark(value: 14.3, label: "평균")], unit: "명")
        #expect(
            places(DrawnChart(spec, width: 320, height: 180)) == [
                "0 18,151.5 6x15", "20 12,94.5 12x15", "40명 0,37.5 24x15", "20-29 197,165 30x15", "0-9 59,165 18x15",
                "10-19 125,165 30x15", "30-39 269,165 30x15", "내 위치 · 31명 175,3 84x15", "평균 14.3 108,3 54x15",
                "3명 59,133.5 18x15", "12명 107,108 24x15", "8명 275,119 18x15",
            ])
    }

    @Test("a donut with its list")
    func donut() {
        let spec = ChartSpec(
            kind: .donut, series: [series("", [34, 9, 2], labels: ["정답", "오답", "무응답"])], unit: "문항",
            centerText: "75점", centerNote: "100점 만점")
        #expect(
            places(DrawnChart(spec, width: 320, height: 160)) == [
                "75점 47,52 62.5x39", "100점 만점 48,93 60x15", "정답 192,53.5 24x15", "34문항 (75.6%) 236,53.5 84x15",
                "오답 192,72.5 24x15", "9문항 (20%) 254,72.5 66x15", "무응답 192,91.5 36x15", "2문항 (4.4%) 248,91.5 72x15",
            ])
    }
}
