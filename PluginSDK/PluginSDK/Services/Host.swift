import CPluginABI

/// What the host does for a plugin. Every part of it works from any thread; where the host lacks one, logs, metrics
/// and spans go nowhere and services throw.
public struct Host: Sendable {
    let connection: HostConnection?
    let calls: (any ServiceAnswering)?
    /// The job on whose behalf things are done; 0: none.
    let token: UInt64

    /// A host that is not there: for a unit test that makes a plugin itself.
    public init() { self.init(connection: nil, calls: nil, token: 0) }

    /// A host whose services a function answers, by name and request: for a unit test that calls a handler itself.
    /// PluginTestKit's `MemoryServices` gives one. The function throws a `ServiceError` to refuse.
    public init(
        answering answer: @escaping @Sendable (_ service: String, _ request: [UInt8]) async throws -> [UInt8]
    ) {
        self.init(connection: nil, calls: AnsweringFunction(answer: answer), token: 0)
    }

    init(connection: HostConnection?, calls: (any ServiceAnswering)?, token: UInt64) {
        self.connection = connection
        self.calls = calls
        self.token = token
    }

    /// Asks a service by its versioned name, "store.get/1". It has to stand in the manifest's `needs`.
    ///
    /// Services answer from `start()` on, not in `init`. The executor's threads are free while this waits.
    /// - Throws: `ServiceError`; `CancellationError` when the job is cancelled meanwhile.
    public func call(_ service: String, _ request: [UInt8]) async throws -> [UInt8] {
        guard let calls else { throw ServiceError.unsupported(service) }
        return try await calls.call(service, request, token: token)
    }

    public var log: Log { Log(connection: connection, token: token) }
    public var metrics: Metrics { Metrics(connection: connection) }
    public var store: Store { Store(host: self) }
    public var blobs: Blobs { Blobs(host: self, bucket: nil) }
    public var queue: Queue { Queue(host: self) }

    /// Blobs that are not the processor's own: an entry of `buckets:` in plugins.yaml that it is granted.
    public func bucket(_ name: String) -> Blobs { Blobs(host: self, bucket: name) }

    /// An outside HTTP service: an entry of `upstreams:` in plugins.yaml that the processor is granted.
    public func upstream(_ name: String) -> Upstream { Upstream(host: self, name: name) }

    /// An SQL database: an entry of `databases:` in plugins.yaml that the processor is granted.
    public func database(_ name: String) -> Database { Database(host: self, name: name) }

    /// Tells a service something without waiting for what it says; nothing comes of a failure.
    func tell(_ service: String, _ request: [UInt8]) { calls?.tell(service, request, token: token) }
}

private struct AnsweringFunction: ServiceAnswering {
    let answer: @Sendable (String, [UInt8]) async throws -> [UInt8]

    func call(_ service: String, _ request: [UInt8], token: UInt64) async throws -> [UInt8] {
        try await answer(service, request)
    }

    func tell(_ service: String, _ request: [UInt8], token: UInt64) {
        Task { try? await answer(service, request) }
    }
}
