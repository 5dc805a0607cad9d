import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// What becomes of a text whose model fails, how soon, and how often the model was asked.
    @Suite(.serialized) struct AnalysisFailures {
        private struct Case: CustomStringConvertible {
            var description: String
            var steps: [ModelServer.Step]
            /// Of the log; nil: a text comes in the end.
            var code: String?
            var requests: Int
            /// How soon, in seconds.
            var within = 2.0
            /// Of the answer; nil: another time may not help.
            var retryAfter: String?

            init(
                _ description: String, _ steps: [ModelServer.Step], _ code: String?, requests: Int,
                within: Double = 2, retryAfter: String? = "1"
            ) {
                self.description = description
                self.steps = steps
                self.code = code
                self.requests = requests
                self.within = within
                self.retryAfter = retryAfter
            }
        }

        private static let right: ModelServer.Step = ["text": .string(AnalysisTexts.right)]
        private static let hang: ModelServer.Step = ["hang": "head"]

        private static let cases = [
            Case("401", [["status": 401]], "model.unauthorized", requests: 1, retryAfter: nil),
            Case("403", [["status": 403]], "model.unauthorized", requests: 1, retryAfter: nil),
            Case("404: no such model", [["status": 404]], "model.not_found", requests: 1, retryAfter: nil),
            Case("429 without a time", [["status": 429], right], nil, requests: 2),
            Case("429 always", [["status": 429]], "model.rate_limited", requests: 3),
            Case(
                "429 for longer than there is time", [["status": 429, "retry_after": 120]], "model.rate_limited",
                requests: 1, retryAfter: "120"),
            Case("no credit", [["code": "insufficient_quota"]], "model.quota_exhausted", requests: 1, retryAfter: nil),
            Case("500 twice", [["status": 500], ["status": 500], right], nil, requests: 3),
            Case("500 always", [["status": 500]], "model.server_error", requests: 3),
            Case("503 always", [["status": 503]], "model.overloaded", requests: 3),
            Case(
                "the longest conversation", [["code": "context_length_exceeded"]], "model.context_too_long",
                requests: 1, retryAfter: nil),
            Case("a request that is wrong", [["status": 400]], "model.bad_request", requests: 1, retryAfter: nil),
            Case("half a body once", [["text": "절반", "cut": ["bytes": 100]], right], nil, requests: 2),
            Case("half a body", [["text": "절반", "cut": ["bytes": 100]]], "model.unreachable", requests: 3),
            Case("a reset", [["text": "절반", "cut": ["bytes": 0, "reset": true]]], "model.unreachable", requests: 3),
            Case("JSON that is none", [["malformed": "json"]], "model.malformed", requests: 3),
            Case("another shape", [["malformed": "wrong_shape"]], "model.malformed", requests: 3),
            Case("a page of a proxy", [["malformed": "html"]], "model.malformed", requests: 3),
            Case("no HTTP", [["malformed": "http"]], "model.unreachable", requests: 3),
            Case("no body", [["malformed": "empty_body"]], "model.malformed", requests: 3),
            Case("a refusal", [["refusal": "꾸준히 거절합니다."]], "model.refused", requests: 1, retryAfter: nil),
            Case(
                "cut at the most tokens", [right.with("finish", "length")], "model.length_stop", requests: 1,
                retryAfter: nil),
            Case(
                "a filter", [right.with("finish", "content_filter")], "model.content_filtered", requests: 1,
                retryAfter: nil),
            Case("an empty text", [["empty": true]], "model.empty", requests: 3, retryAfter: nil),
            Case("no content", [["null_content": true], right], nil, requests: 2),
        ]

        @Test("each failure of a model is told as it is, in time, and asked again where that may help")
        func table() throws {
            let analysis = try AnalysisHost(.init(model: AnalysisHost.File.impatient))
            for one in Self.cases {
                try analysis.model.forget(key: analysis.key)
                try analysis.model.script(key: analysis.key, one.steps)
                let begin = ContinuousClock.now
                let answer = try analysis.feedback()
                let took = ContinuousClock.now - begin
                let requests = try analysis.seen()
                #expect(requests.count == one.requests, "\(one)")
                #expect(took < .seconds(one.within), "\(one): \(took)")
                if let code = one.code {
                    #expect(answer.status == 502 && answer.detail?.isEmpty == false, "\(one): \(answer.text)")
                    #expect(answer.json.count == 1, "\(one): \(answer.text)")
                    #expect(answer.headers["retry-after"] == one.retryAfter, "\(one): \(answer.headers)")
                    #expect(analysis.hasLogged(code), "\(one): \(answer.text)")
                } else {
                    #expect(answer.status == 200 && answer.content == AnalysisTexts.right, "\(one): \(answer.text)")
                }
            }
            let counted = try analysis.metrics()
            let failed = Double(Self.cases.count { $0.code != nil })
            let route = ["endpoint": "student-feedback"]
            #expect(counted("analysis_requests_total", route.merging(["status": "failure"]) { $1 }) == failed)
            #expect(
                counted("analysis_requests_total", route.merging(["status": "success"]) { $1 })
                    == Double(Self.cases.count) - failed)
            analysis.finish()
        }

        @Test("a time that the provider names is waited for, in seconds and as a date")
        func waiting() throws {
            let analysis = try AnalysisHost(.init(model: AnalysisHost.File.impatient))
            let advices: [(step: ModelServer.Step, least: Double)] = [
                (["status": 429, "retry_after": 1], 0.99), (["status": 429, "retry_after_ms": 300], 0.29),
                (["status": 503, "retry_after": ["date_in": 2]], 0.9),
            ]
            for (advice, least) in advices {
                try analysis.model.forget(key: analysis.key)
                try analysis.script(advice, Self.right)
                #expect(try analysis.feedback().status == 200)
                let seen = try analysis.seen()
                let pause = Double(seen.last.map { $0.at - seen[0].at } ?? 0) / 1e9
                #expect(seen.count == 2 && pause >= least && pause < least + 1.5, "\(pause)")
            }
            analysis.finish()
        }

        @Test("a model that is silent is given up at the deadline, all attempts together, and its request ends then")
        func deadline() throws {
            let analysis = try AnalysisHost(
                .init(model: AnalysisHost.File.impatient + "        deadline: 600ms\n"))
            try analysis.script(Self.hang)
            let begin = ContinuousClock.now
            let answer = try analysis.feedback()
            let took = ContinuousClock.now - begin
            #expect(answer.status == 502 && took >= .milliseconds(590) && took < .milliseconds(1_200), "\(took)")
            #expect(analysis.hasLogged("model.deadline"))
            let seen = try analysis.seen()
            #expect(seen.count == 1 && seen[0].end == .clientClosed)
            analysis.finish()
        }

        @Test(
            "where the operator wants it the narrator writes in the place of a model that fails, and the answer says so"
        )
        func narrator() throws {
            let analysis = try AnalysisHost(
                .init(
                    model: AnalysisHost.File.impatient,
                    config: "      llm: llm\n      on_failure: narrator"))
            for (step, code) in [
                (["status": 500] as ModelServer.Step, "model.server_error"), (["status": 401], "model.unauthorized"),
                (["refusal": "싫습니다."], "model.refused"),
                (["text": .string(AnalysisTexts.wrong)], "analysis.unverified"),
            ] {
                try analysis.script(step)
                for answer in [try analysis.feedback(), try analysis.commentary()] {
                    #expect(answer.status == 200 && answer.headers["x-proctor-degraded"] == code, "\(answer.headers)")
                    #expect(answer.content?.contains("61.4") == true && answer.json.count == 1, "\(answer.text)")
                }
            }
            try analysis.script(Self.right)
            #expect(try analysis.feedback().headers["x-proctor-degraded"] == nil)
            let counted = try analysis.metrics()
            for endpoint in ["student-feedback", "exam-commentary"] {
                #expect(counted("analysis_requests_total", ["endpoint": endpoint, "status": "degraded"]) == 4)
            }
            analysis.finish()
        }
    }
}

extension ModelServer.Step {
    /// The step with one more member.
    func with(_ name: String, _ value: ScriptValue) -> Self { merging([name: value]) { $1 } }
}
