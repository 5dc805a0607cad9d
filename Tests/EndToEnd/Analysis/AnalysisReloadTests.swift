import Foundation
import Loopback
import ModelServerPeer
import Synchronization
import Testing

extension EndToEnd {
    /// Settings that change while many texts are written.
    @Suite(.serialized) struct AnalysisReloads {
        @Test("a reload amid twenty texts: each is answered, and asked for once")
        func underWay() async throws {
            let analysis = try AnalysisHost()
            try analysis.script(["text": .string(AnalysisTexts.right), "head_delay_ms": 1_200])
            let crowd = AnalysisCrowd(analysis, lanes: 20, each: 1)
            _ = try await analysis.model.seen(key: analysis.key) { $0.count == 20 }
            try analysis.configure(.init(model: "        temperature: 0.1\n"))
            #expect(try analysis.host.reload()["succeeded"] as? Bool == true)
            let answers = crowd.answers()
            #expect(answers.count == 20 && answers.allSatisfy { $0 == "200 \(AnalysisTexts.right)" }, "\(answers)")
            #expect(try analysis.seen().count == 20)
            try analysis.script(["text": .string(AnalysisTexts.right)])
            #expect(try analysis.feedback().status == 200)
            #expect(try analysis.seen().last?.body["temperature"] == .number(0.1))
            analysis.finish()
        }

        @Test("two hundred texts at sixteen at once are all answered, and the ledger has what the model counted")
        func ledger() throws {
            let analysis = try AnalysisHost(
                .init(model: "        prices: { gpt-4o-mini: { input: 0.15, output: 0.6 } }\n"))
            try analysis.script([
                "text": .string(AnalysisTexts.right), "usage": ["input": 321, "output": 45], "first_delay_ms": 5,
            ])
            let answers = AnalysisCrowd(analysis, lanes: 16, each: 13, most: 200).answers()
            #expect(answers.count == 200 && answers.allSatisfy { $0 == "200 \(AnalysisTexts.right)" })
            #expect(try analysis.seen().count == 200)
            let usage = try analysis.host.client().send(
                "GET", "/api/analysis/usage", headers: ["X-Tenant-Slug": "demo"])
            let entries = try #require(usage.json["entries"] as? [[String: Any]], "\(usage.text)")
            try #require(entries.count == 1)
            #expect(entries[0]["answers"] as? Int == 200 && entries[0]["estimatedAnswers"] as? Int == 0)
            #expect(entries[0]["inputTokens"] as? Int == 200 * 321 && entries[0]["outputTokens"] as? Int == 200 * 45)
            let cost = try #require(entries[0]["cost"] as? Double)
            #expect(abs(cost - 200 * (321 * 0.15 + 45 * 0.6) / 1e6) < 1e-9)
            // Another tenant sees nothing of it.
            let other = try analysis.host.client().send(
                "GET", "/api/analysis/usage", headers: ["X-Tenant-Slug": "other"])
            #expect((other.json["entries"] as? [Any])?.isEmpty == true)
            // It is written down when the host ends.
            #expect(analysis.host.stop() == 0)
            try analysis.host.startAgain()
            let again = try analysis.host.client().send(
                "GET", "/api/analysis/usage", headers: ["X-Tenant-Slug": "demo"])
            #expect(again.text == usage.text)
            analysis.finish()
        }
    }
}

/// Clients that ask for feedback at once, each a few times, one after the other.
final class AnalysisCrowd: Sendable {
    private let port: Int
    private let tenant: String
    private let left: Mutex<Int>
    private let said = Mutex<[String]>([])
    private let ended = DispatchGroup()

    /// - Parameter most: of all requests together.
    init(_ analysis: AnalysisHost, tenant: String = "demo", lanes: Int, each: Int, most: Int = .max) {
        port = analysis.host.httpPort
        self.tenant = tenant
        left = Mutex(min(most, lanes * each))
        for _ in 0..<lanes {
            ended.enter()
            Thread { [self] in
                ask(each)
                ended.leave()
            }.start()
        }
    }

    /// Status and text of each answer, when all have come.
    func answers() -> [String] {
        ended.wait()
        return said.withLock { $0 }
    }

    private func ask(_ times: Int) {
        do {
            let client = try HTTPClient(port: port)
            for _ in 0..<times {
                let isWanted = left.withLock { left in
                    left -= 1
                    return left >= 0
                }
                guard isWanted else { return }
                let answer = try client.post(
                    "/api/analysis/student-feedback", json: AnalysisTexts.student(), headers: ["X-Tenant-Slug": tenant])
                said.withLock { $0.append("\(answer.status) \(answer.content ?? answer.text)") }
            }
        } catch {
            said.withLock { $0.append("\(error)") }
        }
    }
}
