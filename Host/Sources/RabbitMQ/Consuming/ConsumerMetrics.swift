import HostObservability

/// The series of one broker's consumers. Callable from any thread.
struct ConsumerMetrics: Sendable {
    let registry: MetricRegistry
    /// Its name under `brokers:`: queues of two brokers may have one name.
    let broker: String

    /// Hands over what the consumers have counted, and sets the gauges. After a reload a queue may have two consumers for
    /// a while: its gauges say what both have. One that is gone has nothing.
    func tell(_ consumers: [QueueConsumer]) {
        var gauges: [String: (unsettled: Int, inFlight: Int)] = [:]
        for consumer in consumers {
            let queue = consumer.lane.queue
            count("redelivered_total", queue, consumer.tallies.redelivered)
            count("stale_settlements_total", queue, consumer.tallies.stale)
            consumer.tallies = ConsumerTallies()
            var gauge = gauges[queue] ?? (0, 0)
            if consumer.phase != .gone {
                gauge.unsettled += consumer.ledger.unsettled
                gauge.inFlight += consumer.inFlight
            }
            gauges[queue] = gauge
        }
        for (queue, gauge) in gauges {
            registry.set(series("unsettled", queue), Double(gauge.unsettled))
            registry.set(series("in_flight", queue), Double(gauge.inFlight))
        }
    }

    /// A job ended whose consumer is gone.
    func stale(_ queue: String) { count("stale_settlements_total", queue, 1) }

    private func count(_ name: String, _ queue: String, _ amount: Int) {
        if amount > 0 { registry.add(series(name, queue), Double(amount)) }
    }

    private func series(_ name: String, _ queue: String) -> MetricSeries {
        MetricSeries("proctor_amqp_" + name, ["broker": broker, "queue": queue])
    }
}
