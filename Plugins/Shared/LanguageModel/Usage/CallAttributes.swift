import ModelAPI
import PluginSDK

/// What traces and logs say of a call: nothing of what was asked and answered.
enum CallAttributes {
    /// Under the names of OpenTelemetry's GenAI conventions, and ours for what they do not name.
    static func span(
        _ call: Call, _ progress: CallProgress, _ target: ModelTarget, operation: String, failure: ModelFailure?
    ) -> [String: JSONValue] {
        var attributes: [String: JSONValue] = [
            "gen_ai.operation.name": .string(operation), "gen_ai.provider.name": .string(target.api.providerName),
            "gen_ai.request.model": .string(target.model), "gen_ai.usage.input_tokens": .integer(progress.usage.input),
            "gen_ai.usage.output_tokens": .integer(progress.usage.output), "llm.purpose": .string(call.purpose),
            "llm.attempts": .integer(progress.attempts),
        ]
        if progress.usage.cachedInput > 0 {
            attributes["gen_ai.usage.cache_read.input_tokens"] = .integer(progress.usage.cachedInput)
        }
        if let temperature = call.temperature { attributes["gen_ai.request.temperature"] = .number(temperature) }
        if let most = call.mostTokens { attributes["gen_ai.request.max_tokens"] = .integer(most) }
        if let prompt = call.prompt { attributes["llm.prompt"] = .string(prompt) }
        if let model = progress.responseModel { attributes["gen_ai.response.model"] = .string(model) }
        if let id = progress.responseID { attributes["gen_ai.response.id"] = .string(id) }
        if let finish = progress.finish {
            attributes["gen_ai.response.finish_reasons"] = .array([.string(finish.conventionalName)])
        }
        if let failure { attributes["error.type"] = .string(failure.reason.rawValue) }
        return attributes
    }

    static func log(
        _ call: Call, _ progress: CallProgress, _ target: ModelTarget, took time: Duration, isCached: Bool,
        failure: ModelFailure?
    ) -> [String: JSONValue] {
        var fields: [String: JSONValue] = [
            "provider": .string(target.api.providerName), "model": .string(target.model),
            "purpose": .string(call.purpose), "attempts": .integer(progress.attempts),
            "input_tokens": .integer(progress.usage.input), "output_tokens": .integer(progress.usage.output),
            "seconds": .number(time.inSeconds),
        ]
        if isCached { fields["cached"] = true }
        if let prompt = call.prompt { fields["prompt"] = .string(prompt) }
        if let failure { fields["error"] = .string(failure.code) }
        if let id = failure?.requestID ?? progress.responseID { fields["request_id"] = .string(id) }
        return fields
    }
}

extension FinishReason {
    /// As OpenTelemetry's GenAI conventions have it.
    var conventionalName: String {
        switch self {
        case .stop: "stop"
        case .length: "length"
        case .toolCalls: "tool_call"
        case .contentFilter: "content_filter"
        case .refusal: "refusal"
        case .other(let word): word
        }
    }
}
