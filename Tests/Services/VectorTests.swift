import Foundation
import HostConfiguration
import HostDatabase
import HostDeadLetters
import HostDispatch
import HostEmbeddedServices
import HostObservability
import HostQueue
import Logging
import Synchronization
import Testing

/// The requests and answers that every implementation of the services has to agree on, against the host's own.
@Suite struct VectorTests {
    @Test("the host answers as the vectors that it shares with authors' tests say", arguments: try Vectors.load().cases)
    func answers(_ vector: Vectors.Case) throws {
        let subject = try VectorSubject(Vectors.load())
        for (number, step) in vector.steps.enumerated() {
            if let complaint = try subject.complaint(about: step) {
                Issue.record("step \(number + 1), \(step.call ?? "queued"): \(complaint)")
                return
            }
        }
    }
}

/// The host's services, set up as the vectors demand, with nothing kept yet.
private final class VectorSubject {
    private let bench: Workbench
    private let queue: ListeningQueue
    private let services: ServiceDirectory
    private let caller: ServiceCaller

    init(_ vectors: Vectors) throws {
        bench = try Workbench(schemas: Workbench.schemas + [QueueSchema.schema, DeadLetterTable.schema])
        let router = JobRouter()
        let bindings = vectors.boundQueues.sorted().map { name in
            var queue = QueueBinding(name: name)
            queue.limit = vectors.queueLimit
            // Only what the operator grants lets the caller put into it.
            return BoundRoute(
                binding: Binding(
                    source: .queue(queue), target: .operation("other.work"),
                    position: SourcePosition(file: "plugins.yaml", line: 1, column: 1)),
                processor: "other", route: nil)
        }
        router.publish(RoutingSnapshot(number: 1, bindings: bindings, grants: ["grading": vectors.mayEnqueue]))
        var settings = EmbeddedQueue.Settings(host: bench.folder)
        settings.clock = bench.clock
        let registry = MetricRegistry()
        queue = ListeningQueue(
            EmbeddedQueue(
                database: bench.database, router: router, settings: settings, registry: registry,
                log: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }))
        services = ServiceDirectory(
            [
                bench.store,
                BlobService(
                    database: bench.database, files: bench.files, limit: vectors.blobLimit, clock: bench.clock),
                QueueService(queue: queue) { router.snapshot.mayPut($0, into: $1) },
            ], registry: registry)
        let job = vectors.job
        caller = ServiceCaller(
            processor: "grading", generation: 1, plugin: "grading", job: "j1", tenant: job["x-tenant-slug"],
            subject: job["x-subject-id"], traceparent: job["traceparent"])
    }

    /// What is wrong with the answer to a step, or with what it left behind; nil when all is right.
    func complaint(about step: Vectors.Step) throws -> String? {
        if let time = step.advance { bench.pass(time) }
        if let queued = step.queued { return queue.complaint(about: queued) }
        guard let call = step.call else { return nil }
        let answer = services.answer(service: call, request: step.request, caller: caller)
        let said = String(decoding: answer.payload.prefix(200), as: UTF8.self)
        guard answer.status == step.status else { return "\(answer.status): \(said)" }
        let head = answer.payload.prefix { $0 != UInt8(ascii: "\n") }
        let document = try JSONSerialization.jsonObject(with: Data(head)) as? [String: Any] ?? [:]
        if let code = step.code {
            let isRefusal = document["code"] as? String == code && (document["message"] as? String)?.isEmpty == false
            return isRefusal ? nil : said
        }
        guard Vectors.matches(document, step.reply) else { return said }
        let body = head.count < answer.payload.count ? Data(answer.payload[(head.count + 1)...]) : nil
        return body == step.replyBody ? nil : "another body than expected"
    }
}

/// The embedded queue, and what it was given last.
private final class ListeningQueue: JobQueue {
    private let queue: EmbeddedQueue
    private let last = Mutex<NewJob?>(nil)

    init(_ queue: EmbeddedQueue) { self.queue = queue }

    func put(_ job: NewJob, done: @escaping @Sendable (PutOutcome) -> Void) {
        last.withLock { $0 = job }
        queue.put(job, done: done)
    }

    func describe(job id: String, in queue: String) -> [UInt8]? { self.queue.describe(job: id, in: queue) }

    func complaint(about expected: [String: Any]) -> String? {
        guard let job = last.withLock({ $0 }) else { return "no job was put" }
        let found: [String: Any] = [
            "queue": job.queue, "id": job.id ?? "", "payload": Data(job.payload).base64EncodedString(),
            "priority": job.priority, "delay_ms": Int(job.delay / .milliseconds(1)), "subject": job.subject ?? NSNull(),
        ]
        let headers = Dictionary(job.headers.map { ($0.name, $0.value) }) { first, _ in first }
        let wanted = expected["headers"] as? [String: String] ?? [:]
        guard wanted.allSatisfy({ headers[$0] == $1 }) else { return "headers \(headers)" }
        return Vectors.matches(found, expected.filter { $0.key != "headers" }) ? nil : "found \(found)"
    }
}
