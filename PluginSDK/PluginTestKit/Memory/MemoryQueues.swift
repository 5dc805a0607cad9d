import PluginSDK

/// A job that a plugin put into a queue.
public struct MemoryJob: Sendable, Equatable {
    public let queue: String
    public let id: String
    public let payload: [UInt8]
    /// By lower-case name; tenant, subject and trace of the job that put it included.
    public let headers: [String: String]
    public let priority: Int
    public let delay: Duration
    public let subject: String?

    /// The payload as JSON; nil when it is none.
    public var json: JSONValue? { try? JSONValue(parsing: payload) }
}

/// The service of `Queue`, in memory: jobs are kept in the order of their arrival, and nobody does them.
struct MemoryQueues {
    private(set) var jobs: [MemoryJob] = []
    private var lastID = 0

    /// The reply, or nil for a service that this is not.
    mutating func answer(
        _ service: String, _ bytes: [UInt8], for caller: ServiceCaller, _ rules: MemoryQueueRules
    ) throws(ServiceRefusal) -> ServiceReply? {
        guard service == "queue.put/1" else { return nil }
        let request = try ServiceRequest(
            bytes, known: ["queue", "payload", "id", "headers", "priority", "delay_ms", "subject"])
        let queue = try request.text("queue")
        if let allowed = rules.allowed, !allowed.contains(queue) {
            throw ServiceRefusal("queue.not_allowed", "This processor may not put into the queue \(queue).")
        }
        if let bound = rules.bound, !bound.contains(queue) {
            throw ServiceRefusal("queue.unknown", "Nothing is bound to a queue \(queue).")
        }
        var headers = try request.headers()
        let subject = try request.label("subject") ?? headers["x-subject-id"] ?? caller.subject
        let passedOn = ["x-tenant-slug": caller.tenant, "x-subject-id": subject, "traceparent": caller.traceparent]
        for (name, value) in passedOn where headers[name] == nil { headers[name] = value }
        let job = MemoryJob(
            queue: queue, id: try request.label("id") ?? "queued-\(lastID &+ 1)",
            payload: try request.bytes("payload"),
            headers: headers,
            priority: try request.integer("priority", within: -1000...1000) ?? 0,
            delay: try request.duration("delay_ms", from: 0) ?? .zero,
            subject: subject)
        let isDuplicate = jobs.contains { $0.queue == job.queue && $0.id == job.id }
        if !isDuplicate {
            guard jobs.count(where: { $0.queue == queue }) < rules.limit else {
                return .retry("queue.full", "The queue \(queue) has \(rules.limit) jobs and takes no more.")
            }
            lastID &+= 1
            jobs.append(job)
        }
        return .ok(["id": .string(job.id), "duplicate": .bool(isDuplicate)])
    }
}

/// Which queues there are, and how full they may be.
struct MemoryQueueRules {
    /// Nil: all.
    let allowed: Set<String>?
    /// Nil: all.
    let bound: Set<String>?
    let limit: Int
}
