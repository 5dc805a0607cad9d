import PluginSDK
import PluginTestKit
import Testing

@testable import Report

@Suite struct ReportRenameTests {
    @Test("command and callback speak a backend's own names")
    func commandAndCallback() async throws {
        let fixture = try ReportFixture(
            #"""
            {"command_fields": {"studentId": "pupil", "jobId": "batch"},
             "callback_fields": {"success": "ok", "reportBytes": "image", "jobId": "batch", "errorMessage": "error"}}
            """#)
        let command =
            #"{"batch": 7, "examId": 42, "pupil": 1001, "tenantSlug": "demo", "reportIndex": 3, "totalReports": 9}"#
        let answer = try await fixture.make(command)
        #expect(answer.messageID == "7:3")
        #expect(answer.json["ok"] == true && answer.json["batch"] == 7 && answer.json["error"] == .null)
        #expect(answer.members.keys.contains("image") && answer.json["reportBytes"] == nil)
        #expect(answer.json["success"] == nil && answer.json["studentId"] == 1001)
    }

    @Test("the backend's documents may have other names, other places, and lists inside of objects")
    func documents() async throws {
        let fixture = try ReportFixture(
            #"""
            {"list_member": "data.content", "upstream": "core",
             "paths": {"exam": "/x/{tenantSlug}/{examId}", "rank": "/rank?of={studentId}&in={examId}"},
             "fields": {
               "exam": {"name": "data.title", "correctAnswers": "data.key", "questionScores": "data.points"},
               "student": {"name": "profile.fullName"}, "result": {"score": "points", "id": "no"},
               "answer": {"selectedChoice": "mark"}, "rank": {"typePercentiles.percentile": "share"},
               "statistics": {"average": "mean", "topIncorrectQuestions.incorrectRate": "missRate"},
               "choices": {"questions.correctRate": "rate", "questions": "items"}}}
            """#)
        let backend = fixture.backend
        backend.set(
            "/x/demo/42",
            .json(#"{"data": {"title": "11월", "key": {"1": "3"}, "points": {"1": 5}}, "category": "GRADED"}"#))
        backend.set(FakeBackend.student, .json(#"{"profile": {"fullName": "이바다"}}"#))
        backend.set(FakeBackend.ownResults, .json(#"{"data": {"content": [{"no": 501, "examId": 42, "points": 5}]}}"#))
        backend.set(
            FakeBackend.examResults, .json(#"{"data": {"content": [{"no": 501, "studentId": 1001, "points": 5}]}}"#))
        backend.set(
            FakeBackend.answers,
            .json(
                #"{"data": {"content": [{"questionNumber": 1, "mark": "3", "isCorrect": true, "#
                    + #""questionType": "듣기"}]}}"#))
        backend.set(
            "/rank?of=1001&in=42",
            .json(#"{"rank": 1, "typePercentiles": [{"questionType": "듣기", "share": 12.5}]}"#))
        backend.set(
            FakeBackend.statistics,
            .json(#"{"mean": 3.5, "topIncorrectQuestions": [{"questionNumber": 1, "missRate": 60}]}"#))
        backend.set(FakeBackend.choices, .json(#"{"items": [{"questionNumber": 1, "rate": 40}]}"#))
        let data = try await fixture.data()
        #expect(data["exam"]?["name"] == "11월" && data["exam"]?["totalPossibleScore"] == 5)
        #expect(data["student"]?["name"] == "이바다" && data["result"]?["score"] == 5)
        #expect(data["questions"]?[0]?["chosen"] == "3" && data["questions"]?[0]?["correctRate"] == 40)
        #expect(data["types"]?[0]?["percentile"] == 12.5 && data["result"]?["average"] == 3.5)
        #expect(data["mostMissed"]?[0]?["correctRate"] == 40)
        #expect(fixture.services.requests.allSatisfy { $0.upstream == "core" })
    }

    @Test(
        "a setting that cannot be meant is refused where it stands",
        arguments: [
            (#"{"command_fields": {"colour": "x"}}"#, "/command_fields/colour"),
            (#"{"callback_fields": {"success": "jobId"}}"#, "/callback_fields"),
            (#"{"fields": {"exam": {"x": "y"}}}"#, "/fields/exam/x"),
            (#"{"fields": {"statistics": {"gradeDistribution.grade": "count"}}}"#, "/fields/statistics"),
            (#"{"paths": {"exam": "/exams/{exam}"}}"#, "/paths/exam"), (#"{"paths": {"rank": ""}}"#, "/paths/rank"),
            (#"{"callback": {"key": "{studentID}"}}"#, "/callback/key"),
            (#"{"callback": {"report": "mail"}}"#, "/callback/report"), (#"{"skip": ["exam"]}"#, "/skip/0"),
            (#"{"format": "gif"}"#, "/format"), (#"{"scale": 9}"#, "/scale"), (#"{"quality": 0}"#, "/quality"),
            (#"{"tenants": {"demo": {"color": "x"}}}"#, "/tenants/demo/color"),
        ])
    func refused(_ settings: String, _ pointer: String) throws {
        let refusal = try #require(throws: SettingsRefusal.self) { try ReportSettings.decode(settings) }
        #expect(refusal.problems.map(\.pointer.description) == [pointer])
    }

    @Test("the callback's schema and what is sent have the same members")
    func schema() async throws {
        let inline = try await ReportFixture().make()
        let stored = try await ReportFixture(#"{"callback": {"report": "blob"}}"#).make()
        guard case .object(let properties)? = ReportCallbackBody.jsonSchema["properties"],
            case .array(let required)? = ReportCallbackBody.jsonSchema["required"]
        else {
            Issue.record("no properties")
            return
        }
        #expect(Set(stored.members.keys) == Set(properties.keys))
        #expect(Set(inline.members.keys.map { .string($0) }) == Set(required))
    }
}
