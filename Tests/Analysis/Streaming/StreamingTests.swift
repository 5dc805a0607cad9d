import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("Texts that are sent while they are written", .timeLimit(.minutes(1)))
struct StreamingTests {
    private static func narration() throws -> String {
        TextTask(try Samples.figures(Samples.student), in: .korean).narration
    }

    @Test("sentences leave as they are checked, and the whole comes last")
    func right() async throws {
        let model = ScriptedModel(
            ModelBodies.stream([Samples.first + " 문법", " 유형은 4문항 중 3문항을 맞혔습니다.", " " + Samples.third]))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback_stream", Samples.student)
        #expect(answer.isOK, "\(answer.message)")
        #expect(
            answer.told == [
                "text: " + Samples.first, "text:  " + Samples.second, "text:  " + Samples.third,
                "done: " + Samples.right,
            ])
        #expect(answer.events.last?["degraded"] == nil)
        #expect(model.questions.map { $0.body["stream"] } == [true])
        #expect(model.services.openExchanges == 0)
        try await harness.finish()
    }

    @Test("the first sentence is there before the model has written the second")
    func early() async throws {
        let model = ScriptedModel(
            ModelBodies.script([.bytes(ModelBodies.delta(Samples.first + " 문법")), .silence]))
        let harness = try await PluginHarness.analysis(model, ["on_failure": "narrator"], model: ["idle": "1ms"])
        let answer = try await harness.ask("student_feedback_stream", Samples.student)
        let narration = try Self.narration()
        #expect(answer.told == ["text: " + Samples.first, "replace: " + narration, "done: " + narration])
        #expect(answer.events.last?["degraded"] == true)
        try await harness.finish()
    }

    @Test("a wrong sentence never leaves; the corrected text replaces what came")
    func corrected() async throws {
        let model = ScriptedModel(
            ModelBodies.stream([Samples.wrong]), ModelBodies.chat("**\(Samples.first)** \(Samples.second)"))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback_stream", Samples.student)
        let corrected = Samples.first + " " + Samples.second
        #expect(answer.told == ["text: " + Samples.first, "replace: " + corrected, "done: " + corrected])
        #expect(!answer.pieces.contains { String(decoding: $0, as: UTF8.self).contains("2문항") })
        #expect(try model.question(2).roles == ["system", "user", "assistant", "user"])
        #expect(try model.question(2).messages[2].text == Samples.first + " " + Samples.wrongSentence)
        try await harness.finish()
    }

    @Test("the rest of a text with a wrong sentence is not waited for")
    func letGo() async throws {
        let model = ScriptedModel { _, number in
            number == 1
                ? ModelBodies.script([.bytes(ModelBodies.delta(Samples.wrong + " 그리고")), .silence, .silence])
                : ModelBodies.chat(Samples.right)
        }
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback_stream", Samples.student)
        #expect(answer.told.last == "done: " + Samples.right)
        try await Condition.holds { model.services.openExchanges == 0 }
        try await harness.finish()
    }

    @Test("a last sentence that is wrong is found at the end")
    func wrongLast() async throws {
        let model = ScriptedModel(
            ModelBodies.stream([Samples.first, " " + Samples.wrongSentence.dropLast()]), ModelBodies.chat(Samples.right)
        )
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback_stream", Samples.student)
        #expect(
            answer.told == ["text: " + Samples.first, "replace: " + Samples.right, "done: " + Samples.right])
        try await harness.finish()
    }

    @Test("wrong twice is an error after what was right, or the narrator's text in its place")
    func wrongTwice() async throws {
        let strict = try await PluginHarness.analysis(
            ScriptedModel(ModelBodies.stream([Samples.wrong]), ModelBodies.chat(Samples.wrong)))
        let refused = try await strict.ask("student_feedback_stream", Samples.student)
        #expect(refused.code == "analysis.unverified" && refused.told == ["text: " + Samples.first])
        try await strict.finish()
        let lenient = try await PluginHarness.analysis(
            ScriptedModel(ModelBodies.stream([Samples.wrong]), ModelBodies.chat(Samples.wrong)),
            ["on_failure": "narrator"])
        let degraded = try await lenient.ask("student_feedback_stream", Samples.student)
        let narration = try Self.narration()
        #expect(degraded.told == ["text: " + Samples.first, "replace: " + narration, "done: " + narration])
        #expect(degraded.events.last?["degraded"] == true)
        try await lenient.finish()
    }

    @Test("a stream that is cut, stopped at its most tokens or empty is an error of its own")
    func broken() async throws {
        let begun = MemoryPiece.bytes(ModelBodies.delta(Samples.first + " 문법 유형은"))
        for (reply, code, told) in [
            (ModelBodies.script([begun]), "model.cut", 1),
            (ModelBodies.script([begun, .failure(.retry("upstream.broken", "gone"))]), "model.cut", 1),
            (ModelBodies.stream([Samples.first, " 문법 유형은"], finish: "length"), "model.length_stop", 1),
            (ModelBodies.stream([]), "model.empty", 0), (ModelBodies.stream(["```\n", "```"]), "model.empty", 0),
            (.status(401), "model.unauthorized", 0),
        ] {
            let model = ScriptedModel(reply)
            let harness = try await PluginHarness.analysis(model)
            let answer = try await harness.ask("student_feedback_stream", Samples.student)
            #expect(answer.code == code && answer.told.count == told, "\(code): \(answer)")
            #expect(model.requests.count == 1)
            try await harness.finish()
        }
    }

    @Test("paragraph breaks arrive as line breaks, before the text that follows them")
    func paragraphs() async throws {
        let model = ScriptedModel(ModelBodies.stream(["# 피드백\n\n", Samples.first, "\n\n", Samples.second]))
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("student_feedback_stream", Samples.student)
        #expect(
            answer.told == [
                "text: 피드백", "text: \n" + Samples.first, "text: \n" + Samples.second,
                "done: 피드백\n\(Samples.first)\n\(Samples.second)",
            ])
        try await harness.finish()
    }

    @Test("without a model the narrator's text comes in one piece")
    func withoutModel() async throws {
        let harness = try await PluginHarness(AnalysisPlugin.self, settings: PluginHarness.narrator)
        let answer = try await harness.ask("exam_commentary_stream", Samples.exam)
        let figures = try Samples.read(ExamCommentaryRequest.self, Samples.exam).figures
        let text = TextTask(figures, in: .korean).narration
        #expect(answer.told == ["text: " + text, "done: " + text])
        try await harness.finish()
    }

    @Test("who goes away before the first piece ends the model's request, and the narrator does not write")
    func cancelled() async throws {
        let model = ScriptedModel(.hang)
        let harness = try await PluginHarness.analysis(model, ["on_failure": "narrator"])
        let job = harness.submit(
            "analysis.student_feedback_stream", Array(Samples.student.text.utf8),
            headers: ["content-type": "application/json"])
        try await Condition.holds { model.requests.count == 1 }
        job.cancel()
        let answer = try await job.answer()
        #expect(answer.status == PROCTOR_CANCELLED && answer.pieces.isEmpty)
        try await harness.finish()
    }

    @Test("a slow reader holds the model up, and one that goes away lets it go")
    func slowReader() async throws {
        let model = ScriptedModel(ModelBodies.stream((0..<40).map { _ in Samples.second + " " }))
        let harness = try await PluginHarness.analysis(model)
        let job = harness.submit(
            "analysis.student_feedback_stream", Array(Samples.student.text.utf8),
            headers: ["content-type": "application/json"], readsEagerly: false)
        #expect(await job.becomesBusy())
        #expect(model.services.openExchanges == 1)
        job.cancel()
        #expect(try await job.answer().status == PROCTOR_CANCELLED)
        try await Condition.holds { model.services.openExchanges == 0 }
        try await harness.finish()
    }
}
