import HostDatabase
public import HostDispatch
import HostServiceRequests
import HostThreads
import Synchronization

/// The service `queue.put/1`: a plugin puts a job into an embedded queue. Callable from any thread; blocks until the job
/// is durable.
public struct QueueService: HostServices {
    private let queue: any JobQueue
    private let allowed: @Sendable (_ processor: String, _ queue: String) -> Bool?

    /// - Parameter allowed: whether a processor may put into a queue: one that it is bound to, or that the operator
    ///   names; nil when that cannot be told yet, or no more. Called from any thread.
    public init(
        queue: any JobQueue, allowed: @escaping @Sendable (_ processor: String, _ queue: String) -> Bool?
    ) {
        self.queue = queue
        self.allowed = allowed
    }

    public static let offered: Set = ["queue.put/1"]

    public var names: Set<String> { Self.offered }

    public func answer(service: String, request: [UInt8], caller: ServiceCaller) -> ServiceAnswer {
        ServiceAnswer.ofDatabase {
            guard names.contains(service) else {
                throw ServiceRefusal(status: .unsupported, code: "service.unsupported", message: "no such service")
            }
            let put = try RequestReader.read(QueuePut.self, from: request)
            guard let isAllowed = allowed(caller.processor, put.queue) else {
                throw ServiceRefusal.retry("queue.not_now", "the host starts or ends: put the job in again later")
            }
            guard isAllowed else {
                throw ServiceRefusal.reject(
                    "queue.not_allowed",
                    "this processor may not put into this queue: the operator can name it under may_enqueue")
            }
            return try reply(to: outcome(of: put.job(for: caller)))
        }
    }

    private func outcome(of job: NewJob) -> PutOutcome? {
        let gate = Gate()
        let outcome = Mutex<PutOutcome?>(nil)
        queue.put(job) { result in
            outcome.withLock { $0 = result }
            gate.open()
        }
        gate.wait()
        return outcome.withLock { $0 }
    }

    private func reply(to outcome: PutOutcome?) throws -> [UInt8] {
        var reply = ReplyDocument()
        switch outcome {
        case .added(let id):
            reply.add("id", id)
            reply.add("duplicate", false)
        case .duplicate(let id):
            reply.add("id", id)
            reply.add("duplicate", true)
        case .full(let limit): throw ServiceRefusal.retry("queue.full", "\(limit) jobs wait in this queue already")
        case .unknownQueue: throw ServiceRefusal.reject("queue.unknown", "nothing is bound to this queue")
        case .failed(let error):
            // The storage's own codes are about now; the queue's are about the job.
            throw error.code.hasPrefix("store.")
                ? ServiceRefusal.retry(error.code, error.message) : .reject(error.code, error.message)
        case nil: throw ServiceRefusal.retry("queue.failed", "the queue gave no answer")
        }
        return reply.bytes
    }
}
