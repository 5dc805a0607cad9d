import LanguageModel
import PluginSDK
import PluginTestKit

@testable import Analysis

/// A class whose model answers each student's right text.
enum ClassFixture {
    /// - Parameter other: for some places another answer.
    static func model(
        _ count: Int, _ other: @escaping @Sendable (Int) -> MemoryAnswer? = { _ in nil }
    ) -> ScriptedModel {
        ScriptedModel { request, _ in
            guard let place = Samples.place(in: Question(request).messages[1].text, of: count) else {
                return ModelBodies.chat(Samples.rightOfExam)
            }
            return other(place) ?? ModelBodies.chat(Samples.text(of: place))
        }
    }

    static func writer(_ host: Host, lanes: Int) throws -> ClassWriter {
        var settings = AnalysisSettings()
        settings.model.retry.attempts = 1
        let metrics = AnalysisMetrics(metrics: host.metrics)
        let model = ModelWriter(
            model: try LanguageModel(settings.model, upstream: "llm", host: host),
            prompts: try AnalysisPrompts(folder: nil), metrics: metrics, feedbackTokens: 800, deadline: .seconds(60))
        return ClassWriter(
            writer: TextWriter(model: model, onFailure: .error, metrics: metrics), language: .korean, lanes: lanes)
    }

    static func command(_ kind: String, _ request: JSONValue, id: JSONValue = "a-17", tenant: String = "demo")
        -> JSONValue
    {
        ["jobId": id, "tenantSlug": .string(tenant), "kind": .string(kind), "request": request]
    }
}
