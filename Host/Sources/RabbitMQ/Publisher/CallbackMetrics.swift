import HostObservability

/// Counts what becomes of published callbacks, a batch at a time: the registry's lock is taken once for many.
struct CallbackMetrics {
    /// Routing keys that have series of their own; further ones share `other`.
    static let mostKeys = 256

    private struct Kind: Hashable {
        let service: String
        let routingKey: String
    }

    private struct Counts {
        var confirmed = 0.0
        var failed = 0.0
        var retried = 0.0
    }

    private let registry: MetricRegistry
    private var known: Set<String> = []
    private var counts: [Kind: Counts] = [:]

    init(_ registry: MetricRegistry) {
        self.registry = registry
    }

    mutating func ended(_ request: PublishRequest, isConfirmed: Bool) {
        guard let kind = kind(of: request) else { return }
        if isConfirmed {
            counts[kind, default: Counts()].confirmed += 1
        } else {
            counts[kind, default: Counts()].failed += 1
        }
    }

    mutating func retried(_ request: PublishRequest) {
        if let kind = kind(of: request) { counts[kind, default: Counts()].retried += 1 }
    }

    /// Hands the counts over to the registry.
    mutating func flush() {
        for (kind, counts) in counts {
            let labels = ["service": kind.service, "routing_key": kind.routingKey]
            add("lumie_worker_callbacks_total", labels.merging(["status": "confirmed"]) { $1 }, counts.confirmed)
            add("lumie_worker_callbacks_total", labels.merging(["status": "failed"]) { $1 }, counts.failed)
            add("lumie_worker_callback_retries_total", labels, counts.retried)
        }
        counts.removeAll(keepingCapacity: true)
    }

    private func add(_ name: String, _ labels: [String: String], _ amount: Double) {
        if amount > 0 { registry.add(MetricSeries(name, labels), amount) }
    }

    /// Nil for a message that is no callback.
    private mutating func kind(of request: PublishRequest) -> Kind? {
        request.service.map { Kind(service: $0, routingKey: label(request.routingKey)) }
    }

    private mutating func label(_ routingKey: String) -> String {
        if known.contains(routingKey) { return routingKey }
        guard known.count < Self.mostKeys else { return "other" }
        known.insert(routingKey)
        return routingKey
    }
}
