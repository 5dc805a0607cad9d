/// What a host counts, in Prometheus' text format.
struct MetricsText {
    private let series: [(name: String, labels: [String: String], value: Double)]

    init(_ text: String) {
        series = text.split(separator: "\n").compactMap { line in
            guard let match = line.wholeMatch(of: /([a-z_]+)(?:\{(.*)\})? (\S+)/), let value = Double(match.3) else {
                return nil
            }
            let labels = (match.2 ?? "").matches(of: /([a-z_]+)="([^"]*)"/).map { (String($0.1), String($0.2)) }
            return (String(match.1), Dictionary(labels, uniquingKeysWith: { $1 }), value)
        }
    }

    /// The value of the series of this name with these labels, whatever others it has; nil when there is none.
    func callAsFunction(_ name: String, _ labels: [String: String] = [:]) -> Double? {
        series.first { one in one.name == name && labels.allSatisfy { one.labels[$0.key] == $0.value } }?.value
    }
}
