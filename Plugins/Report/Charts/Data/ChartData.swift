import ReportScene

/// The numbers of a chart after everything that cannot be drawn was taken out.
struct ChartData {
    static let mostSeries = 8
    static let mostPoints = 240
    static let mostMarks = 6
    /// Numbers beyond this cannot be told apart any more; it also keeps all arithmetic finite.
    static let greatest = 1e15

    var series: [ChartSeries]
    var marks: [ChartMark]
    var minimum: Double?
    var maximum: Double?
    /// Places on the axis: the points of the longest series.
    var count: Int
    /// By place.
    var labels: [String]
    var isHere: [Bool]

    var values: [Double] { series.flatMap { $0.points.compactMap(\.value) } }
    var isEmpty: Bool { values.isEmpty }
    var isWhole: Bool { values.allSatisfy { $0 == $0.rounded() } }

    func value(_ series: Int, _ place: Int) -> Double? {
        let points = self.series[series].points
        return place < points.count ? points[place].value : nil
    }

    init(_ spec: ChartSpec, findings: inout [ChartFinding]) {
        func usable(_ value: Double?, _ what: String) -> Double? {
            guard let value else { return nil }
            guard value.isFinite, abs(value) <= Self.greatest else {
                findings.append(
                    ChartFinding(
                        .value, .error, "The value of \(what) is not a number that can be drawn; leave it empty."))
                return nil
            }
            return value
        }
        func first<T>(_ all: [T], _ most: Int, _ what: String) -> [T] {
            guard all.count > most else { return all }
            findings.append(
                ChartFinding(
                    .tooMany, .warning, "A chart holds at most \(most) \(what); \(all.count - most) were left out."))
            return Array(all.prefix(most))
        }
        series = first(spec.series, Self.mostSeries, "series").map { one in
            var series = one
            series.points = first(one.points, Self.mostPoints, "points").map { point in
                var point = point
                point.value = usable(point.value, "\"\(point.label.prefix(40))\" in \"\(one.name.prefix(40))\"")
                return point
            }
            return series
        }
        marks = first(spec.marks, Self.mostMarks, "marks").filter {
            usable($0.value, "the mark \"\($0.label.prefix(40))\"") != nil
        }
        minimum = usable(spec.minimum, "\"min\"")
        maximum = usable(spec.maximum, "\"max\"")
        if let low = minimum, let high = maximum, low >= high {
            findings.append(
                ChartFinding(.range, .warning, "\"min\" is not below \"max\": the axis is chosen from the values."))
            (minimum, maximum) = (nil, nil)
        }
        let longest = series.map(\.points.count).max() ?? 0
        count = longest
        let all = series
        labels = (0..<longest).map { place in
            all.lazy.compactMap { place < $0.points.count ? $0.points[place].label : nil }.first { !$0.isEmpty } ?? ""
        }
        isHere = (0..<longest).map { place in
            all.contains { place < $0.points.count && $0.points[place].isHere }
        }
    }
}
