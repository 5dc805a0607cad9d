import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// What tenants share, and what they do not.
    @Suite(.serialized) struct AnalysisTenants {
        private static let right: ModelServer.Step = ["text": .string(AnalysisTexts.right)]

        @Test(
            "a tenant that has used its requests of a minute hears when there are more; another one is not kept waiting"
        )
        func requests() throws {
            let analysis = try AnalysisHost(
                .init(model: "        tenants: { requests: 3 }\n        deadline: 2s\n"))
            try analysis.script(Self.right)
            #expect(try (0..<3).map { _ in try analysis.feedback(tenant: "north").status } == [200, 200, 200])
            let refused = try analysis.feedback(tenant: "north")
            #expect(refused.status == 429 && refused.detail?.isEmpty == false, "\(refused.text)")
            let after = try #require(refused.headers["retry-after"].flatMap { Int($0) })
            #expect((15...21).contains(after))
            #expect(try analysis.feedback(tenant: "south").status == 200)
            #expect(try analysis.feedback(tenant: nil).status == 200)
            #expect(try analysis.seen().count == 5)
            analysis.finish()
        }

        @Test("a tenant's texts beyond its share wait for its own, and not another tenant's for them")
        func concurrency() async throws {
            let analysis = try AnalysisHost(.init(model: "        tenants: { concurrency: 2 }\n"))
            try analysis.script(Self.right.with("head_delay_ms", 400))
            let begin = ContinuousClock.now
            let north = AnalysisCrowd(analysis, tenant: "north", lanes: 8, each: 1)
            _ = try await analysis.model.seen(key: analysis.key) { $0.count == 2 }
            let south = AnalysisCrowd(analysis, tenant: "south", lanes: 2, each: 1)
            #expect(south.answers().allSatisfy { $0 == "200 \(AnalysisTexts.right)" })
            let early = ContinuousClock.now - begin
            #expect(north.answers().allSatisfy { $0 == "200 \(AnalysisTexts.right)" })
            let late = ContinuousClock.now - begin
            #expect(early < .milliseconds(1_400) && late >= .milliseconds(1_600), "\(early), \(late)")
            // Never more than two of one tenant at once: the model says when each came and went.
            let seen = try analysis.seen()
            #expect(seen.count == 10)
            let most = seen.map { one in seen.count { $0.at <= one.at && ($0.endedAt ?? .max) > one.at } }.max() ?? 0
            #expect(most <= 4, "\(most)")
            analysis.finish()
        }

        @Test("at temperature 0 an answer is kept for its tenant, across a restart, and counted once")
        func cache() throws {
            let analysis = try AnalysisHost(
                .init(model: "        temperature: 0\n        cache: { lifetime: 60s }\n"))
            try analysis.script(Self.right, ["text": .string(AnalysisTexts.otherRight)])
            for _ in 0..<3 { #expect(try analysis.feedback(tenant: "north").content == AnalysisTexts.right) }
            #expect(try analysis.seen().count == 1)
            #expect(try analysis.metrics()("llm_cache_hits_total") == 2)
            #expect(try analysis.feedback(tenant: "south").content == AnalysisTexts.otherRight)
            #expect(try analysis.post("/api/analysis/student-feedback", AnalysisTexts.student("문가람")).status == 200)
            #expect(try analysis.seen().count == 3)
            #expect(analysis.host.stop() == 0)
            try analysis.host.startAgain()
            #expect(try analysis.feedback(tenant: "north").content == AnalysisTexts.right)
            #expect(try analysis.seen().count == 3)
            analysis.finish()
        }

        @Test("two who ask the same at once are told the same, and the model is asked once")
        func together() throws {
            let analysis = try AnalysisHost(
                .init(model: "        temperature: 0\n        cache: { lifetime: 60s }\n"))
            try analysis.script(Self.right.with("head_delay_ms", 500))
            let answers = AnalysisCrowd(analysis, lanes: 8, each: 1).answers()
            #expect(answers.count == 8 && answers.allSatisfy { $0 == "200 \(AnalysisTexts.right)" }, "\(answers)")
            #expect(try analysis.seen().count == 1)
            analysis.finish()
        }

        @Test("contents are logged where the operator wants them, and the key not even there")
        func contents() throws {
            let analysis = try AnalysisHost(.init(model: "        log_content: true\n"))
            try analysis.script(Self.right)
            #expect(try analysis.feedback().status == 200)
            #expect(analysis.host.stop() == 0)
            #expect(analysis.host.log.contains(AnalysisTexts.name) && analysis.host.log.contains("꾸준히"))
            #expect(!analysis.host.log.contains(analysis.key))
        }
    }
}
