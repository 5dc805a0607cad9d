import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("Texts by a model", .timeLimit(.minutes(1)))
struct WritingTests {
    @Test("a text that the facts bear is answered as it is, and asked for once")
    func right() async throws {
        let model = ScriptedModel(ModelBodies.chat(Samples.right))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback", Samples.student, tenant: "demo")
        #expect(answer.isOK, "\(answer.message)")
        #expect(answer.json == ["content": .string(Samples.right)])
        #expect(answer.headers.isEmpty)
        let question = try #require(model.questions.first)
        #expect(model.requests.count == 1)
        #expect(model.requests.first?.upstream == "llm" && model.requests.first?.attempts == 1)
        #expect(model.requests.first?.tenant == "demo")
        #expect(question.roles == ["system", "user"])
        #expect(question.last.contains("점수: 70점") && question.last.contains("김하늘"))
        #expect(question.body["model"] == "small" && question.body["temperature"] == 0.7)
        #expect(question.body["max_tokens"] == 800)
        #expect(question.body["stream"] == nil || question.body["stream"] == false)
        try await harness.finish()
    }

    @Test("commentary has the model's most tokens, feedback its own")
    func mostTokens() async throws {
        let model = ScriptedModel(ModelBodies.chat(Samples.rightOfExam), ModelBodies.chat(Samples.right))
        let harness = try await PluginHarness.analysis(model, ["feedback_tokens": 333])
        #expect(try await harness.ask("exam_commentary", Samples.exam).content == Samples.rightOfExam)
        #expect(try await harness.ask("student_feedback", Samples.student).content == Samples.right)
        #expect(model.questions.map { $0.body["max_tokens"] } == [1024, 333])
        try await harness.finish()
    }

    @Test("a wrong number costs one correction, which is told the sentence of the problem")
    func corrected() async throws {
        let model = ScriptedModel(ModelBodies.chat(Samples.wrong), ModelBodies.chat(Samples.right))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback", Samples.student)
        #expect(answer.content == Samples.right && answer.headers.isEmpty)
        #expect(model.requests.count == 2)
        let second = try #require(model.questions.last)
        #expect(second.roles == ["system", "user", "assistant", "user"])
        #expect(second.messages[2].text == Samples.wrong)
        let task = TextTask(try Samples.figures(Samples.student), in: .korean)
        let problems = task.checker.problems(in: Samples.wrong)
        #expect(!problems.isEmpty)
        for problem in problems { #expect(second.last.contains(problem.message), "\(problem.message)") }
        #expect(second.last.contains("<problems>"))
        try await harness.finish()
    }

    @Test("wrong twice is an error that names the kinds and nothing of the text")
    func wrongTwice() async throws {
        let model = ScriptedModel(ModelBodies.chat(Samples.wrong))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback", Samples.student)
        #expect(answer.status == PROCTOR_RETRY && answer.httpStatus == 502)
        #expect(answer.code == "analysis.unverified")
        #expect(model.requests.count == 2)
        for word in ["김하늘", "문법", "2문항"] { #expect(!answer.message.contains(word), "\(answer.message)") }
        try await harness.finish()
    }

    @Test("with on_failure: narrator the narrator writes in the model's place, and a header says so")
    func narrator() async throws {
        let model = ScriptedModel(
            ModelBodies.chat(Samples.wrong), ModelBodies.chat(Samples.wrong), .status(503), ModelBodies.chat("```\n```")
        )
        let harness = try await PluginHarness.analysis(model, ["on_failure": "narrator"])
        let narration = TextTask(try Samples.figures(Samples.student), in: .korean).narration
        for code in ["analysis.unverified", "model.overloaded", "model.empty"] {
            let answer = try await harness.ask("student_feedback", Samples.student)
            #expect(answer.isOK && answer.json == ["content": .string(narration)], "\(code): \(answer.message)")
            #expect(answer.headers == ["x-proctor-degraded": code])
        }
        #expect(model.requests.count == 4)
        try await harness.finish()
    }

    @Test("a model that fails is 502 with its own code, for good or for later")
    func failures() async throws {
        for (reply, code, status) in [
            (MemoryAnswer.status(401), "model.unauthorized", PROCTOR_REJECT),
            (.status(429), "model.rate_limited", PROCTOR_RETRY), (.status(500), "model.server_error", PROCTOR_RETRY),
            (.refusal(.retry("upstream.timeout", "late")), "model.first_token_timeout", PROCTOR_RETRY),
            (.refusal(.retry("upstream.broken", "half")), "model.unreachable", PROCTOR_RETRY),
            (.json(#"{"choices": "#), "model.malformed", PROCTOR_RETRY),
            (ModelBodies.chat(Samples.first, finish: "length"), "model.length_stop", PROCTOR_REJECT),
            (ModelBodies.chat(" \n"), "model.empty", PROCTOR_REJECT),
            (ModelBodies.chat("***"), "model.empty", PROCTOR_REJECT),
        ] {
            let model = ScriptedModel(reply)
            let harness = try await PluginHarness.analysis(model)
            let answer = try await harness.ask("student_feedback", Samples.student)
            #expect(answer.status == status && answer.code == code && answer.httpStatus == 502, "\(code): \(answer)")
            #expect(model.requests.count == 1)
            try await harness.finish()
        }
    }

    @Test("how long a provider wants to be left alone is passed on")
    func retryAfter() async throws {
        let model = ScriptedModel(.status(429, headers: [("retry-after", "120")]))
        let harness = try await PluginHarness.analysis(model, model: ["retry": ["attempts": 3]])
        let answer = try await harness.ask("exam_commentary", Samples.exam)
        #expect(answer.retryAfter == .seconds(120) && answer.httpStatus == 502)
        #expect(model.requests.count == 1)
        try await harness.finish()
    }

    @Test("a tenant that has used its share is told 429")
    func tenantLimit() async throws {
        let model = ScriptedModel(ModelBodies.chat(Samples.right))
        let harness = try await PluginHarness.analysis(model, model: ["tenants": ["requests": 1], "deadline": "1s"])
        #expect(try await harness.ask("student_feedback", Samples.student, tenant: "demo").isOK)
        let answer = try await harness.ask("student_feedback", Samples.student, tenant: "demo")
        #expect(answer.httpStatus == 429 && answer.code == "model.tenant_limited", "\(answer)")
        #expect(try await harness.ask("student_feedback", Samples.student, tenant: "other").isOK)
        try await harness.finish()
    }

    @Test("marks of markdown go before the text is checked and answered")
    func markdown() async throws {
        let model = ScriptedModel(
            ModelBodies.chat("## 피드백\n\n- **\(Samples.first)**\n\n- \(Samples.second)\n---\n"))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback", Samples.student)
        #expect(answer.content == "피드백\n\(Samples.first)\n\(Samples.second)", "\(answer)")
        try await harness.finish()
    }

    @Test("the request's language goes before the configured one, in prompt and correction")
    func language() async throws {
        let right = "The average was 61.4 points."
        let model = ScriptedModel(ModelBodies.chat("The average was 67.4 points."), ModelBodies.chat(right))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("exam_commentary", Samples.with(Samples.exam, ["language": "en"]))
        #expect(answer.content == right)
        #expect(try model.question(1).last.contains("average: 61.4 points"))
        #expect(try model.question(2).last.contains("does not agree with the facts"))
        try await harness.finish()
    }

    @Test("without a model the narrator writes, and that is no failure")
    func withoutModel() async throws {
        let harness = try await PluginHarness(AnalysisPlugin.self, settings: PluginHarness.narrator)
        let exam = try await harness.ask("exam_commentary", Samples.exam)
        #expect(exam.isOK && exam.headers.isEmpty)
        let task = TextTask(try Samples.read(ExamCommentaryRequest.self, Samples.exam).figures, in: .korean)
        #expect(exam.content == task.narration && exam.content?.isEmpty == false)
        let student = try await harness.ask("student_feedback", Samples.with(Samples.student, ["language": "en"]))
        #expect(student.content == TextTask(try Samples.figures(Samples.student), in: .english).narration)
        try await harness.finish()
    }

    @Test("a job that nobody wants any more ends at once, without the narrator")
    func cancelled() async throws {
        let model = ScriptedModel(.hang)
        let harness = try await PluginHarness.analysis(model, ["on_failure": "narrator"])
        let job = harness.submit(
            "analysis.student_feedback", Array(Samples.student.text.utf8),
            headers: ["content-type": "application/json"])
        try await Condition.holds { model.requests.count == 1 }
        job.cancel()
        #expect(try await job.answer().status == PROCTOR_CANCELLED)
        #expect(!harness.metrics.keys.contains { $0.hasPrefix("analysis_requests_total") })
        try await harness.finish()
    }
}
