import Lumie
import PluginSDK
import PluginTestKit
import Testing

@testable import Grading

@Suite struct IdempotencyTests {
    private func host(_ fixture: JobFixture) -> Host { fixture.services.host() }

    @Test("a command that comes again is answered byte for byte as the first time, and not graded")
    func hit() async throws {
        let fixture = try JobFixture()
        let first = try await fixture.grade()
        #expect(try await fixture.stored("omr:demo:7:0") == first.bytes)
        #expect(try await fixture.stored("omr:demo:7:0:lock") == nil)
        fixture.backend(answers: .status(500))
        fixture.services.fill(bucket: "images", "tmp/7/0.jpg", [])
        for id in ["7:0", "another"] {
            let again = try await fixture.grade(job: fixture.job(id))
            #expect(again.bytes == first.bytes && again.messageID == "7:0" && !again.isFailure)
        }
        #expect(fixture.services.requests.count == 1)
        #expect(try await fixture.stored("omr:demo:7:0:lock") == nil)
    }

    @Test("another tenant, job or sheet is another one")
    func others() async throws {
        let fixture = try JobFixture()
        _ = try await fixture.grade()
        for change in [["tenantSlug": "south"], ["jobId": 8], ["imageIndex": 1]] as [[String: JSONValue]] {
            let answer = try await fixture.grade(JobFixture.command(change))
            #expect(answer.members[change.keys.first ?? ""] == change.values.first)
        }
    }

    @Test("a sheet that another job holds is left to it, until its lock ends")
    func held() async throws {
        let fixture = try JobFixture()
        try await host(fixture).store.put("omr:demo:7:0:lock", Array("other".utf8), lifetime: .seconds(120))
        let retry = await #expect(throws: Retry.self) { try await fixture.grade() }
        #expect(retry?.code == "sheet.taken")
        #expect(retry?.after == .seconds(40), "four attempts outlast the lock of 120 s")
        #expect(try await fixture.stored("omr:demo:7:0:lock") == Array("other".utf8), "the lock is not ours to drop")
        fixture.services.advance(by: .seconds(120))
        #expect(try await fixture.grade().isFailure == false)
    }

    @Test("a job whose host died finds its own lock open")
    func own() async throws {
        let fixture = try JobFixture()
        try await host(fixture).store.put("omr:demo:7:0:lock", Array("7:0".utf8), lifetime: .seconds(120))
        let twin = await #expect(throws: Retry.self) { try await fixture.grade() }
        #expect(twin?.code == "sheet.taken", "the same command published twice is not the one that died")
        #expect(try await fixture.grade(job: fixture.job("7:0", attempt: 2)).isFailure == false)
        #expect(try await fixture.stored("omr:demo:7:0:lock") == nil)
    }

    @Test("while one job grades, another of the same sheet is sent to wait, and then has its callback")
    func atOnce() async throws {
        let fixture = try JobFixture()
        let command = try JobFixture.parsed()
        let ledger = CallbackLedger(settings: IdempotencySettings(), metrics: GradingMetrics(metrics: Host().metrics))
        guard case .ours = try await ledger.claim(command, job: fixture.job("first")) else {
            Issue.record("not ours")
            return
        }
        await #expect(throws: Retry.self) { try await fixture.grade(job: fixture.job("second")) }
        try await ledger.keep([1, 2], command, job: fixture.job("first"))
        #expect(try await fixture.grade(job: fixture.job("second")).bytes == [1, 2])
    }

    @Test("a callback is kept as long as is said, under the key that is said")
    func settings() async throws {
        let fixture = try JobFixture(
            #"{"idempotency": {"key": "sheet/{examId}/{jobId}/{imageIndex}/{tenantSlug}", "lifetime": "60s", "lock": "5s"}}"#
        )
        _ = try await fixture.grade()
        #expect(try await fixture.stored("sheet/42/7/0/demo") != nil)
        fixture.services.advance(by: .seconds(59))
        #expect(try await fixture.stored("sheet/42/7/0/demo") != nil)
        fixture.services.advance(by: .seconds(1))
        #expect(try await fixture.stored("sheet/42/7/0/demo") == nil)
        let usual = try JobFixture()
        _ = try await usual.grade()
        usual.services.advance(by: .seconds(86_399))
        #expect(try await usual.stored("omr:demo:7:0") != nil)
        usual.services.advance(by: .seconds(1))
        #expect(try await usual.stored("omr:demo:7:0") == nil)
    }

    @Test("a store that is away stops nothing: it is counted, and the sheet is graded")
    func storeAway() async throws {
        for service in ["store.swap/1", "store.get/1", "store.transact/1"] {
            let fixture = try JobFixture()
            let harness = try await PluginHarness(GradingPlugin.self, memory: fixture.services) { name, _ in
                name == service ? .retry("store.unreachable", "Redis is away.") : nil
            }
            let answer = try await harness.call("grading.job", json: JobFixture.command)
            #expect(answer.isOK && answer.json?["success"] == true, "\(service)")
            #expect(answer.headers == ["message-id": "7:0"])
            #expect(harness.metrics["grading_idempotent_failures_total"] == 1)
            #expect(harness.logs.map(\.message) == ["graded without the store"])
            try await harness.finish()
        }
    }

    @Test("what happened is counted, timed and traced, and no log says whose sheet it was")
    func observed() async throws {
        let fixture = try JobFixture()
        let command = JobFixture.command(["objectKey": "tmp/홍길동.jpg", "fileName": "홍길동.jpg"])
        fixture.services.fill(bucket: "images", "tmp/홍길동.jpg", try JobFixture.sheet.get().jpeg)
        let harness = try await PluginHarness(GradingPlugin.self, memory: fixture.services)
        for _ in 0..<2 { _ = try await harness.call("grading.job", json: command) }
        let missing = try await harness.call("grading.job", json: JobFixture.command(["jobId": 9, "objectKey": "없음"]))
        #expect(missing.headers == ["message-id": "9:0", "outcome": "failure"])
        let malformed = try await harness.call("grading.job", json: #"{"jobId": 1}"#)
        #expect(malformed.status == PROCTOR_REJECT && malformed.message.contains("examId"))
        let failed = try await harness.call(
            "grading.failed", json: JobFixture.command(["jobId": 9]), headers: ["x-failure-code": "job.poison"])
        #expect(failed.headers == ["message-id": "9:0", "outcome": "failure"])
        let metrics = harness.metrics
        #expect(metrics[#"grading_omr_graded_total{"status":"success"}"#] == 1)
        #expect(metrics[#"grading_omr_graded_total{"status":"failure"}"#] == 2)
        #expect(metrics["grading_idempotent_hits_total"] == 1)
        for stage in ["download", "preprocess", "detect", "score"] {
            #expect(metrics[#"grading_omr_duration_seconds{"stage":"\#(stage)"}"#] != nil)
        }
        #expect(metrics[#"grading_sheets_total{"outcome":"read"}"#] == 1)
        #expect(Set(["omr.download", "omr.exam", "omr.grade", "decode", "read"]).isSubset(of: harness.spans))
        #expect(harness.logs.allSatisfy { !($0.message + $0.fields).contains("홍길동") })
        try await harness.finish()
    }
}

extension JobFixture {
    static func parsed(_ text: String = command) throws -> GradingCommand {
        try Array(text.utf8).withUnsafeBytes { try CommandPayload(payload: $0, mediaType: nil) }.command(FieldNames())
    }
}
