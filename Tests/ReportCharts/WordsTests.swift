import ReportCharts
import Testing

@Suite("What charts say in words")
struct WordsTests {
    @Test("values, extremes, marks and the course are told in Korean sentences")
    func korean() {
        let spec = ChartSpec(
            kind: .line, series: [series("내 점수", [70, 68, nil, 75], labels: ["1회", "2회", "3회", "4회"])],
            marks: [ChartMark(value: 64.3, label: "평균")], unit: "점", title: "최근 성적")
        #expect(
            DrawnChart(spec).drawing.alternative
                == "최근 성적 꺾은선그래프입니다. 내 점수는 1회 70점, 2회 68점, 4회 75점입니다. "
                + "처음보다 마지막 값이 5점 높습니다. 값이 없는 것은 3회입니다. 평균은 64.3점입니다.")
    }

    @Test("the same in English")
    func english() {
        let spec = ChartSpec(
            kind: .bar,
            series: [series("You", [88, 70, 45, 60], labels: ["Listening", "Grammar", "Blanks", "Order"])],
            marks: [ChartMark(value: 64.3, label: "Class average")], unit: "%", title: "Accuracy by type",
            language: .english)
        #expect(
            DrawnChart(spec).drawing.alternative
                == "Accuracy by type, shown as a bar chart. You: Listening 88%, Grammar 70%, Blanks 45% and Order 60%. "
                + "The highest is Listening with 88%, the lowest is Blanks with 45%. Class average is 64.3%.")
    }

    @Test("a distribution says where the reader stands")
    func distribution() {
        let spec = ChartSpec(
            kind: .histogram, series: [series("", [3, 12], here: 1, labels: ["60-69", "70-79"])],
            marks: [ChartMark(value: 64.3, label: "평균")], unit: "명", title: "점수 분포")
        #expect(
            DrawnChart(spec).drawing.alternative
                == "점수 분포 분포 그래프입니다. 60-69: 3명, 70-79: 12명입니다. 내 위치는 70-79 구간입니다. 평균은 64.3입니다.")
    }

    @Test("many values are summed up")
    func many() {
        let spec = ChartSpec(kind: .bar, series: [series("", (1...60).map { Double($0) })], unit: "%")
        #expect(
            DrawnChart(spec).drawing.alternative
                == "막대그래프입니다. 값이 모두 60개입니다. 가장 높은 값은 60: 60%, 가장 낮은 값은 1: 1%입니다.")
    }

    @Test("the author's own words are taken as they are")
    func own() {
        #expect(DrawnChart(ChartSpec(kind: .bar, series: [], alternative: "요약")).drawing.alternative == "요약")
    }
}
