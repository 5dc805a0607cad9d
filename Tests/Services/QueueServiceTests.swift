import HostDispatch
import HostEmbeddedServices
import HostObservability
import Synchronization
import Testing

@Suite struct QueueServiceTests {
    /// A queue that keeps what it was given and answers what it was told to.
    private final class RecordedQueue: JobQueue {
        let jobs = Mutex<[NewJob]>([])
        let outcome: PutOutcome

        init(_ outcome: PutOutcome) { self.outcome = outcome }

        func put(_ job: NewJob, done: @escaping @Sendable (PutOutcome) -> Void) {
            jobs.withLock { $0.append(job) }
            done(outcome)
        }

        func describe(job id: String, in queue: String) -> [UInt8]? { nil }
    }

    private func service(_ queue: RecordedQueue) -> QueueService {
        QueueService(queue: queue) { processor, queue in processor == "grading" && queue != "theirs" }
    }

    @Test("a job is put with all that the request says")
    func put() throws {
        let queue = RecordedQueue(.added(id: "j7"))
        let request = """
            {"queue":"marks","payload":"YWJj","id":"j7","headers":{"x-b":"2","x-a":"1"},"priority":-5,"delay_ms":1500,
             "subject":"kim"}
            """
        #expect(service(queue).ask("queue.put/1", request) == #"{"id":"j7","duplicate":false}"#)
        let job = try #require(queue.jobs.withLock { $0.first })
        #expect(job.queue == "marks" && job.id == "j7" && job.payload == Array("abc".utf8))
        #expect(job.priority == -5 && job.delay == .milliseconds(1_500) && job.subject == "kim")
        #expect(job.headers.map { "\($0.name)=\($0.value)" } == ["x-a=1", "x-b=2", "x-subject-id=kim"])
    }

    @Test("tenant, person and trace of the calling job pass on, unless the request names them")
    func passing() throws {
        let queue = RecordedQueue(.duplicate(id: "d"))
        let caller = caller(tenant: "seoul", subject: "kim", traceparent: "00-1-2-01")
        let plain = #"{"queue":"marks","payload":""}"#
        #expect(service(queue).ask("queue.put/1", plain, caller) == #"{"id":"d","duplicate":true}"#)
        let own = """
            {"queue":"marks","payload":"",
             "headers":{"x-tenant-slug":"busan","x-subject-id":"lee","traceparent":"t"}}
            """
        _ = service(queue).ask("queue.put/1", own, caller)
        let jobs = queue.jobs.withLock { $0 }
        #expect(
            jobs[0].headers.map { "\($0.name)=\($0.value)" }
                == ["x-tenant-slug=seoul", "x-subject-id=kim", "traceparent=00-1-2-01"])
        #expect(jobs[0].subject == "kim" && jobs[0].id == nil)
        #expect(
            jobs[1].headers.map { "\($0.name)=\($0.value)" }
                == ["traceparent=t", "x-subject-id=lee", "x-tenant-slug=busan"])
        #expect(jobs[1].subject == "lee")
    }

    @Test("every outcome has its status and code")
    func outcomes() {
        let put = #"{"queue":"marks","payload":""}"#
        func answer(_ outcome: PutOutcome) -> String { service(RecordedQueue(outcome)).ask("queue.put/1", put) }
        #expect(answer(.full(limit: 3)) == "retry queue.full")
        #expect(answer(.unknownQueue) == "reject queue.unknown")
        #expect(answer(.failed(JobError(code: "store.full", message: "m"))) == "retry store.full")
        let large = JobError(code: "queue.payload_too_large", message: "m")
        #expect(answer(.failed(large)) == "reject queue.payload_too_large")
    }

    @Test("a queue that the processor may not put into gets nothing")
    func permission() {
        let queue = RecordedQueue(.added(id: "x"))
        #expect(service(queue).ask("queue.put/1", #"{"queue":"theirs","payload":""}"#) == "reject queue.not_allowed")
        let other = service(queue).ask("queue.put/1", #"{"queue":"marks","payload":""}"#, caller("other"))
        #expect(other == "reject queue.not_allowed")
        #expect(queue.jobs.withLock { $0.isEmpty })
    }

    @Test(
        "requests that cannot be meant are refused",
        arguments: [
            #"{"queue":"q"}"#, #"{"payload":""}"#, #"{"queue":"","payload":""}"#, #"{"queue":"q","payload":"?"}"#,
            #"{"queue":"q","payload":"","priority":1001}"#, #"{"queue":"q","payload":"","priority":1.5}"#,
            #"{"queue":"q","payload":"","delay_ms":-1}"#, #"{"queue":"q","payload":"","delay_ms":1e300}"#,
            #"{"queue":"q","payload":"","headers":{"X-A":"1"}}"#,
            #"{"queue":"q","payload":"","headers":{"a":"b\r\nc"}}"#,
            #"{"queue":"q","payload":"","headers":{"":"1"}}"#, #"{"queue":"q","payload":"","headers":{"a":1}}"#,
            #"{"queue":"q","payload":"","id":"a\u0000b"}"#, #"{"queue":"q","payload":"","later":true}"#,
        ])
    func badRequests(request: String) {
        let queue = RecordedQueue(.added(id: "x"))
        #expect(service(queue).ask("queue.put/1", request) == "reject service.bad_request")
        #expect(queue.jobs.withLock { $0.isEmpty })
    }
}

@Suite struct ServiceDirectoryTests {
    @Test("each service is found by its name, counted and timed")
    func directory() throws {
        let bench = try Workbench()
        let registry = MetricRegistry()
        let directory = ServiceDirectory([bench.store, bench.blobs], registry: registry)
        #expect(directory.names == bench.store.names.union(bench.blobs.names))
        #expect(directory.offers("store/1") && directory.offers("blobs.put/1") && !directory.offers("queue/1"))
        _ = directory.ask("store.get/1", #"{"key":"k"}"#)
        _ = directory.ask("store.get/1", "{}")
        _ = directory.ask("blobs.put/1", "{\"key\":\"k\"}\nx", caller("other"))
        #expect(directory.ask("made.up/1", "{}") == "unsupported ?")
        func calls(_ service: String, _ processor: String, _ status: String) -> Double? {
            registry.value(
                MetricSeries(
                    "proctor_service_calls_total", ["service": service, "processor": processor, "status": status]))
        }
        #expect(calls("store.get/1", "grading", "ok") == 1 && calls("store.get/1", "grading", "reject") == 1)
        #expect(calls("blobs.put/1", "other", "ok") == 1)
        #expect(registry.value(MetricSeries("proctor_service_duration_seconds", ["service": "store.get/1"])) == 2)
        #expect(!registry.families().text.contains("made.up"))
    }
}
