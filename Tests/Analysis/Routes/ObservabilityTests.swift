import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("What operators see of analysis", .timeLimit(.minutes(1)))
struct ObservabilityTests {
    @Test("texts, tokens and refusals are counted under the contract's names")
    func metrics() async throws {
        let model = ScriptedModel(
            ModelBodies.chat(Samples.wrong, input: 100, output: 20),
            ModelBodies.chat(Samples.right, input: 200, output: 30),
            ModelBodies.chat(Samples.rightOfExam, input: 7, output: 5), .status(401),
            ModelBodies.stream([Samples.right], input: 30, output: 6))
        let harness = try await PluginHarness.analysis(model)
        #expect(try await harness.ask("student_feedback", Samples.student).isOK)
        #expect(try await harness.ask("exam_commentary", Samples.exam).isOK)
        #expect(try await !harness.ask("exam_commentary", Samples.exam).isOK)
        #expect(try await harness.ask("student_feedback_stream", Samples.student).isOK)
        let metrics = harness.metrics
        func value(_ name: String, _ labels: String) -> Double? { metrics["\(name){\(labels)}"] }
        let student = #""endpoint":"student-feedback""#
        let exam = #""endpoint":"exam-commentary""#
        #expect(value("analysis_requests_total", student + #","status":"success""#) == 2)
        #expect(value("analysis_requests_total", exam + #","status":"success""#) == 1)
        #expect(value("analysis_requests_total", exam + #","status":"failure""#) == 1)
        #expect(value("analysis_llm_duration_seconds", student) != nil)
        #expect(value("analysis_llm_duration_seconds", exam) != nil)
        #expect(value("analysis_llm_tokens_total", student + #","kind":"input""#) == 330)
        #expect(value("analysis_llm_tokens_total", student + #","kind":"output""#) == 56)
        #expect(value("analysis_llm_tokens_total", exam + #","kind":"input""#) == 7)
        #expect(value("analysis_corrections_total", student + #","status":"success""#) == 1)
        #expect(metrics.contains { $0.key.hasPrefix("analysis_check_problems_total{" + student) && $0.value >= 1 })
        #expect(harness.spans.contains { $0.hasPrefix("chat small") })
        try await harness.finish()
    }

    @Test(
        "a text of the narrator in the model's place is counted as such, and a second wrong one as a failed correction")
    func degraded() async throws {
        let harness = try await PluginHarness.analysis(
            ScriptedModel(ModelBodies.chat(Samples.wrong)), ["on_failure": "narrator"])
        #expect(try await harness.ask("student_feedback", Samples.student).isOK)
        let metrics = harness.metrics
        #expect(metrics[#"analysis_requests_total{"endpoint":"student-feedback","status":"degraded"}"#] == 1)
        #expect(metrics[#"analysis_corrections_total{"endpoint":"student-feedback","status":"failure"}"#] == 1)
        try await harness.finish()
    }

    @Test("logs and metrics carry no name, no figure and nothing of a text")
    func discretion() async throws {
        let model = ScriptedModel { request, number in
            switch number % 3 {
            case 0: .status(500)
            default:
                request.json?["stream"] == true ? ModelBodies.stream([Samples.wrong]) : ModelBodies.chat(Samples.wrong)
            }
        }
        let harness = try await PluginHarness.analysis(model, ["on_failure": "narrator"])
        for operation in ["student_feedback", "student_feedback_stream"] {
            for _ in 0..<3 { _ = try await harness.ask(operation, Samples.student, tenant: "demo") }
        }
        _ = try await harness.ask("class", Samples.classRequest(3, exam: Samples.exam))
        _ = try await harness.run("job", ClassFixture.command("class-feedback", Samples.classRequest(3)))
        _ = try await harness.ask("student_feedback", Samples.with(Samples.student, ["grade": "김하늘"]))
        #expect(harness.logs.contains { $0.message.contains("does not stand up to the facts") })
        #expect(harness.logs.contains { $0.message == "the model gave no text" })
        let names = ["김하늘", "김가람", "9월 모의고사", "문법", "빈칸", "문항", "61.4", "점입니다"]
        for line in harness.logs {
            for name in names { #expect(!line.message.contains(name) && !line.fields.contains(name), "\(line)") }
        }
        for key in harness.metrics.keys { for name in names { #expect(!key.contains(name), "\(key)") } }
        try await harness.finish()
    }
}
