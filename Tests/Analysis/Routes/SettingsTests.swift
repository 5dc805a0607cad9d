import PluginSDK
import PluginTestKit
import Testing

@testable import Analysis

@Suite("Settings of analysis", .timeLimit(.minutes(1)))
struct SettingsTests {
    private func refusal(_ settings: String) async -> String {
        do {
            let harness = try await PluginHarness(AnalysisPlugin.self, settings: settings)
            try await harness.finish()
            return ""
        } catch {
            return "\(error)"
        }
    }

    @Test("who does not say who writes is told what to set", arguments: ["{}", #"{"llm": ""}"#, #"{"llm": null}"#])
    func nobody(settings: String) async {
        let said = await refusal(settings)
        #expect(said.contains("llm") && said.contains("LLM_API_KEY") && said.contains("none"), "\(said)")
    }

    @Test("none needs nothing else")
    func none() async {
        #expect(await refusal(#"{"llm": "none"}"#) == "")
    }

    @Test(
        "settings that cannot be are refused where they stand",
        arguments: [
            (#"{"llm": "llm", "on_failure": "ignore"}"#, "on_failure"),
            (#"{"llm": "llm", "language": "fr"}"#, "language"),
            (#"{"llm": "llm", "feedback_tokens": 10}"#, "feedback_tokens"),
            (#"{"llm": "llm", "classes": {"lanes": 0}}"#, "lanes"),
            (#"{"llm": "llm", "classes": {"keep_for": "1s"}}"#, "keep_for"),
            (#"{"llm": "llm", "model": {"temperature": 3}}"#, "temperature"),
            (#"{"llm": "llm", "model": {"provider": "anthropic"}}"#, "model.name"),
            (#"{"llm": "llm", "modell": {}}"#, "modell"),
        ])
    func wrong(settings: String, place: String) async {
        let said = await refusal(settings)
        #expect(said.contains(place), "\(said)")
    }

    @Test("the contract's defaults hold where nothing is said")
    func defaults() {
        let settings = AnalysisSettings()
        #expect(settings.model.temperature == 0.7 && settings.model.mostTokens == 1024)
        #expect(settings.model.deadline == .seconds(60) && settings.model.retry.attempts == 3)
        #expect(settings.feedbackTokens == 800 && settings.language == .korean && settings.onFailure == .error)
    }
}
