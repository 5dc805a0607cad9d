import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("Commands of a queue", .timeLimit(.minutes(1)))
struct CommandTests {
    private static func name(_ command: JSONValue) throws -> String {
        try Samples.read(AnalysisCommand.self, command).messageID
    }

    @Test("callbacks are named by tenant, kind, job and request")
    func names() throws {
        let command = ClassFixture.command("student-feedback", Samples.student)
        let name = try Self.name(command)
        #expect(name.hasPrefix("analysis:demo:student-feedback:a-17:"))
        let other = Samples.with(Samples.student, ["totalScore": 71])
        let corrected = try Self.name(ClassFixture.command("student-feedback", other))
        #expect(corrected != name)
        let again = try Self.name(try JSONValue(parsing: Array(command.text.utf8)))
        #expect(again == name)
    }

    @Test("a text comes back with its callback, named the same at each attempt", arguments: [1, 2] as [UInt32])
    func text(attempt: UInt32) async throws {
        let harness = try await PluginHarness.analysis(ScriptedModel(ModelBodies.chat(Samples.right)))
        let command = ClassFixture.command("student-feedback", Samples.student)
        let answer = try await harness.run("job", command, attempt: attempt)
        let name = try Self.name(command)
        #expect(answer.isOK && answer.headers == ["message-id": name], "\(answer.message)")
        #expect(
            answer.json == [
                "jobId": "a-17", "tenantSlug": "demo", "kind": "student-feedback", "success": true,
                "content": .string(Samples.right), "schemaVersion": 1,
            ])
        try await harness.finish()
    }

    @Test("a job's number comes back as a number")
    func number() async throws {
        let harness = try await PluginHarness(AnalysisPlugin.self, settings: PluginHarness.narrator)
        let answer = try await harness.run("job", ClassFixture.command("exam-commentary", Samples.exam, id: 17))
        #expect(answer.json?["jobId"] == 17 && answer.headers["message-id"]?.contains(":17:") == true)
        try await harness.finish()
    }

    @Test("a text of the narrator in the model's place is marked")
    func degraded() async throws {
        let harness = try await PluginHarness.analysis(ScriptedModel(.status(500)), ["on_failure": "narrator"])
        let answer = try await harness.run("job", ClassFixture.command("student-feedback", Samples.student))
        #expect(answer.json?["success"] == true && answer.json?["degraded"] == true)
        try await harness.finish()
    }

    @Test("what may pass is tried again; what will not is answered with a callback of failure")
    func failures() async throws {
        let later = try await PluginHarness.analysis(ScriptedModel(.status(429, headers: [("retry-after", "90")])))
        let retried = try await later.run("job", ClassFixture.command("student-feedback", Samples.student))
        #expect(retried.status == PROCTOR_RETRY && retried.code == "model.rate_limited")
        #expect(retried.retryAfter == .seconds(90))
        try await later.finish()
        let never = try await PluginHarness.analysis(ScriptedModel(.status(401)))
        let failed = try await never.run("job", ClassFixture.command("student-feedback", Samples.student))
        #expect(failed.isOK && failed.headers["outcome"] == "failure")
        #expect(failed.json?["success"] == false && failed.json?["errorCode"] == "model.unauthorized")
        #expect(failed.json?["content"] == nil)
        try await never.finish()
    }

    @Test("a command whose request is wrong is answered with a callback of failure that names each problem")
    func wrongRequest() async throws {
        let harness = try await PluginHarness.analysis(ScriptedModel(.hang))
        for (kind, request, place) in [
            ("student-feedback", Samples.with(Samples.student, ["grade": "3"]), "body.grade"),
            ("exam-commentary", Samples.student, "body.totalParticipants"), ("class-feedback", [1], "body"),
            ("class-feedback", "text", "body"),
        ] as [(String, JSONValue, String)] {
            let command = ClassFixture.command(kind, request)
            let answer = try await harness.run("job", command)
            let name = try Self.name(command)
            #expect(answer.isOK && answer.headers == ["message-id": name, "outcome": "failure"])
            #expect(answer.json?["errorCode"] == "input.invalid" && answer.json?["success"] == false)
            #expect(answer.json?["errorMessage"]?.string?.contains(place + ":") == true, "\(answer.text)")
        }
        try await harness.finish()
    }

    @Test(
        "an envelope that cannot be answered is rejected",
        arguments: [
            ("{", "json_invalid"), ("[]", "dict_type"), (#"{"tenantSlug": "t", "kind": "x", "request": {}}"#, "enum"),
            (#"{"jobId": null, "tenantSlug": "t", "kind": "exam-commentary", "request": {}}"#, "string_type"),
            (#"{"jobId": "", "tenantSlug": "t", "kind": "exam-commentary", "request": {}}"#, "string_too_short"),
            (#"{"jobId": "a", "tenantSlug": "", "kind": "exam-commentary", "request": {}}"#, "string_too_short"),
            (#"{"jobId": true, "tenantSlug": "t", "kind": "exam-commentary", "request": {}}"#, "string_type"),
            (#"{"jobId": "a", "tenantSlug": "t", "request": {}}"#, "missing"),
            (#"{"jobId": "a", "tenantSlug": "t", "kind": "exam-commentary"}"#, "missing"),
            (
                #"{"jobId": "a", "tenantSlug": "t", "kind": "exam-commentary", "request": {}, "schemaVersion": 2}"#,
                "less_than_equal"
            ),
        ])
    func envelope(text: String, type: String) async throws {
        let harness = try await PluginHarness(AnalysisPlugin.self, settings: PluginHarness.narrator)
        for operation in ["analysis.job", "analysis.failed"] {
            let answer = try await harness.call(operation, json: text)
            #expect(answer.status == PROCTOR_REJECT && answer.code == "input.invalid" && answer.httpStatus == 422)
            #expect(answer.text.contains(#""type":"\#(type)""#), "\(answer.text)")
        }
        try await harness.finish()
    }

    @Test("a message of one tenant asks nothing about another's")
    func tenantMismatch() async throws {
        let model = ScriptedModel(ModelBodies.chat(Samples.right))
        let harness = try await PluginHarness.analysis(model)
        for operation in ["job", "failed"] {
            let answer = try await harness.run(
                operation, ClassFixture.command("student-feedback", Samples.student, tenant: "south"),
                headers: ["x-tenant-slug": "north"])
            #expect(answer.status == PROCTOR_REJECT && answer.code == "command.tenant_mismatch")
        }
        #expect(model.requests.isEmpty)
        try await harness.finish()
    }

    @Test("the callback of a job that failed elsewhere says why")
    func failedElsewhere() async throws {
        let harness = try await PluginHarness.analysis(ScriptedModel(.hang))
        let command = ClassFixture.command("student-feedback", Samples.student)
        let answer = try await harness.run(
            "failed", command, headers: ["x-failure-code": "model.overloaded", "x-failure-message": "No room."])
        let name = try Self.name(command)
        #expect(answer.isOK && answer.headers == ["message-id": name, "outcome": "failure"])
        #expect(answer.json?["errorCode"] == "model.overloaded" && answer.json?["errorMessage"] == "No room.")
        let bare = try await harness.run("failed", command, headers: ["x-failure-code": "job.expired"])
        #expect(bare.json?["errorMessage"] == "job.expired")
        let unreadable = try await harness.run(
            "failed", ClassFixture.command("class-feedback", 5), headers: ["x-failure-code": "job.expired"])
        #expect(unreadable.isOK && unreadable.json?["students"] == nil)
        try await harness.finish()
    }
}
