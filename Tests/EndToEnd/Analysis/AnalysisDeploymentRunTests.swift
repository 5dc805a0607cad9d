import Foundation
import Loopback
import ModelServerPeer
import Testing

extension EndToEnd {
    /// docs/deployments/lumie-analysis.yaml, from the contract's names alone.
    @Suite(.serialized) struct AnalysisDeployments {
        private static let routes = [
            ("/api/analysis/exam-commentary", AnalysisTexts.exam),
            ("/api/analysis/student-feedback", AnalysisTexts.student()),
        ]

        @Test(
            "both routes answer the contract's bodies with a text and nothing else, without any header but the type's")
        func texts() throws {
            let deployment = try AnalysisDeployment()
            try deployment.model.script(key: deployment.key, [["text": .string(" \(AnalysisTexts.right)\n")]])
            for (path, body) in Self.routes {
                let answer = try deployment.client().post(path, json: body)
                #expect(answer.status == 200 && answer.headers["content-type"] == "application/json")
                #expect(answer.json.count == 1 && answer.content == AnalysisTexts.right, "\(answer.text)")
            }
            let seen = try deployment.model.seen(key: deployment.key)
            #expect(seen.map(\.path) == ["/v1/chat/completions", "/v1/chat/completions"])
            // Contracts 4.4.
            #expect(seen.map { $0.body["max_tokens"] } == [1_024, 800])
            for request in seen {
                #expect(request.body["model"] == "deepseek-chat" && request.body["temperature"] == .number(0.7))
                #expect(request.body["messages"]?.list?.map { $0["role"]?.string } == ["system", "user"])
                #expect(request.body["stream"] == nil || request.body["stream"] == false)
            }
            #expect(try deployment.get("/health").text == #"{"status":"healthy"}"#)
            let index = try deployment.get("/")
            #expect(
                index.status == 200 && index.json["status"] is String
                    && index.json["model"] as? String == "deepseek-chat")
            try checkMetrics(deployment)
            deployment.finish()
        }

        /// Contracts 1.8, and OpenTelemetry's of generative AI.
        private func checkMetrics(_ deployment: AnalysisDeployment) throws {
            let answer = try deployment.get("/metrics")
            #expect(answer.status == 200)
            let counted = MetricsText(answer.text)
            for endpoint in ["exam-commentary", "student-feedback"] {
                let labels = ["endpoint": endpoint, "service": "analysis"]
                #expect(counted("analysis_requests_total", labels.merging(["status": "success"]) { $1 }) == 1)
                #expect(counted("analysis_llm_duration_seconds_count", labels) == 1)
                for kind in ["input", "output"] {
                    #expect(counted("analysis_llm_tokens_total", labels.merging(["kind": kind]) { $1 }) ?? 0 > 5)
                }
            }
            let chat = [
                "gen_ai_operation_name": "chat", "gen_ai_provider_name": "openai",
                "gen_ai_request_model": "deepseek-chat",
            ]
            #expect(counted("gen_ai_client_operation_duration_seconds_count", chat) == 2)
            #expect(
                counted("gen_ai_client_token_usage_count", chat.merging(["gen_ai_token_type": "input"]) { $1 }) == 2)
        }

        @Test("every problem of a body is told, in FastAPI's words, and the model hears nothing of it")
        func problems() throws {
            let deployment = try AnalysisDeployment()
            let wrong = #"""
                {"examName": 5, "totalParticipants": 31, "averageScore": "61", "highestScore": 98,
                 "gradeDistribution": [{"grade": 1, "count": 3, "percentage": 109.7}], "questionStatistics": [
                   {"questionNumber": 1, "correctRate": 62, "incorrectRate": 0.38, "questionType": 3, "actualScore": 2}]}
                """#
            let answer = try deployment.client().post("/api/analysis/exam-commentary", json: wrong)
            #expect(answer.status == 422 && answer.json.count == 1)
            let problems = try #require(answer.json["detail"] as? [[String: Any]], "\(answer.text)")
            let told = problems.map { problem in
                let place = (problem["loc"] as? [Any])?.map { "\($0)" }.joined(separator: ".") ?? ""
                return "\(place) \(problem["type"] ?? "")"
            }
            #expect(
                told.sorted() == [
                    "body.averageScore float_type", "body.examName string_type",
                    "body.gradeDistribution.0.percentage less_than_equal", "body.lowestScore missing",
                    "body.questionStatistics.0.correctRate less_than_equal",
                    "body.questionStatistics.0.questionType string_type",
                ])
            #expect(problems.allSatisfy { ($0["msg"] as? String)?.isEmpty == false })
            // Without a body every member is missing.
            for (body, count) in [("", 7), ("{}", 7), ("{", 1), ("[]", 1), ("nonsense", 1)] {
                for (path, _) in Self.routes {
                    let answer = try deployment.client().post(path, json: body)
                    #expect(answer.status == 422 && (answer.json["detail"] as? [Any])?.count == count, "\(answer.text)")
                }
            }
            #expect(try deployment.model.seen(key: deployment.key).isEmpty)
            deployment.finish()
        }

        @Test("a model that fails is 502 with a sentence", arguments: [401, 429, 500])
        func failure(status: Int) throws {
            let deployment = try AnalysisDeployment([("retry: { attempts: 3 }", "retry: { attempts: 1 }")])
            try deployment.model.script(key: deployment.key, [["status": .integer(status)]])
            for (path, body) in Self.routes {
                let answer = try deployment.client().post(path, json: body)
                #expect(answer.status == 502 && answer.json.count == 1 && answer.detail?.isEmpty == false)
            }
            deployment.finish()
        }

        @Test("without a key there is no start, and the place in the file is told", arguments: [nil, ""] as [String?])
        func noKey(value: String?) throws {
            let deployment = try AnalysisDeployment(environment: ["LLM_API_KEY": value], starts: false)
            let said = try deployment.refusal()
            #expect(said.contains("LLM_API_KEY") && said.contains("plugins.yaml:"), "\(said)")
        }

        @Test(
            "a provider that is none, and most tokens that are no number, are refused with their place",
            arguments: [
                ("LLM_PROVIDER", #"/model/provider: found "nobody", needs one of openai, anthropic"#),
                ("LLM_MAX_TOKENS", "/model/most_tokens: the variable LLM_MAX_TOKENS has to be a whole number"),
            ])
        func wrongVariable(name: String, problem: String) throws {
            let deployment = try AnalysisDeployment(
                [("        most_tokens: 1024\n", "")], environment: [name: "nobody"], starts: false)
            let said = try deployment.refusal()
            #expect(said.contains(problem) && said.contains("plugins.yaml:"), "\(said)")
        }

        @Test("without anybody who writes there is no start either, and what to do is told")
        func nobody() throws {
            let deployment = try AnalysisDeployment([("      llm: llm\n", "")], starts: false)
            let said = try deployment.refusal()
            #expect(said.contains("settings.llm") && said.contains("LLM_API_KEY"), "\(said)")
        }

        @Test("with llm: none the narrator writes without a key, in Korean and in English, the same each time")
        func narrator() throws {
            let deployment = try AnalysisDeployment(
                [("      llm: llm\n", "      llm: none\n"), ("    bearer: \"${LLM_API_KEY}\"\n", "")],
                environment: ["LLM_API_KEY": nil])
            for (path, body) in Self.routes {
                let korean = try deployment.client().post(path, json: body)
                #expect(korean.status == 200 && korean.json.count == 1 && korean.content?.contains("61.4점") == true)
                #expect(korean.headers["x-proctor-degraded"] == nil)
                #expect(try deployment.client().post(path, json: body).text == korean.text)
                let inEnglish = body.replacingOccurrences(
                    of: "\"examName\"", with: "\"language\": \"en\", \"examName\"")
                let english = try deployment.client().post(path, json: inEnglish)
                #expect(english.status == 200 && english.content?.contains("61.4") == true)
                #expect(english.content?.contains("평균") == false, "\(english.text)")
            }
            #expect(try deployment.get("/").json["writer"] as? String == "narrator")
            #expect(try deployment.model.seen(key: deployment.key).isEmpty)
            deployment.finish()
        }
    }
}
