import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("What is told beside texts", .timeLimit(.minutes(1)))
struct FactsTests {
    private func narrator() async throws -> PluginHarness {
        try await PluginHarness(AnalysisPlugin.self, settings: PluginHarness.narrator)
    }

    @Test("the facts of a class are computed, without a model")
    func facts() async throws {
        let harness = try await narrator()
        let better = Samples.with(
            Samples.classRequest(1)["students"]?.elements.first ?? .null,
            ["totalScore": 90, "grade": 1, "incorrectQuestions": [], "studentId": nil])
        let request = Samples.with(
            Samples.classRequest(1),
            ["students": .array((Samples.classRequest(1)["students"]?.elements ?? []) + [better])])
        let answer = try await harness.ask("facts", request)
        #expect(
            answer.json == [
                "studentCount": 2, "average": 80, "standardDeviation": 10,
                "questions": [["questionNumber": 7, "correctRate": 50, "difficulty": "medium"]],
                "grades": [
                    ["grade": 1, "lowest": 90, "highest": 90, "count": 1],
                    ["grade": 3, "lowest": 70, "highest": 70, "count": 1],
                ],
                "students": [
                    [
                        "index": 0, "studentId": 1000, "aboveAverage": .number(70 - 61.4), "rightCount": 3,
                        "questionCount": 4, "weakestTypes": ["문법"], "strongestTypes": ["문법"], "easyMissed": [7],
                        "betterGrade": 1, "pointsToBetterGrade": 20,
                    ],
                    [
                        "index": 1, "aboveAverage": .number(90 - 61.4), "rightCount": 3, "questionCount": 4,
                        "weakestTypes": ["문법"], "strongestTypes": ["문법"], "easyMissed": [],
                    ],
                ],
            ], "\(answer.text)")
        try await harness.finish()
    }

    @Test("the index tells who writes")
    func index() async throws {
        let none = try await narrator()
        let narrated = try await none.call("analysis.index", [])
        #expect(narrated.json?["service"] == "analysis" && narrated.json?["writer"] == "narrator")
        #expect(narrated.json?["model"] == nil && narrated.json?["language"] == "ko")
        try await none.finish()
        let some = try await PluginHarness.analysis(ScriptedModel(.hang), ["language": "en"])
        let written = try await some.call("analysis.index", [])
        #expect(written.json?["writer"] == "model" && written.json?["model"] == "small")
        #expect(written.json?["language"] == "en" && written.json?["prompts"]?.elements.count == 6)
        try await some.finish()
    }

    @Test("tokens and costs are told by day, tenant and model; a tenant sees its own")
    func usage() async throws {
        let model = ScriptedModel(ModelBodies.chat(Samples.right, input: 1000, output: 200))
        let harness = try await PluginHarness.analysis(
            model, model: ["prices": ["small": ["input": 1, "output": 2]]])
        for tenant in ["north", "north", "south"] {
            #expect(try await harness.ask("student_feedback", Samples.student, tenant: tenant).isOK)
        }
        func entries(_ headers: [String: String]) async throws -> [JSONValue] {
            try await harness.call("analysis.usage", [], headers: headers).json?["entries"]?.elements ?? []
        }
        let own = try await entries(["x-tenant-slug": "north"])
        #expect(own.count == 1)
        let entry = try #require(own.first)
        #expect(entry["tenant"] == "north" && entry["model"] == "small" && entry["provider"] == "openai")
        #expect(entry["answers"] == 2 && entry["inputTokens"] == 2000 && entry["outputTokens"] == 400)
        #expect(entry["estimatedAnswers"] == 0 && entry["cost"] == .number(2 * 0.0014))
        #expect(try await entries([:]).map { $0["tenant"] } == ["north", "south"])
        #expect(try await entries(["parameter-from": "2020-01-01"]).count == 2)
        #expect(try await entries(["parameter-to": "2020-01-01"]).isEmpty)
        try await harness.finish()
    }

    @Test("what is no day is refused", arguments: ["yesterday", "2026-3-1", "2026/03/01", "２０２６-03-01", "2026-03-01 "])
    func noDay(text: String) async throws {
        let harness = try await narrator()
        for name in ["from", "to"] {
            let answer = try await harness.call("analysis.usage", [], headers: ["parameter-\(name)": text])
            #expect(answer.httpStatus == 422)
            #expect(answer.json?["detail"]?.elements.first?["loc"] == ["query", .string(name)])
        }
        #expect(try await harness.call("analysis.usage", []).json == ["entries": []])
        try await harness.finish()
    }
}
