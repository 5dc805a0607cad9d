import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// The texts of whole classes, for who looks on and as a job of an embedded queue.
    @Suite(.serialized) struct AnalysisClasses {
        private static let count = 12
        private static let right: ModelServer.Step = ["text": .string(AnalysisTexts.right)]
        private static let bindings = """
                limits: { concurrency: 64, queue: 256, timeout: 60s }
                bindings:
                  - { http: POST /api/analysis/class, operation: analysis.class }
                  - { http: "GET /api/analysis/jobs/{job_id}", operation: analysis.progress }
                  - { http: POST /jobs/analysis, enqueue: analysis }
                  - queue: { name: analysis, lease: 1s, retry: { attempts: 3, first: 50ms, most: 100ms } }
                    operation: analysis.job
            """

        private func host(_ file: AnalysisHost.File = .init()) throws -> AnalysisHost {
            var file = file
            file.processor = Self.bindings
            file.model += "        retry: { attempts: 1 }\n"
            return try AnalysisHost(file)
        }

        private func progress(_ analysis: AnalysisHost, _ job: String, tenant: String = "demo") throws
            -> HTTPClient.Answer
        {
            try analysis.host.client().send(
                "GET", "/api/analysis/jobs/\(job)", headers: ["X-Tenant-Slug": tenant])
        }

        @Test(
            "who looks on is told when each text is begun and when it is there",
            arguments: ["text/event-stream", "application/x-ndjson"])
        func stream(accept: String) throws {
            let analysis = try host()
            try analysis.script(Self.right, ["status": 500], Self.right)
            let events = try EventReader(
                analysis.host.httpPort, "/api/analysis/class", AnalysisTexts.class(Self.count, withExam: true),
                accept: accept)
            let documents = try events.documents()
            let total = Self.count + 1
            #expect(documents.first?["event"] as? String == "init" && documents.first?["total"] as? Int == total)
            let students = documents.compactMap { $0["student"] as? [String: Any] }
            let begun = students.filter { $0["status"] as? String == "generating" }
            let ended = students.filter { $0["status"] as? String != "generating" }
            #expect(begun.count == total && ended.count == total)
            #expect(Set(begun.map { $0["index"] as? Int }) == Set([nil] + (0..<Self.count).map { $0 }))
            #expect(Set(ended.compactMap { $0["studentId"] as? Int }) == Set(1_001...1_000 + Self.count))
            let failed = ended.filter { $0["status"] as? String == "error" }
            #expect(failed.map { $0["errorCode"] as? String } == ["model.server_error"])
            #expect(ended.count { $0["content"] as? String == AnalysisTexts.right } == Self.count)
            let last = documents.last
            #expect(
                last?["event"] as? String == "done" && last?["done"] as? Int == total && last?["failed"] as? Int == 1)
            #expect(try analysis.seen().count == total)
            analysis.finish()
        }

        @Test("a class's job that fails for two is tried again for these two alone")
        func twoFail() throws {
            let analysis = try host()
            try analysis.model.script(
                key: analysis.key,
                Array(repeating: Self.right, count: 5) + [["status": 500], ["status": 500], Self.right])
            try analysis.host.enqueue(
                "/jobs/analysis", AnalysisCommandText.class("c-1", Self.count).json, id: "first",
                headers: ["X-Tenant-Slug": "demo"])
            let job = try analysis.host.job("/jobs/analysis/first", in: "done", "failed")
            let result = try AnalysisCallbackText(job["result"])
            #expect(result.success && job["attempt"] as? Int == 2, "\(job)")
            #expect(result.students?.map(\.index) == [nil] + (0..<Self.count).map { $0 })
            #expect(result.students?.allSatisfy { $0.content == AnalysisTexts.right && $0.status == "done" } == true)
            #expect(try analysis.seen().count == Self.count + 1 + 2)
            let progress = try progress(analysis, "c-1")
            #expect(progress.json["event"] as? String == "done" && progress.json["done"] as? Int == Self.count + 1)
            #expect(try self.progress(analysis, "c-1", tenant: "other").status == 404)
            #expect(try self.progress(analysis, "c-2").status == 404)
            analysis.finish()
        }

        @Test("texts that are there outlive a host that is killed amid their class")
        func killed() async throws {
            let analysis = try host()
            try analysis.model.script(key: analysis.key, Array(repeating: Self.right, count: 5) + [["hang": "head"]])
            try analysis.host.enqueue(
                "/jobs/analysis", AnalysisCommandText.class("c-3", Self.count).json, id: "killed",
                headers: ["X-Tenant-Slug": "demo"])
            _ = try await analysis.model.seen(key: analysis.key) { $0.count { $0.end == .open } == 4 }
            try analysis.host.wait("five texts to be kept") { try progress(analysis, "c-3").json["done"] as? Int == 5 }
            analysis.host.kill()
            try analysis.model.script(key: analysis.key, [Self.right])
            try analysis.host.startAgain()
            let job = try analysis.host.job("/jobs/analysis/killed", in: "done", "failed")
            let result = try AnalysisCallbackText(job["result"])
            #expect(result.success && result.students?.count == Self.count + 1)
            #expect(try analysis.seen().count == Self.count + 1 + 4)
            analysis.finish()
        }

        @Test("the same number of a job with other content gets texts of its own")
        func sameNumber() throws {
            let analysis = try host()
            for (round, text) in [AnalysisTexts.right, AnalysisTexts.otherRight].enumerated() {
                try analysis.script(["text": .string(text)])
                var command = AnalysisCommandText.class("c-4", 2)
                if round == 1 {
                    command.request = command.request.replacingOccurrences(
                        of: "\"totalScore\": 82", with: "\"totalScore\": 81")
                }
                try analysis.host.enqueue(
                    "/jobs/analysis", command.json, id: "round-\(round)", headers: ["X-Tenant-Slug": "demo"])
                let job = try analysis.host.job("/jobs/analysis/round-\(round)", in: "done", "failed")
                let contents = try AnalysisCallbackText(job["result"]).students?.map(\.content) ?? []
                // The exam is the same in both.
                #expect(contents == [AnalysisTexts.right, text, text])
            }
            analysis.finish()
        }

        @Test("where the narrator writes in the model's place, a queue is told so")
        func narrator() throws {
            let analysis = try host(.init(config: "      llm: llm\n      on_failure: narrator"))
            try analysis.script(["status": 500])
            for (id, command) in [("text", AnalysisCommandText.student("n-1")), ("class", .class("n-2", 3))] {
                try analysis.host.enqueue(
                    "/jobs/analysis", command.json, id: id, headers: ["X-Tenant-Slug": "demo"])
                let job = try analysis.host.job("/jobs/analysis/\(id)", in: "done", "failed")
                let result = try AnalysisCallbackText(job["result"])
                #expect(result.success && job["attempt"] as? Int == 1)
                if id == "text" {
                    #expect(result.degraded == true && result.content?.contains("82점") == true)
                } else {
                    #expect(result.students?.count == 4)
                    #expect(result.students?.allSatisfy { $0.degraded == true && $0.status == "done" } == true)
                }
            }
            analysis.finish()
        }

        @Test("a single text of a queue waits for as long as the provider asks, and is then there")
        func deferred() throws {
            let analysis = try host(.init(model: "        deadline: 500ms\n"))
            try analysis.script(["status": 429, "retry_after": 1], Self.right)
            try analysis.host.enqueue(
                "/jobs/analysis", AnalysisCommandText.student("s-1").json, id: "late",
                headers: ["X-Tenant-Slug": "demo"])
            let job = try analysis.host.job("/jobs/analysis/late", in: "done", "failed")
            let result = try AnalysisCallbackText(job["result"])
            #expect(job["attempt"] as? Int == 2 && result.content == AnalysisTexts.right)
            let seen = try analysis.seen()
            #expect(seen.count == 2 && (seen.last?.at ?? 0) - seen[0].at >= 1_000_000_000)
            analysis.finish()
        }
    }
}
