/// The ranges that a histogram's labels name (`60-69`, `60~69`), so that a value finds its place between them.
struct HistogramRanges {
    private let ranges: [(from: Double, to: Double)]

    /// nil: not all labels are ranges, or they do not follow each other.
    init?(_ labels: [String]) {
        let parsed = labels.map(Self.range)
        let ranges = parsed.compactMap { $0 }
        guard !ranges.isEmpty, ranges.count == labels.count, ranges.allSatisfy({ $0.from <= $0.to }) else { return nil }
        let pairs = zip(ranges, ranges.dropFirst())
        guard pairs.allSatisfy({ $0.to <= $1.from }) || pairs.allSatisfy({ $0.from >= $1.to }) else { return nil }
        self.ranges = ranges
    }

    /// In slots from the left; a range reaches to where the next one begins.
    func place(of value: Double) -> Double? {
        let isRising = ranges.count < 2 || ranges[0].from < ranges[1].from
        for (index, range) in ranges.enumerated() {
            let next = isRising ? index + 1 : index - 1
            let end = ranges.indices.contains(next) ? ranges[next].from : range.to
            let isLast = !ranges.indices.contains(next)
            guard value >= range.from, value < end || (isLast && value <= end) else { continue }
            let share = end > range.from ? (value - range.from) / (end - range.from) : 0.5
            return Double(index) + (isRising ? share : 1 - share)
        }
        return nil
    }

    private static func range(_ label: String) -> (from: Double, to: Double)? {
        let parts = label.split { "-\u{2013}~\u{301C}\u{FF5E}".contains($0) }
        guard parts.count == 2 else { return nil }
        let numbers = parts.compactMap { part in Double(part.filter { $0.isASCII && ($0.isNumber || $0 == ".") }) }
        return numbers.count == 2 ? (numbers[0], numbers[1]) : nil
    }
}
