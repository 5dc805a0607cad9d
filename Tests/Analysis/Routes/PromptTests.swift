import FoundationEssentials
import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("Prompts of analysis", .timeLimit(.minutes(1)))
struct PromptTests {
    /// A folder with one file, which only its owner may write.
    private func withFolder(
        _ name: String, _ text: String, _ body: (String) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "proctor-prompts-\(UUID().uuidString)")
        try FileManager.default.createDirectory(
            at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: name)
        try Data(text.utf8).write(to: file)
        try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        try await body(folder.path)
    }

    private func settings(_ folder: String) -> String {
        JSONValue.object(["llm": "llm", "prompts": .string(folder)]).text
    }

    @Test("the built-in ones are listed with their versions, and nothing is wrong with them")
    func list() async throws {
        let harness = try await PluginHarness(AnalysisPlugin.self, settings: PluginHarness.narrator)
        let list = try #require(try await harness.call("analysis.prompts", []).json)
        let names = (list["prompts"]?.elements ?? []).map {
            "\($0["id"]?.string ?? "").\($0["language"]?.string ?? "")"
        }
        #expect(
            names == [
                "correction.en", "correction.ko", "exam-commentary.en", "exam-commentary.ko", "student-feedback.en",
                "student-feedback.ko",
            ])
        #expect(list["warnings"] == [])
        for prompt in list["prompts"]?.elements ?? [] {
            #expect(prompt["label"]?.string?.hasPrefix("\(prompt["id"]?.string ?? "?")@1#") == true)
            #expect(prompt["summary"]?.string?.isEmpty == false)
        }
        try await harness.finish()
    }

    @Test("an operator's prompt goes before the built-in one")
    func override() async throws {
        let text = """
            id: student-feedback
            version: 7
            language: ko
            summary: 우리 학원의 피드백
            variables:
              facts: 사실

            == system ==
            우리 학원의 말투로 씁니다.

            == user ==
            {{ facts }}
            """
        try await withFolder("student-feedback.ko.prompt", text) { folder in
            let model = ScriptedModel(ModelBodies.chat(Samples.right))
            let harness = try await PluginHarness.analysis(model, ["prompts": .string(folder)])
            #expect(try await harness.ask("student_feedback", Samples.student).isOK)
            #expect(model.questions.first?.messages.first?.text == "우리 학원의 말투로 씁니다.")
            let list = try await harness.call("analysis.prompts", []).json
            let own = list?["prompts"]?.elements.last
            #expect(own?["version"] == 7 && own?["source"]?.string?.hasPrefix(folder) == true)
            try await harness.finish()
        }
    }

    @Test("a broken one of an operator keeps the plugin from starting, with file, line and column")
    func broken() async throws {
        let text = """
            id: student-feedback
            version: one
            language: ko
            summary: x
            variables:
              facts: 사실

            == system ==
            x

            == user ==
            {{ facts }} {{ fcats }}
            """
        try await withFolder("student-feedback.ko.prompt", text) { folder in
            let refusal = await #expect(throws: (any Error).self) {
                _ = try await PluginHarness(AnalysisPlugin.self, settings: settings(folder))
            }
            let said = "\(refusal.map { "\($0)" } ?? "")"
            #expect(said.contains("\(folder)/student-feedback.ko.prompt:2:1: "), "\(said)")
        }
        try await withFolder("student-feedback.ko.prompt", text.replacing("one", with: "1")) { folder in
            let refusal = await #expect(throws: (any Error).self) {
                _ = try await PluginHarness(AnalysisPlugin.self, settings: settings(folder))
            }
            let said = "\(refusal.map { "\($0)" } ?? "")"
            #expect(said.contains("\(folder)/student-feedback.ko.prompt:12:16: "), "\(said)")
        }
    }
}
