import CPluginABI

/// What the host does for a plugin. Every part of it works from any thread; where the host lacks one, logs, metrics
/// and spans go nowhere and services throw.
public struct Host: Sendable {
    let connection: HostConnection?
    let calls: ServiceCalls?
    /// The job on whose behalf things are done; 0: none.
    let token: UInt64

    /// A host that is not there: for a unit test that makes a plugin itself.
    public init() { self.init(connection: nil, calls: nil, token: 0) }

    init(connection: HostConnection?, calls: ServiceCalls?, token: UInt64) {
        self.connection = connection
        self.calls = calls
        self.token = token
    }

    /// Asks a service by its versioned name, "store.get/1". It has to stand in the manifest's `needs`.
    ///
    /// Services answer from `start()` on, not in `init`. The executor's threads are free while this waits.
    /// - Throws: `ServiceError`; `CancellationError` when the job is cancelled meanwhile.
    public func call(_ service: String, _ request: [UInt8]) async throws -> [UInt8] {
        guard let calls else {
            throw ServiceError(status: PROCTOR_UNSUPPORTED, code: "service.unsupported", service: service, reply: [])
        }
        return try await calls.call(service, request, token: token)
    }

    public var log: Log { Log(connection: connection, token: token) }
    public var metrics: Metrics { Metrics(connection: connection) }
    public var store: Store { Store(host: self) }
}
