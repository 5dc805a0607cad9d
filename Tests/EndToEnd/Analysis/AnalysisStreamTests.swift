import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// Texts that come while they are written, each sentence after its check.
    @Suite(.serialized) struct AnalysisStreams {
        private static let path = "/api/analysis/student-feedback/stream"
        private static let first = "이번 시험의 평균 점수는 61.4점입니다."

        private func open(_ analysis: AnalysisHost, accept: String = "text/event-stream") throws -> EventReader {
            try EventReader(analysis.host.httpPort, Self.path, AnalysisTexts.student(), accept: accept)
        }

        private func pieces(_ documents: [[String: Any]]) -> [String] {
            documents.map { "\($0["event"] ?? "") \($0["content"] ?? "")" }
        }

        @Test(
            "a sentence is there before the model has written the next",
            arguments: ["text/event-stream", "application/x-ndjson"])
        func sentences(accept: String) throws {
            let analysis = try AnalysisHost()
            try analysis.script([
                "tokens": ["이번 시험의 평균 ", "점수는 61.4점입니다. ", "문법을 ", "꾸준히 복습하면 ", "좋겠습니다."], "gap_ms": 150,
            ])
            let events = try open(analysis, accept: accept)
            try events.wait(for: "61.4점입니다.")
            #expect(try analysis.seen().first?.end == .open)
            #expect(
                pieces(try events.documents()) == [
                    "text \(Self.first)", "text  문법을 꾸준히 복습하면 좋겠습니다.", "done \(AnalysisTexts.right)",
                ])
            #expect(events.text.contains("content-type: \(accept)") || events.text.contains("Content-Type: \(accept)"))
            let seen = try analysis.seen()
            #expect(seen.count == 1 && seen[0].body["stream"] == true)
            analysis.finish()
        }

        @Test("a sentence that the facts do not bear never appears: the corrected text replaces what came")
        func replaced() throws {
            let analysis = try AnalysisHost()
            try analysis.script(
                ["text": .string("\(Self.first) 최고 점수는 97점이었습니다. 문법을 차분하게 다시 보세요.")],
                ["text": .string(AnalysisTexts.right)])
            let events = try open(analysis)
            #expect(
                pieces(try events.documents()) == [
                    "text \(Self.first)", "replace \(AnalysisTexts.right)", "done \(AnalysisTexts.right)",
                ])
            #expect(!events.text.contains("97점"))
            #expect(try analysis.seen().count == 2)
            try analysis.script(["text": .string(AnalysisTexts.wrong)])
            let twice = try open(analysis)
            let documents = try twice.documents()
            #expect(!twice.text.contains("91.7"), "\(documents)")
            #expect(!pieces(documents).contains { $0.hasPrefix("done") || $0.hasPrefix("replace") }, "\(documents)")
            analysis.finish()
        }

        @Test("with the narrator behind it, what came is replaced by the narrator's text, and the last piece says so")
        func narrator() throws {
            let analysis = try AnalysisHost(
                .init(model: AnalysisHost.File.impatient, config: "      llm: llm\n      on_failure: narrator"))
            try analysis.script(["text": .string("\(Self.first) 문법을 꾸준히 보세요. 그리고"), "cut": ["tokens": 6]])
            let documents = try open(analysis).documents()
            #expect(documents.map { $0["event"] as? String } == ["text", "replace", "done"], "\(documents)")
            #expect(documents.last?["degraded"] as? Bool == true)
            let whole = documents.last?["content"] as? String ?? ""
            #expect(documents[1]["content"] as? String == whole && whole.contains("82점"))
            analysis.finish()
        }

        @Test("nothing fails in a stream without being told: by a status before the first piece, by an event after it")
        func failures() throws {
            let analysis = try AnalysisHost(
                .init(
                    model: """
                                retry: { attempts: 2, first: 10ms, most: 20ms }
                                breaker: { failures: 0 }
                                first_token: 300ms
                                idle: 250ms
                                deadline: 1500ms

                        """))
            let text: ScriptValue = .string("\(Self.first) 문법을 꾸준히 복습하면 좋겠습니다.")
            let endless = ScriptValue.list([.string("\(Self.first) ")] + Array(repeating: "꾸준히 ", count: 200))
            // Before the first piece there is a status.
            let cases: [(what: String, step: ModelServer.Step, code: String, requests: Int, status: Int)] = [
                ("cut amid the text", ["text": text, "cut": ["tokens": 6]], "model.cut", 1, 200),
                ("silence amid the text", ["text": text, "hang": ["tokens": 6]], "model.idle_timeout", 1, 200),
                ("an error amid the text", ["text": text, "error_after": 6], "model.overloaded", 1, 200),
                ("a text without end", ["tokens": endless, "gap_ms": 50], "model.deadline", 1, 200),
                (
                    "pings alone", ["text": text, "pings": 40, "first_delay_ms": 4_000], "model.first_token_timeout", 2,
                    502
                ),
                ("no head", ["hang": "head"], "model.first_token_timeout", 2, 502),
                ("500", ["status": 500], "model.server_error", 2, 502),
                ("401", ["status": 401], "model.unauthorized", 1, 502),
                ("a length stop", ["text": text, "finish": "length"], "model.length_stop", 1, 200),
                ("a refusal", ["refusal": "싫습니다."], "model.refused", 1, 502),
                ("lines that are no events", ["malformed": "json"], "model.malformed", 2, 502),
            ]
            for one in cases {
                try analysis.model.forget(key: analysis.key)
                try analysis.script(one.step)
                let begin = ContinuousClock.now
                let events = try open(analysis)
                let documents = try events.documents()
                let took = ContinuousClock.now - begin
                #expect(took < .seconds(3), "\(one.what): \(took)")
                #expect(analysis.hasLogged(one.code), "\(one.what): \(events.text)")
                #expect(try analysis.seen().count == one.requests, "\(one.what)")
                #expect(!documents.contains { $0["event"] as? String == "done" }, "\(one.what): \(documents)")
                #expect(events.status == one.status, "\(one.what): \(events.text)")
                if one.status == 200 {
                    #expect(documents.last?["code"] as? String == one.code, "\(one.what): \(documents)")
                } else {
                    #expect((documents.last?["detail"] as? String)?.isEmpty == false, "\(one.what): \(events.text)")
                }
            }
            analysis.finish()
        }
    }
}
