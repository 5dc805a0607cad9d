import Glibc
public import HostDispatch
import HostGenerations
import HostObservability

/// What the status says beside what the engine knows.
public struct StatusNotes: Sendable {
    public struct Listener: Sendable {
        public let name: String
        public let address: String

        public init(name: String, address: String) {
            self.name = name
            self.address = address
        }
    }

    /// A queue of a message broker that a processor is bound to.
    public struct BrokerQueue: Sendable {
        public let broker: String
        public let queue: String
        public let processor: String
        /// Why it is not consumed, as a sentence; nil when it is.
        public let hindrance: String?
        public let inFlight: Int
        /// Deliveries that the broker has not been told about.
        public let unsettled: Int
        public let prefetch: Int

        public init(
            broker: String, queue: String, processor: String, hindrance: String?, inFlight: Int, unsettled: Int,
            prefetch: Int
        ) {
            self.broker = broker
            self.queue = queue
            self.processor = processor
            self.hindrance = hindrance
            self.inFlight = inFlight
            self.unsettled = unsettled
            self.prefetch = prefetch
        }
    }

    public var listeners: [Listener] = []
    public var brokerQueues: [BrokerQueue] = []
    /// Jobs that were in a plugin when the host before this one died.
    public var lost: [LostJob] = []

    public init() {}
}

/// The host's state as one JSON document: what `GET /status` and `proctor status` show.
enum StatusDocument {
    static func json(engine: ReloadEngine, readiness: Readiness, notes: StatusNotes) -> String {
        let status = engine.status
        let totals = Dictionary(
            engine.processorStatistics.map { ($0.processor, $0) }, uniquingKeysWith: { first, _ in first })
        return JSONText.object([
            ("pid", String(getpid())),
            ("ready", String(readiness.reason == nil)),
            ("reason", readiness.reason.map(JSONText.quoted) ?? "null"),
            ("reloading", String(status.isReloading)),
            ("reloads", String(status.reloads)),
            ("images_retained", String(status.retainedImages)),
            ("processors", JSONText.array(status.published.map { describe($0, totals: totals[$0.processor]) })),
            ("draining", JSONText.array(status.draining.map { describe($0, totals: nil) })),
            ("stuck_generations", JSONText.array(status.stuck.map(String.init))),
            ("found_not_configured", JSONText.array(status.findings.map(JSONText.quoted))),
            ("listeners", JSONText.array(notes.listeners.map(describe))),
            ("broker_queues", JSONText.array(notes.brokerQueues.map(describe))),
            ("lost_in_last_crash", JSONText.array(notes.lost.map(describe))),
            ("last_reloads", JSONText.array(engine.reports.suffix(5).map(\.json))),
        ])
    }

    private static func describe(_ listener: StatusNotes.Listener) -> String {
        JSONText.object([("name", JSONText.quoted(listener.name)), ("address", JSONText.quoted(listener.address))])
    }

    private static func describe(_ queue: StatusNotes.BrokerQueue) -> String {
        JSONText.object([
            ("broker", JSONText.quoted(queue.broker)), ("queue", JSONText.quoted(queue.queue)),
            ("processor", JSONText.quoted(queue.processor)),
            ("consuming", String(queue.hindrance == nil)),
            ("reason", queue.hindrance.map(JSONText.quoted) ?? "null"), ("in_flight", String(queue.inFlight)),
            ("unsettled", String(queue.unsettled)), ("prefetch", String(queue.prefetch)),
        ])
    }

    private static func describe(_ job: LostJob) -> String {
        JSONText.object([
            ("job", JSONText.quoted(job.job)), ("processor", JSONText.quoted(job.processor)),
            ("operation", JSONText.quoted(job.operation)), ("attempt", String(job.attempt)),
            ("tenant", job.tenant.map(JSONText.quoted) ?? "null"),
            (
                "started",
                JSONText.quoted(
                    Timestamp.rfc3339(
                        seconds: Int(clamping: job.started / 1_000), milliseconds: Int(job.started % 1_000)))
            ),
        ])
    }

    private static func describe(_ generation: Generation, totals: ProcessorStatistics?) -> String {
        let load = generation.load
        var members: [(String, String)] = [
            ("name", JSONText.quoted(generation.processor)), ("plugin", JSONText.quoted(generation.plugin)),
            ("version", JSONText.quoted(generation.pluginVersion)), ("generation", String(generation.number)),
            ("image", JSONText.quoted(generation.imageHash)), ("running", String(load.running)),
            ("waiting", String(load.waiting)), ("stuck", String(load.stuck)),
            ("concurrency", String(generation.limits.concurrency)),
        ]
        if let totals {
            let counts = totals.totals.sorted { $0.key.rawValue < $1.key.rawValue }
            members.append(("jobs", JSONText.object(counts.map { ($0.key.rawValue, String($0.value)) })))
            members.append(("completions_ignored", String(totals.ignoredCompletions)))
        }
        return JSONText.object(members)
    }
}
