import PluginSDK
import PluginTestKit
import Synchronization
import Testing

@testable import Analysis

@Suite("Classes that a queue asks for", .timeLimit(.minutes(1)))
struct ClassJobTests {
    /// What the model answers for one place; nil: its right text.
    private let answers = Places()
    private let model: ScriptedModel

    private final class Places: Sendable {
        let answers = Mutex<[Int: MemoryAnswer]>([:])
    }

    init() {
        let answers = answers
        model = ClassFixture.model(4) { place in answers.answers.withLock { $0[place] } }
    }

    private func set(_ place: Int, _ answer: MemoryAnswer?) { answers.answers.withLock { $0[place] = answer } }

    private func harness(_ more: [String: JSONValue] = [:]) async throws -> PluginHarness {
        try await PluginHarness.analysis(model, ["classes": ["lanes": 1]].merging(more) { $1 })
    }

    private let command = ClassFixture.command("class-feedback", Samples.classRequest(4))

    private func asked() -> [Int?] {
        model.questions.map { Samples.place(in: $0.messages[1].text, of: 4) }
    }

    private func statuses(_ answer: HarnessAnswer) -> [String] {
        (answer.json?["students"]?.elements ?? []).map {
            "\($0["index"]?.integer.map(String.init) ?? "exam") \($0["studentId"]?.integer ?? 0) "
                + "\($0["status"]?.string ?? "?")"
        }
    }

    @Test("the callback has all texts, the exam's first, in the order of the request")
    func whole() async throws {
        let harness = try await harness(["classes": ["lanes": 4]])
        let answer = try await harness.run(
            "job", ClassFixture.command("class-feedback", Samples.classRequest(4, exam: Samples.exam)))
        #expect(answer.isOK && answer.json?["success"] == true, "\(answer)")
        #expect(statuses(answer) == ["exam 0 done", "0 1000 done", "1 1001 done", "2 1002 done", "3 1003 done"])
        #expect(answer.json?["students"]?.elements[1]["content"]?.string == Samples.text(of: 0))
        try await harness.finish()
    }

    @Test("texts that are there are not asked for again when the job is tried again")
    func kept() async throws {
        set(2, .status(503, headers: [("retry-after", "70")]))
        let harness = try await harness()
        let first = try await harness.run("job", command)
        #expect(first.status == PROCTOR_RETRY && first.code == "model.overloaded" && first.retryAfter == .seconds(70))
        #expect(asked() == [0, 1, 2, 3])
        set(2, nil)
        let second = try await harness.run("job", command, attempt: 2)
        #expect(second.json?["success"] == true)
        #expect(statuses(second) == ["0 1000 done", "1 1001 done", "2 1002 done", "3 1003 done"])
        #expect(asked() == [0, 1, 2, 3, 2])
        let third = try await harness.run("job", command)
        #expect(third.payload == second.payload)
        #expect(asked().count == 5)
        try await harness.finish()
    }

    @Test("of several that may be tried again the longest pause counts")
    func longestPause() async throws {
        set(1, .status(429, headers: [("retry-after", "300")]))
        set(2, .status(503))
        let harness = try await harness()
        #expect(try await harness.run("job", command).retryAfter == .seconds(300))
        try await harness.finish()
    }

    @Test("a text that failed for good is kept for this job's attempts, and asked again by a new run")
    func failedForGood() async throws {
        set(1, .status(401))
        set(3, .status(503))
        let harness = try await harness()
        #expect(try await harness.run("job", command).status == PROCTOR_RETRY)
        set(3, nil)
        let second = try await harness.run("job", command, attempt: 2)
        #expect(second.json?["success"] == true)
        #expect(statuses(second)[1] == "1 1001 error")
        #expect(second.json?["students"]?.elements[1]["errorCode"] == "model.unauthorized")
        #expect(asked() == [0, 1, 2, 3, 3])
        set(1, nil)
        let later = try await harness.run("job", command)
        #expect(statuses(later)[1] == "1 1001 done")
        #expect(asked() == [0, 1, 2, 3, 3, 1])
        try await harness.finish()
    }

    @Test("figures that were corrected are written about anew, also under the same job")
    func corrected() async throws {
        let harness = try await harness()
        _ = try await harness.run("job", command)
        var students = Samples.classRequest(4)["students"]?.elements ?? []
        students[2] = Samples.with(students[2], ["totalScore": 71])
        set(2, ModelBodies.chat("\(Samples.name(2)) 학생은 71점을 받았습니다."))
        let request = Samples.with(Samples.classRequest(4), ["students": .array(students)])
        let answer = try await harness.run("job", ClassFixture.command("class-feedback", request))
        #expect(asked() == [0, 1, 2, 3, 2])
        #expect(answer.json?["students"]?.elements[2]["content"]?.string?.contains("71점") == true)
        try await harness.finish()
    }

    @Test("a job that failed for good is answered with the texts that are there")
    func failedCallback() async throws {
        set(2, .status(503))
        let harness = try await harness()
        #expect(try await harness.run("job", command).status == PROCTOR_RETRY)
        let answer = try await harness.run("failed", command, headers: ["x-failure-code": "model.overloaded"])
        #expect(answer.headers["outcome"] == "failure" && answer.json?["success"] == false)
        #expect(statuses(answer) == ["0 1000 done", "1 1001 done", "3 1003 done"])
        #expect(model.requests.count == 4)
        try await harness.finish()
    }

    @Test("a job that is cancelled keeps what is there")
    func cancelled() async throws {
        set(2, .hang)
        let harness = try await harness()
        let job = harness.submit(
            "analysis.job", Array(command.text.utf8), headers: ["content-type": "application/json"])
        try await Condition.holds { model.requests.count == 3 }
        job.cancel()
        #expect(try await job.answer().status == PROCTOR_CANCELLED)
        set(2, nil)
        _ = try await harness.run("job", command, attempt: 2)
        #expect(asked() == [0, 1, 2, 2, 3])
        try await harness.finish()
    }

    @Test("who asks is told how far the class is, and only of their own tenant's")
    func progress() async throws {
        set(1, .status(401))
        set(2, .status(503))
        let harness = try await harness()
        func asked(_ id: String, tenant: String? = "demo") async throws -> HarnessAnswer {
            let tenants = tenant.map { ["x-tenant-slug": $0] } ?? [:]
            return try await harness.call(
                "analysis.progress", [], headers: tenants.merging(["parameter-job_id": id]) { $1 })
        }
        #expect(try await asked("a-17").httpStatus == 404)
        #expect(try await harness.run("job", command).status == PROCTOR_RETRY)
        #expect(try await asked("a-17").json == ["event": "progress", "done": 3, "total": 4, "failed": 1])
        for (id, tenant) in [("a-17", "other"), ("a-17", nil), ("a-1", "demo"), ("", "demo")] {
            #expect(try await asked(id, tenant: tenant).httpStatus == 404)
        }
        #expect(try await asked("a\n17").httpStatus == 404)
        #expect(try await asked(String(repeating: "a", count: 600)).httpStatus == 404)
        set(2, nil)
        _ = try await harness.run("job", command, attempt: 2)
        #expect(try await asked("a-17").json == ["event": "done", "done": 4, "total": 4, "failed": 1])
        try await harness.finish()
    }

    @Test(
        "a job's progress is found under its id, whether that is a number or looks like one",
        arguments: [
            17, "17", "007", "a/text/b", "한글", "a\"b", "%2F",
        ] as [JSONValue])
    func identifiers(id: JSONValue) async throws {
        let harness = try await harness()
        _ = try await harness.run("job", ClassFixture.command("class-feedback", Samples.classRequest(4), id: id))
        let answer = try await harness.call(
            "analysis.progress", [],
            headers: ["x-tenant-slug": "demo", "parameter-job_id": id.string ?? "17"])
        #expect(answer.json?["done"] == 4, "\(answer)")
        try await harness.finish()
    }

    @Test("no job's texts are another's, whatever tenants and jobs are called")
    func apart() async throws {
        let harness = try await harness()
        let long = String(repeating: "가", count: 66)
        for (place, (tenant, id)) in [
            ("a", "b"), ("a", "b/text/c"), ("a/1:b", "c"), ("a", "1:b/c"), (long, long), ("1:a", "b"),
        ].enumerated() {
            let request = Samples.classRequest(4)
            _ = try await harness.run(
                "job", ClassFixture.command("class-feedback", request, id: .string(id), tenant: tenant))
            #expect(model.requests.count == (place + 1) * 4)
        }
        let answer = try await harness.run(
            "failed", ClassFixture.command("class-feedback", Samples.classRequest(4), id: "b", tenant: "a"),
            headers: ["x-failure-code": "x"])
        #expect(statuses(answer).count == 4)
        try await harness.finish()
    }

    @Test("kept texts are gone after their time")
    func lifetime() async throws {
        let harness = try await harness(["classes": ["lanes": 1, "keep_for": "60s"]])
        _ = try await harness.run("job", command)
        model.services.advance(by: .seconds(61))
        _ = try await harness.run("job", command)
        #expect(model.requests.count == 8)
        try await harness.finish()
    }
}
