import CPluginABI

/// Numbers about the plugin's work, for the operator's dashboards. Names are `[a-z_][a-z0-9_]*`; the host adds the
/// processor, and bounds how many label values there may be.
public struct Metrics: Sendable {
    let connection: HostConnection?

    /// Only grows: `sheets_total`.
    public func counter(_ name: String, labels: [String: String] = [:]) -> Counter {
        Counter(metrics: self, name: name, labels: Self.document(labels))
    }

    /// Goes up and down: `pages_open`.
    public func gauge(_ name: String, labels: [String: String] = [:]) -> Gauge {
        Gauge(metrics: self, name: name, labels: Self.document(labels))
    }

    /// How values spread: `decode_seconds`.
    public func histogram(_ name: String, labels: [String: String] = [:]) -> Histogram {
        Histogram(metrics: self, name: name, labels: Self.document(labels))
    }

    public struct Counter: Sendable {
        let metrics: Metrics
        let name: String
        let labels: String
        public func add(_ amount: Double = 1) { metrics.send(\.add, name, labels, amount) }
    }

    public struct Gauge: Sendable {
        let metrics: Metrics
        let name: String
        let labels: String
        public func set(_ value: Double) { metrics.send(\.set, name, labels, value) }
    }

    public struct Histogram: Sendable {
        let metrics: Metrics
        let name: String
        let labels: String
        public func observe(_ value: Double) { metrics.send(\.observe, name, labels, value) }
    }

    private typealias Send =
        @convention(c) (UnsafeMutableRawPointer?, proctor_bytes, proctor_bytes, Double) -> Void

    private func send(_ function: KeyPath<proctor_metrics, Send?>, _ name: String, _ labels: String, _ value: Double) {
        guard let connection, let table = connection.extension("proctor.metrics/1", as: proctor_metrics()),
            let function = table[keyPath: function]
        else { return }
        _ = connection.use { host in
            name.withABIBytes { name in labels.withABIBytes { function(host.self_, name, $0, value) } }
        }
    }

    private static func document(_ labels: [String: String]) -> String {
        labels.isEmpty ? "" : JSONValue.object(labels.mapValues { .string($0) }).text
    }
}
