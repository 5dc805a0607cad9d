import PluginSDK
import PluginTestKit
import Testing

@testable import Grading

@Suite struct RenameTests {
    @Test("command, callback and exam speak a backend's own names")
    func renamed() async throws {
        let fixture = try JobFixture(
            #"""
            {"command_fields": {"objectKey": "path", "jobId": "batch"},
             "callback_fields": {"success": "ok", "errorMessage": "error", "jobId": "batch", "totalScore": "score",
                                 "results.studentAnswer": "answer", "results.score": "points"},
             "exam_fields": {"correctAnswers": "data.key", "questionScores": "data.points", "questionTypes": "kinds"}}
            """#)
        fixture.backend(
            answers: .json(#"{"data": {"key": {"1": "9"}, "points": {"1": 5}}, "kinds": {"1": "어휘"}}"#))
        let command =
            #"{"batch": 7, "examId": 42, "tenantSlug": "demo", "imageIndex": 3, "totalImages": 9, "path": "tmp/7/0.jpg"}"#
        let answer = try await fixture.grade(command)
        #expect(answer.messageID == "7:3")
        #expect(answer.json["ok"] == true && answer.json["batch"] == 7 && answer.json["score"] == 0)
        #expect(answer.json["jobId"] == nil && answer.json["success"] == nil && answer.json["error"] == .null)
        guard case .array(let results)? = answer.json["results"] else { Issue.record("no results"); return }
        #expect(results.first?["points"] == 5 && results.first?["questionType"] == "어휘")
        #expect(results.first?["answer"] != nil && results.first?["studentAnswer"] == nil)
        fixture.backend(answers: .json(#"{"data": {}}"#))
        let failed = try await fixture.grade(
            command.replacing("42", with: "43"), job: fixture.job("next"))
        #expect(failed.isFailure == false, "known by its job and index, whatever the exam")
        let unusable = try await fixture.grade(
            command.replacing(#""batch": 7"#, with: #""batch": 8"#).replacing("42", with: "43"))
        #expect(unusable.json["ok"] == false)
        guard case .string(let error)? = unusable.json["error"] else { Issue.record("no error"); return }
        #expect(error.contains("data.key"), "the sentence has the backend's own name")
    }

    @Test("the callback's struct and what is sent have the same members")
    func schema() async throws {
        let answer = try await JobFixture().grade()
        let table = export(GradingPlugin.self).pointee
        let manifest = try JSONValue(
            parsing: Array(UnsafeRawBufferPointer(start: table.manifest.data, count: table.manifest.size)))
        guard case .array(let operations)? = manifest["operations"] else { Issue.record("no operations"); return }
        for name in ["grading.job", "grading.failed"] {
            let operation = try #require(operations.first { $0["name"] == .string(name) })
            guard case .object(let properties)? = operation["output"]?["schema"]?["properties"] else {
                Issue.record("no properties")
                return
            }
            #expect(Set(properties.keys) == Set(answer.members.keys))
            #expect(operation["input"]?["media_type"] == "application/json")
            #expect(operation["input"]?["schema"]?["properties"]?["jobId"]?["format"] == "int64")
        }
        #expect(manifest["needs"] == ["store/1", "blobs/1", "http/1"])
    }

    @Test(
        "a setting that cannot be meant is refused where it stands",
        arguments: [
            (#"{"command_fields": {"colour": "x"}}"#, "/command_fields/colour"),
            (#"{"command_fields": {"jobId": ""}}"#, "/command_fields/jobId"),
            (#"{"command_fields": {"jobId": 7}}"#, "/command_fields/jobId"),
            (#"{"command_fields": []}"#, "/command_fields"),
            (#"{"callback_fields": {"success": "grade"}}"#, "/callback_fields"),
            (#"{"callback_fields": {"results.score": "earnedScore"}}"#, "/callback_fields"),
            (#"{"exam_fields": {"passScore": "x"}}"#, "/exam_fields/passScore"),
            (#"{"exam_path": "/exams/{exam}"}"#, "/exam_path"), (#"{"exam_path": "/exams/{examId"}"#, "/exam_path"),
            (#"{"exam_path": ""}"#, "/exam_path"), (#"{"exam_path": "/a}b"}"#, "/exam_path"),
            (#"{"idempotency": {"key": "{jobID}"}}"#, "/idempotency/key"),
            (#"{"idempotency": {"lock": "0s"}}"#, "/idempotency/lock"),
        ])
    func refused(_ settings: String, _ pointer: String) throws {
        let refusal = try #require(throws: SettingsRefusal.self) { try GradingSettings.decode(settings) }
        #expect(refusal.problems.map(\.pointer.description) == [pointer])
    }

    @Test("fields of the callback may have names that its results have")
    func places() throws {
        let settings = try GradingSettings.decode(#"{"callback_fields": {"totalScore": "score"}}"#)
        #expect(settings.callbackFields[.totalScore] == "score")
    }

    @Test("it keeps the rules of plugins")
    func conformance() async {
        let findings = await PluginConformance.check(
            GradingPlugin.self, samples: [.init("grading.sheet", json: #"{"format": "pdf"}"#)])
        #expect(findings.isEmpty)
    }
}
