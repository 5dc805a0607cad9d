import HostObservability

/// What a consumer has counted since it was last told.
struct ConsumerTallies: Equatable {
    var redelivered = 0
    /// Jobs that ended when their delivery was the broker's again.
    var stale = 0

    /// Adds what was counted to the host's metrics and begins anew.
    mutating func tell(_ registry: MetricRegistry, queue: String) {
        let labels = ["queue": queue]
        if redelivered > 0 { registry.add(MetricSeries("proctor_amqp_redelivered_total", labels), Double(redelivered)) }
        if stale > 0 { registry.add(MetricSeries("proctor_amqp_stale_settlements_total", labels), Double(stale)) }
        self = ConsumerTallies()
    }
}
