import PluginSDK
import Synchronization

/// The services `store/1`, `blobs/1`, `queue/1`, `http/1` and `sql/1` in memory, as a host answers them to one
/// processor. Upstreams and databases answer what a function of the test says.
///
///     let services = MemoryServices()
///     let tally = try await Tally(settings: TallySettings(), host: services.host())
///     _ = try await tally.count(text, job: Job(host: services.host(for: ServiceCaller(tenant: "north"))))
///     #expect(services.jobs.map(\.queue) == ["reports"])
///
///     let services = MemoryServices(buckets: ["images": .read], http: { request in
///         request.path == "/exams/7" ? .json(#"{"id": 7}"#) : .status(404)
///     })
///     #expect(services.requests.map(\.method) == ["GET"])
///
/// A `PluginHarness` takes one, too. Its clock stands still until `advance(by:)`, so that lifetimes end when a test
/// says so. What happens to a job in a queue is the test's to say: none is run. From any thread.
public final class MemoryServices: Sendable {
    private struct State {
        var now = Duration.zero
        var store = MemoryStore()
        var blobs: MemoryBlobs
        var queues = MemoryQueues()
        var upstreams = MemoryUpstreams()
        var databases = MemoryDatabases()
    }

    private let queueRules: MemoryQueueRules
    private let http: @Sendable (MemoryRequest) -> MemoryAnswer
    private let sql: @Sendable (MemoryQuery) -> MemoryResults
    private let state: Mutex<State>

    /// - Parameters:
    ///   - mayEnqueue: queues that the processor may put into; nil: all.
    ///   - boundQueues: queues that somebody works on; nil: all.
    ///   - queueLimit: most jobs in one queue.
    ///   - blobLimit: most bytes of one blob.
    ///   - buckets: those that the processor is granted.
    ///   - http: answers for every upstream; nothing is retried.
    ///   - sql: answers for every database.
    public init(
        mayEnqueue: Set<String>? = nil, boundQueues: Set<String>? = nil, queueLimit: Int = 1_000_000,
        blobLimit: Int = 64 << 20, buckets: [String: MemoryBucket] = [:],
        http: @escaping @Sendable (MemoryRequest) -> MemoryAnswer = { request in
            .refusal(.reject("upstream.unknown", "There is no upstream \(request.upstream) in memory."))
        },
        sql: @escaping @Sendable (MemoryQuery) -> MemoryResults = { query in
            .refusal(.reject("sql.unknown", "There is no database \(query.database) in memory."))
        }
    ) {
        queueRules = MemoryQueueRules(allowed: mayEnqueue, bound: boundQueues, limit: queueLimit)
        self.http = http
        self.sql = sql
        state = Mutex(State(blobs: MemoryBlobs(buckets: buckets, largest: blobLimit)))
    }

    /// Puts a blob into a bucket that the processor may only read.
    public func fill(bucket: String, _ key: String, _ bytes: [UInt8], mediaType: String? = nil) {
        state.withLock { $0.blobs.fill(bucket, key, bytes, mediaType: mediaType, at: $0.now) }
    }

    /// What was sent to upstreams, in order.
    public var requests: [MemoryRequest] { state.withLock { $0.upstreams.requests } }

    /// Streamed answers that are neither read to their end nor let go.
    public var openExchanges: Int { state.withLock { $0.upstreams.open.count } }

    /// What databases were asked, in order.
    public var queries: [MemoryQuery] { state.withLock { $0.databases.queries } }

    /// Lets time pass for what has a lifetime.
    public func advance(by time: Duration) { state.withLock { $0.now += time } }

    /// What was put into queues, in order.
    public var jobs: [MemoryJob] { state.withLock { $0.queues.jobs } }

    /// A host with these services alone: for a test that calls a handler itself, and to look at what it has kept.
    ///
    /// - Parameter caller: the job on whose behalf they are asked.
    public func host(for caller: ServiceCaller = ServiceCaller()) -> Host {
        Host { service, request in
            guard let reply = self.answer(service, request, for: caller) else {
                throw ServiceError(
                    status: PROCTOR_UNSUPPORTED, code: "service.unsupported",
                    message: "There is no service \(service) in memory.", service: service)
            }
            // Ends by the cancellation of its task alone.
            while reply.isNever { try await Task.sleep(for: .seconds(3600)) }
            guard reply.status == PROCTOR_OK else {
                throw ServiceError(status: reply.status, service: service, reply: reply.bytes)
            }
            return reply.bytes
        }
    }

    /// One call, as the ABI's `call` makes it; nil for a service that is not here, `.never` where an upstream hangs.
    public func answer(
        _ service: String, _ request: [UInt8], for caller: ServiceCaller = ServiceCaller()
    ) -> ServiceReply? {
        do throws(ServiceRefusal) {
            switch service {
            case "http.send/1", "http.open/1":
                let (exchange, sent) = try change { state throws(ServiceRefusal) in
                    try state.upstreams.begin(request, for: caller)
                }
                // Not under the lock: the test's function may look at what is kept here.
                let answer = http(sent)
                return state.withLock {
                    $0.upstreams.reply(to: exchange, answer, isStream: service == "http.open/1")
                }
            case "http.read/1", "http.close/1":
                return try change { state throws(ServiceRefusal) in try state.upstreams.proceed(service, request) }
            case "sql.query/1":
                let query = try change { state throws(ServiceRefusal) in
                    try state.databases.begin(request, for: caller)
                }
                return MemoryDatabases.reply(sql(query))
            default:
                return try change { state throws(ServiceRefusal) in
                    if let reply = try state.store.answer(service, request, at: state.now) { return reply }
                    if let reply = try state.blobs.answer(service, request, at: state.now) { return reply }
                    return try state.queues.answer(service, request, for: caller, queueRules)
                }
            }
        } catch {
            return error.reply
        }
    }

    private func change<Result: Sendable>(
        _ body: (inout State) throws(ServiceRefusal) -> Result
    ) throws(ServiceRefusal) -> Result {
        try state.withLock { state throws(ServiceRefusal) in try body(&state) }
    }
}
