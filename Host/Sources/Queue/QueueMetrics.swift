import GRDB
import HostDatabase
import HostObservability
import Synchronization

/// The queue's numbers for Prometheus.
final class QueueMetrics: Sendable {
    private let registry: MetricRegistry
    /// One series a queue, made once: it is on the way of every job.
    private let waits = Mutex<[String: MetricSeries]>([:])

    init(registry: MetricRegistry) { self.registry = registry }

    func claimed(_ queue: String, _ count: Int) {
        registry.add(MetricSeries("proctor_queue_claimed_total", ["queue": queue]), Double(count))
    }

    /// A job begins, so long after it could have.
    func waited(_ queue: String, milliseconds: Int64) {
        let series = waits.withLock { waits in
            if let known = waits[queue] { return known }
            let new = MetricSeries("proctor_queue_wait_seconds", ["queue": queue])
            waits[queue] = new
            return new
        }
        registry.observe(series, Double(max(0, milliseconds)) / 1_000)
    }

    func put(_ queue: String, _ outcome: String, _ count: Int = 1) {
        registry.add(
            MetricSeries("proctor_queue_put_total", ["queue": queue, "outcome": outcome]), Double(count))
    }

    func leaseLost(_ count: Int) { registry.add(MetricSeries("proctor_queue_lease_lost_total"), Double(count)) }

    /// Sets the gauges from the database. Blocks.
    func measure(_ database: HostDatabase.Database, now: Int64) throws(DatabaseFailure) {
        for queue in try database.read({ try QueueCensus.all($0, now: now) }) {
            for (state, count) in queue.counts {
                registry.set(
                    MetricSeries("proctor_queue_jobs", ["queue": queue.name, "state": state]), Double(count))
            }
            registry.set(
                MetricSeries("proctor_queue_oldest_seconds", ["queue": queue.name]),
                Double(queue.oldest) / 1_000)
        }
    }
}
