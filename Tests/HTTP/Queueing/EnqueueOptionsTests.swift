import HTTPTypes
import HostDispatch
import Testing

@testable import HostHTTP

@Suite("What a request says about a queued job") struct EnqueueOptionsTests {
    private func read(_ fields: [(HTTPField.Name, String)]) -> Result<EnqueueOptions, EnqueueOptions.Nonsense> {
        var all = HTTPFields()
        for (name, value) in fields { all.append(HTTPField(name: name, value: value)) }
        return EnqueueOptions.read(all)
    }

    @Test("nothing said is the default")
    func defaults() throws {
        #expect(try read([]).get() == EnqueueOptions())
    }

    @Test("the idempotency key is the id, before the request's own")
    func ids() throws {
        #expect(try read([(.requestID, "r-1")]).get().id == "r-1")
        #expect(try read([(.requestID, "r-1"), (.idempotencyKey, "k-1")]).get().id == "k-1")
        #expect(try read([(.requestID, "a b")]).get().id == nil)
        #expect(throws: EnqueueOptions.Nonsense.self) { try read([(.idempotencyKey, "a b")]).get() }
        #expect(throws: EnqueueOptions.Nonsense.self) {
            try read([(.idempotencyKey, String(repeating: "k", count: 129))]).get()
        }
    }

    @Test(
        "delays are seconds or have a unit",
        arguments: [
            ("0", Duration.zero), ("90", .seconds(90)), ("1.5", .milliseconds(1_500)), ("500ms", .milliseconds(500)),
            ("30s", .seconds(30)), ("5m", .seconds(300)), ("2h", .seconds(7_200)), ("1d", .seconds(86_400)),
        ])
    func delays(text: String, delay: Duration) throws {
        #expect(try read([(.jobDelay, text)]).get().delay == delay)
    }

    @Test(
        "nonsense is refused",
        arguments: ["", "-1", "x", "1 s", "1y", "1.5.5s", ".5", "5.", "367d", "1e9", "99999999999999d", "nan"])
    func badDelays(text: String) {
        #expect(throws: EnqueueOptions.Nonsense.self) { try read([(.jobDelay, text)]).get() }
    }

    @Test("a priority lies within -1000 and 1000")
    func priorities() throws {
        for text in ["-1000", "0", "7", "+7", "1000"] {
            #expect(try read([(.jobPriority, text)]).get().priority == Int(text))
        }
        for text in ["1001", "-1001", "high", "", "1.5", "99999999999999999999"] {
            #expect(throws: EnqueueOptions.Nonsense.self) { try read([(.jobPriority, text)]).get() }
        }
    }

    @Test(
        "every word of a queue has its row",
        arguments: [
            (PutOutcome.added(id: "7"), 202), (.duplicate(id: "7"), 202), (.full(limit: 3), 503), (.unknownQueue, 503),
            (.failed(JobError(code: "queue.disk_full", message: "the disk is full")), 503),
        ])
    func outcomes(outcome: PutOutcome, status: Int) {
        let response = QueueIntake.response(outcome, queue: "grading", path: "/jobs")
        #expect(response.status.code == status)
        #expect((response.headers[.retryAfter] != nil) == (status == 503))
        #expect(response.headers[.location] == (status == 202 ? "/jobs/7" : nil))
    }

    @Test("an id is escaped where it becomes part of an address")
    func location() {
        let response = QueueIntake.response(.added(id: "a/b?c"), queue: "q", path: "/jobs/")
        #expect(response.headers[.location] == "/jobs/a%2Fb%3Fc")
    }
}
