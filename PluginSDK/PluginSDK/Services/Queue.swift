import FoundationEssentials

/// Work for later: puts jobs into the host's embedded queues, which keep them through a crash.
///
/// A processor may put into the queues that it is itself bound to, and into those that the operator lists for it.
/// Tenant, subject and trace of the job go along. Manifests name `queue/1` under `needs`. Every function throws `ServiceError`:
/// `queue.full` means later; `queue.unknown` and `queue.not_allowed` are the operator's to mend.
///
/// The service behind it, for who writes a host or a plugin in C:
///
/// | Service | Request | Reply |
/// |---|---|---|
/// | `queue.put/1` | `{"queue","payload",("id"),("headers"),("priority"),("delay_ms"),("subject")}`, payload in base64 | `{"id","duplicate"}` |
public struct Queue: Sendable {
    let host: Host

    /// Puts a job in; when this returns, it is on the disk.
    ///
    /// - Parameters:
    ///   - queue: its name in plugins.yaml.
    ///   - id: stable across attempts; a job whose id the queue has seen is not added again. Nil: one is made.
    ///   - headers: by lower-case name; at most 64.
    ///   - priority: higher is sooner, -1000 to 1000.
    ///   - delay: not before so long from now.
    ///   - subject: the person whom the data is about, for a later purge; nil: the job's own.
    @discardableResult
    public func put(
        _ queue: String, _ payload: [UInt8], id: String? = nil, headers: [String: String] = [:], priority: Int = 0,
        delay: Duration = .zero, subject: String? = nil
    ) async throws -> QueuedJob {
        struct Request: Encodable {
            var queue: String
            var payload: Data
            var id: String?
            var headers: [String: String]?
            var priority: Int?
            var delay_ms: Int64?
            var subject: String?
        }
        struct Reply: Decodable {
            var id: String
            var duplicate: Bool
        }
        let request = Request(
            queue: queue, payload: Data(payload), id: id, headers: headers.isEmpty ? nil : headers,
            priority: priority == 0 ? nil : priority, delay_ms: delay > .zero ? delay.milliseconds : nil,
            subject: subject)
        let reply = try await host.ask("queue.put/1", request, for: Reply.self)
        return QueuedJob(id: reply.id, isDuplicate: reply.duplicate)
    }

    /// Puts a job in whose payload is JSON; as `put` of bytes.
    @discardableResult
    public func put(
        _ queue: String, encoding payload: some Encodable & Sendable, id: String? = nil,
        headers: [String: String] = [:], priority: Int = 0, delay: Duration = .zero, subject: String? = nil
    ) async throws -> QueuedJob {
        try await put(
            queue, Array(try JSONCoding.encode(payload)), id: id,
            headers: headers.merging(["content-type": "application/json"]) { given, _ in given }, priority: priority,
            delay: delay, subject: subject)
    }
}

/// What became of a job that was put into a queue.
public struct QueuedJob: Sendable, Hashable {
    public let id: String
    /// A job of this id was there already, or is done; nothing was added.
    public let isDuplicate: Bool

    public init(id: String, isDuplicate: Bool) {
        self.id = id
        self.isDuplicate = isDuplicate
    }
}
