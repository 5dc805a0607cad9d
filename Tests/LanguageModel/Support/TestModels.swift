import ModelAPI
import PluginSDK

@testable import LanguageModel

/// Clients for tests: no chance, and the test's time.
enum TestModels {
    /// - Parameter settings: as under `model:` in plugins.yaml, as JSON.
    static func model(
        _ settings: String = "{}", _ upstream: FakeUpstream, clock: ModelClock, tenant: String? = nil
    ) throws -> LanguageModel {
        try LanguageModel(
            LanguageModelSettings.decode(settings), upstream: "llm", host: upstream.host(tenant: tenant), clock: clock,
            chance: { 0 })
    }

    static let request = ModelRequest(messages: [.user("How did the class do?")], purpose: "test")
}

/// The failure that something ends with; nil when it does not fail.
func failure<Value>(of body: () async throws(ModelFailure) -> Value) async -> ModelFailure? {
    do throws(ModelFailure) {
        _ = try await body()
        return nil
    } catch {
        return error
    }
}
