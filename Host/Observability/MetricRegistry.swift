import Synchronization

/// One series of a metric: the metric's name and its labels, as Prometheus knows them.
public struct MetricSeries: Hashable, Sendable {
    public let name: String
    public let labels: [String: String]

    public init(_ name: String, _ labels: [String: String] = [:]) {
        self.name = name
        self.labels = labels
    }
}

/// The host's own counters, gauges and histograms, and those that plugins report.
///
/// The number of series is bounded: a plugin that makes a label out of job ids cannot fill the memory. What comes
/// after the bound is dropped and counted in `proctor_metric_series_dropped_total`. Callable from any thread.
public final class MetricRegistry: Sendable {
    /// Upper bounds of histogram buckets in seconds, from 1 ms to 60 s.
    public static let bounds: [Double] = [
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60,
    ]

    /// Upper bounds of the buckets of all else - tokens, bytes, pieces: powers of four, as OpenTelemetry's GenAI
    /// conventions have them for tokens.
    public static let countBounds: [Double] = (0...13).map { Double(1 << (2 * $0)) }

    /// A histogram whose name does not end in `_seconds` counts something else.
    static func bounds(of name: String) -> [Double] { name.hasSuffix("_seconds") ? bounds : countBounds }

    private enum Value {
        case counter(Double)
        case gauge(Double)
        case histogram(counts: [UInt64], sum: Double)
    }

    private struct State {
        var values: [MetricSeries: Value] = [:]
        var dropped: Double = 0
    }

    private let state = Mutex(State())
    private let limit: Int

    /// - Parameter limit: most series that are kept.
    public init(limit: Int = 10_000) {
        self.limit = limit
    }

    /// Adds to a counter; a negative or undefined amount is ignored.
    public func add(_ series: MetricSeries, _ amount: Double = 1) {
        guard amount >= 0 else { return }
        update(series) { value in
            guard case .counter(let old) = value ?? .counter(0) else { return value }
            return .counter(old + amount)
        }
    }

    /// Sets a gauge.
    public func set(_ series: MetricSeries, _ new: Double) {
        update(series) { value in
            guard case .gauge = value ?? .gauge(0) else { return value }
            return .gauge(new)
        }
    }

    /// Adds one observation to a histogram: seconds, or what its name says.
    public func observe(_ series: MetricSeries, _ observed: Double) {
        guard !observed.isNaN else { return }
        let bounds = Self.bounds(of: series.name)
        update(series) { value in
            let empty = Value.histogram(counts: Array(repeating: 0, count: bounds.count + 1), sum: 0)
            guard case .histogram(var counts, let sum) = value ?? empty else { return value }
            counts[bounds.firstIndex { observed <= $0 } ?? bounds.count] &+= 1
            return .histogram(counts: counts, sum: sum + observed)
        }
    }

    /// Forgets every series that carries this label value: for a processor that has been removed.
    public func remove(label: String, value: String) {
        state.withLock { state in state.values = state.values.filter { $0.key.labels[label] != value } }
    }

    /// The current value of a counter or gauge, or an observation count; for status pages and tests.
    public func value(_ series: MetricSeries) -> Double? {
        state.withLock { state in
            switch state.values[series] {
            case .counter(let value), .gauge(let value): value
            case .histogram(let counts, _): Double(counts.reduce(0, &+))
            case nil: nil
            }
        }
    }

    private func update(_ series: MetricSeries, _ change: (Value?) -> Value?) {
        state.withLock { state in
            let old = state.values[series]
            if old == nil, state.values.count >= limit {
                state.dropped += 1
                return
            }
            state.values[series] = change(old)
        }
    }

    /// Everything that is kept, for a scrape.
    public func families() -> MetricFamilies {
        var families = families(where: { _ in true })
        families.counter("proctor_metric_series_dropped_total", [:], state.withLock { $0.dropped })
        return families
    }

    /// The series that `isWanted` says, each with these labels where it has none of their names.
    public func families(
        where isWanted: (MetricSeries) -> Bool, adding labels: [String: String] = [:]
    ) -> MetricFamilies {
        let values = state.withLock { $0.values }
        var families = MetricFamilies()
        for (series, value) in values.filter({ isWanted($0.key) }).sorted(by: { $0.key.order < $1.key.order }) {
            let labels = labels.isEmpty ? series.labels : labels.merging(series.labels) { $1 }
            switch value {
            case .counter(let number): families.counter(series.name, labels, number)
            case .gauge(let number): families.gauge(series.name, labels, number)
            case .histogram(let counts, let sum): families.histogram(series.name, labels, counts: counts, sum: sum)
            }
        }
        return families
    }
}

extension MetricSeries {
    /// A stable order, so that two scrapes can be compared.
    fileprivate var order: String {
        name + labels.sorted { $0.key < $1.key }.map { "\u{1}\($0.key)\u{2}\($0.value)" }.joined()
    }
}
