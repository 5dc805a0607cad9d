import PluginSDK
import Synchronization

/// The services `store/1`, `blobs/1` and `queue/1` in memory, as a host answers them to one processor.
///
///     let services = MemoryServices()
///     let tally = try await Tally(settings: TallySettings(), host: services.host())
///     _ = try await tally.count(text, job: Job(host: services.host(for: ServiceCaller(tenant: "north"))))
///     #expect(services.jobs.map(\.queue) == ["reports"])
///
/// A `PluginHarness` takes one, too. Its clock stands still until `advance(by:)`, so that lifetimes end when a test
/// says so. What happens to a job in a queue is the test's to say: none is run. From any thread.
public final class MemoryServices: Sendable {
    private struct State {
        var now = Duration.zero
        var store = MemoryStore()
        var blobs = MemoryBlobs()
        var queues = MemoryQueues()
    }

    private let queueRules: MemoryQueueRules
    private let blobLimit: Int
    private let state = Mutex(State())

    /// - Parameters:
    ///   - mayEnqueue: queues that the processor may put into; nil: all.
    ///   - boundQueues: queues that somebody works on; nil: all.
    ///   - queueLimit: most jobs in one queue.
    ///   - blobLimit: most bytes of one blob.
    public init(
        mayEnqueue: Set<String>? = nil, boundQueues: Set<String>? = nil, queueLimit: Int = 1_000_000,
        blobLimit: Int = 64 << 20
    ) {
        queueRules = MemoryQueueRules(allowed: mayEnqueue, bound: boundQueues, limit: queueLimit)
        self.blobLimit = blobLimit
    }

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
            guard reply.status == PROCTOR_OK else {
                throw ServiceError(status: reply.status, service: service, reply: reply.bytes)
            }
            return reply.bytes
        }
    }

    /// One call, as the ABI's `call` makes it; nil for a service that is not here.
    public func answer(
        _ service: String, _ request: [UInt8], for caller: ServiceCaller = ServiceCaller()
    ) -> ServiceReply? {
        state.withLock { state in
            do throws(ServiceRefusal) {
                if let reply = try state.store.answer(service, request, at: state.now) { return reply }
                if let reply = try state.blobs.answer(service, request, at: state.now, largest: blobLimit) {
                    return reply
                }
                return try state.queues.answer(service, request, for: caller, queueRules)
            } catch {
                return error.reply
            }
        }
    }
}
