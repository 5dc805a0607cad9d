import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("Whole classes", .timeLimit(.minutes(1)))
struct ClassStreamTests {
    private struct Unwanted: Error {}

    private func pieces(_ answer: HarnessAnswer) -> [JSONValue] { answer.events }

    @Test("it begins, tells of each text as it begins and ends, and is done")
    func order() async throws {
        let model = ClassFixture.model(3)
        let harness = try await PluginHarness.analysis(model, ["classes": ["lanes": 1]])
        let answer = try await harness.ask("class", Samples.classRequest(3, exam: Samples.exam))
        #expect(answer.isOK, "\(answer)")
        let events = answer.events
        #expect(events.first == ["event": "init", "done": 0, "total": 4])
        #expect(events.last == ["event": "done", "done": 4, "total": 4, "failed": 0])
        let told = events.dropFirst().dropLast().map { event in
            let student = event["student"]
            return "\(event["done"]?.integer ?? -1) \(student?["index"]?.integer.map(String.init) ?? "exam") "
                + (student?["status"]?.string ?? "?")
        }
        #expect(
            told == [
                "0 exam generating", "1 exam done", "1 0 generating", "2 0 done", "2 1 generating", "3 1 done",
                "3 2 generating", "4 2 done",
            ])
        let texts = events.compactMap { $0["student"]?["content"]?.string }
        #expect(texts == [Samples.rightOfExam] + (0..<3).map(Samples.text))
        #expect(events[4]["student"]?["studentId"] == 1000)
        try await harness.finish()
    }

    @Test("as many texts are asked for at once as there are lanes, and no more")
    func lanes() async throws {
        let model = ClassFixture.model(9)
        let counting = CountingHost(model.services, needed: 3)
        let writer = try ClassFixture.writer(counting.host, lanes: 3)
        let request = try Samples.read(ClassFeedbackRequest.self, Samples.classRequest(9))
        var ended: [Int] = []
        var begun = 0
        try await writer.stream(request, job: Job(host: counting.host)) { piece in
            if piece.student?.status == .generating { begun += 1 }
            if piece.student?.status == .done { ended.append(piece.student?.index ?? -1) }
            #expect(begun - ended.count <= 3)
        }
        #expect(ended.sorted() == Array(0..<9))
        #expect(counting.most == 3)
        #expect(model.requests.count == 9)
    }

    @Test("one student whose text cannot be written fails alone")
    func oneFails() async throws {
        let model = ClassFixture.model(4) { $0 == 1 ? .status(401) : $0 == 2 ? ModelBodies.chat(Samples.wrong) : nil }
        let harness = try await PluginHarness.analysis(model)
        let answer = try await harness.ask("class", Samples.classRequest(4))
        #expect(answer.isOK, "\(answer)")
        let ends = answer.events.compactMap { $0["student"] }.filter { $0["status"] != "generating" }
            .sorted { ($0["index"]?.integer ?? 0) < ($1["index"]?.integer ?? 0) }
        #expect(ends.map { $0["status"]?.string } == ["done", "error", "error", "done"])
        #expect(ends.map { $0["errorCode"]?.string } == [nil, "model.unauthorized", "analysis.unverified", nil])
        #expect(ends[1]["content"] == nil && ends[2]["content"] == nil)
        #expect(answer.events.last == ["event": "done", "done": 4, "total": 4, "failed": 2])
        try await harness.finish()
    }

    @Test("texts of the narrator are marked one by one")
    func degraded() async throws {
        let model = ClassFixture.model(3) { $0 == 1 ? .status(500) : nil }
        let harness = try await PluginHarness.analysis(model, ["on_failure": "narrator"])
        let answer = try await harness.ask("class", Samples.classRequest(3))
        let ends = answer.events.compactMap { $0["student"] }.filter { $0["status"] == "done" }
        #expect(ends.count == 3)
        for end in ends { #expect((end["degraded"] == true) == (end["index"] == 1)) }
        try await harness.finish()
    }

    @Test("a class that nobody wants any more ends at once, and no further text is asked for")
    func cancelled() async throws {
        let model = ScriptedModel(.hang)
        let harness = try await PluginHarness.analysis(
            model, ["classes": ["lanes": 4], "on_failure": "narrator"])
        let job = harness.submit(
            "analysis.class", Array(Samples.classRequest(9).text.utf8), headers: ["content-type": "application/json"])
        try await Condition.holds { model.requests.count == 4 }
        job.cancel()
        let answer = try await job.answer()
        #expect(answer.status == PROCTOR_CANCELLED)
        #expect(model.requests.count == 4)
        #expect(!answer.events.contains { $0["student"]?["status"] == "done" })
        #expect(!harness.metrics.keys.contains { $0.contains("degraded") })
        try await harness.finish()
    }

    @Test("who reads no more ends the other lanes")
    func readerGone() async throws {
        let model = ScriptedModel { _, number in number == 1 ? .status(401) : .hang }
        let host = model.services.host()
        let writer = try ClassFixture.writer(host, lanes: 3)
        let request = try Samples.read(ClassFeedbackRequest.self, Samples.classRequest(9))
        await #expect(throws: Unwanted.self) {
            try await writer.stream(request, job: Job(host: host)) { piece in
                if piece.student?.status == .error { throw Unwanted() }
            }
        }
        #expect(model.requests.count <= 3)
    }

    @Test("a class without students, or with a wrong one, is refused before anything is sent")
    func refused() async throws {
        let model = ScriptedModel(.hang)
        let harness = try await PluginHarness.analysis(model)
        let none = try await harness.ask("class", ["examName": "x", "averageScore": 50, "students": []])
        #expect(none.httpStatus == 422 && none.pieces.isEmpty)
        let wrong = try await harness.ask(
            "class", ["examName": "x", "averageScore": 50, "students": [["studentName": "x"]]])
        #expect(wrong.httpStatus == 422 && wrong.pieces.isEmpty)
        #expect(model.requests.isEmpty)
        try await harness.finish()
    }
}
