import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// Nobody wants a text any more that a model is at for a minute: its request ends within 100 ms.
    @Suite(.serialized) struct AnalysisClosing {
        /// A minute, by a word each 100 ms.
        private static let minute: ModelServer.Step = ["repeat": ["text": "꾸준히 ", "count": 600], "gap_ms": 100]
        private static let routes = ["/api/analysis/student-feedback", "/api/analysis/student-feedback/stream"]

        private func open(_ analysis: AnalysisHost, _ path: String) async throws -> EventReader {
            let reader = try EventReader(analysis.host.httpPort, path, AnalysisTexts.student())
            let isStream = path.hasSuffix("stream")
            _ = try await analysis.model.seen(key: analysis.key) { requests in
                requests.last.map { $0.end == .open && (!isStream || $0.tokens > 1) } ?? false
            }
            return reader
        }

        /// How long after a moment the model's client was gone, in milliseconds.
        private func closed(_ analysis: AnalysisHost, after moment: Int64) async throws -> Int64 {
            let seen = try await analysis.model.seen(key: analysis.key) { $0.last?.end != .open }
            let request = try #require(seen.last)
            #expect(request.end == .clientClosed && seen.count == 1)
            return ((request.endedAt ?? .max) - moment) / 1_000_000
        }

        @Test("a client that leaves ends its model's request", arguments: routes)
        func client(path: String) async throws {
            let analysis = try AnalysisHost()
            try analysis.script(Self.minute)
            var reader: EventReader? = try await open(analysis, path)
            #expect(reader != nil)
            let moment = MonotonicTime.now
            reader = nil
            let late = try await closed(analysis, after: moment)
            #expect(late <= 100, "\(late) ms")
            analysis.finish()
        }

        @Test("the deadline of the job ends it", arguments: routes)
        func deadline(path: String) async throws {
            let analysis = try AnalysisHost(.init(processor: "    limits: { timeout: 700ms }"))
            try analysis.script(Self.minute)
            let reader = try await open(analysis, path)
            _ = try reader.documents()
            let late = try await closed(analysis, after: MonotonicTime.now)
            let request = try #require(analysis.seen().first)
            let lasted = ((request.endedAt ?? .max) - request.at) / 1_000_000
            #expect(late <= 100 && lasted >= 550 && lasted <= 850, "\(late) ms, \(lasted) ms")
            analysis.finish()
        }

        @Test("a reload whose patience is over ends it, and the new settings answer", arguments: routes)
        func drain(path: String) async throws {
            let analysis = try AnalysisHost(.init(host: "  drain: 400ms"))
            try analysis.script(Self.minute, ["text": .string(AnalysisTexts.right)])
            let reader = try await open(analysis, path)
            try analysis.configure(.init(config: "      llm: llm\n      language: en", host: "  drain: 400ms"))
            #expect(try analysis.host.reload()["succeeded"] as? Bool == true)
            // The patience begins when the new one takes jobs.
            let late = try await closed(analysis, after: MonotonicTime.now)
            #expect(late >= 300 && late <= 500, "\(late) ms")
            _ = try? reader.documents()
            #expect(!reader.text.contains("done"))
            #expect(try analysis.feedback().content == AnalysisTexts.right)
            analysis.finish()
        }
    }
}
