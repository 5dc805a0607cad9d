import HostObservability

/// Counts what becomes of published messages, a batch at a time: the registry's lock is taken once for many.
struct CallbackMetrics {
    /// Routing keys that have series of their own; further ones share `other`.
    static let mostKeys = 256

    private struct Counts {
        var confirmed = 0.0
        var failed = 0.0
        var retried = 0.0
    }

    private let registry: MetricRegistry
    private var known: Set<String> = []
    private var counts: [String: Counts] = [:]

    init(_ registry: MetricRegistry) {
        self.registry = registry
    }

    mutating func ended(_ routingKey: String, isConfirmed: Bool) {
        let key = label(routingKey)
        if isConfirmed {
            counts[key, default: Counts()].confirmed += 1
        } else {
            counts[key, default: Counts()].failed += 1
        }
    }

    mutating func retried(_ routingKey: String) {
        counts[label(routingKey), default: Counts()].retried += 1
    }

    /// Hands the counts over to the registry.
    mutating func flush() {
        for (key, counts) in counts {
            add("lumie_worker_callbacks_total", ["routing_key": key, "status": "confirmed"], counts.confirmed)
            add("lumie_worker_callbacks_total", ["routing_key": key, "status": "failed"], counts.failed)
            add("lumie_worker_callback_retries_total", ["routing_key": key], counts.retried)
        }
        counts.removeAll(keepingCapacity: true)
    }

    private func add(_ name: String, _ labels: [String: String], _ amount: Double) {
        if amount > 0 { registry.add(MetricSeries(name, labels), amount) }
    }

    private mutating func label(_ routingKey: String) -> String {
        if known.contains(routingKey) { return routingKey }
        guard known.count < Self.mostKeys else { return "other" }
        known.insert(routingKey)
        return routingKey
    }
}
