import PluginSDK
import PluginTestKit

@testable import Analysis

extension PluginHarness {
    /// Settings of a model that is asked once, without pauses.
    static func settings(_ more: [String: JSONValue] = [:], model: [String: JSONValue] = [:]) -> String {
        let usual: [String: JSONValue] = [
            "name": "small", "retry": ["attempts": 1, "first": "0s", "most": "0s"], "breaker": ["failures": 0],
        ]
        let members: [String: JSONValue] = [
            "llm": "llm", "model": .object(usual.merging(model) { $1 }),
        ]
        return JSONValue.object(members.merging(more) { $1 }).text
    }

    static let narrator = #"{"llm": "none"}"#

    /// The plugin with a model.
    static func analysis(
        _ model: ScriptedModel, _ more: [String: JSONValue] = [:], model settings: [String: JSONValue] = [:]
    ) async throws -> PluginHarness {
        try await PluginHarness(
            AnalysisPlugin.self, settings: Self.settings(more, model: settings), memory: model.services)
    }

    func ask(_ operation: String, _ body: JSONValue, tenant: String? = nil) async throws -> HarnessAnswer {
        try await call(
            "analysis." + operation, json: body.text, headers: tenant.map { ["x-tenant-slug": $0] } ?? [:])
    }

    /// A queue's job.
    func run(
        _ operation: String, _ command: JSONValue, attempt: UInt32 = 1, headers: [String: String] = [:]
    ) async throws -> HarnessAnswer {
        let all = headers.merging(["content-type": "application/json"]) { given, _ in given }
        return try await submit(
            "analysis." + operation, Array(command.text.utf8), headers: all, attempt: attempt
        ).answer()
    }
}

extension HarnessAnswer {
    var content: String? { json?["content"]?.string }

    var events: [JSONValue] { pieces.compactMap { try? JSONValue(parsing: $0) } }

    /// `text: ...`, `replace: ...`, `done: ...`.
    var told: [String] { events.map { "\($0["event"]?.string ?? "?"): \($0["content"]?.string ?? "?")" } }
}
