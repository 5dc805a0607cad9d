import PluginSDK

extension LanguageModelSettings {
    /// What one setting cannot say of itself. - Throws: `Reject`, with a sentence for the operator.
    func check(upstream: String) throws {
        if upstream.isEmpty { throw Self.refusal("there is no upstream for the model: name one under upstreams") }
        if name.isEmpty { throw Self.refusal("model.name is empty") }
        if provider == .anthropic, name == LanguageModelSettings().name {
            throw Self.refusal("model.name is \(name), which Anthropic does not have: name one of its models")
        }
        if let temperature, !(0...2).contains(temperature) {
            throw Self.refusal("model.temperature is \(temperature), needs 0 to 2")
        }
        if context > 0, mostTokens >= context {
            throw Self.refusal("model.most_tokens is \(mostTokens), which leaves nothing of a context of \(context)")
        }
        if truncate != .refuse, context == 0, fallback.allSatisfy({ $0.context == 0 }) {
            throw Self.refusal(
                "model.truncate is \(truncate.rawValue), and nobody says how much the model can read: set model.context"
            )
        }
        for (index, fallback) in fallback.enumerated() {
            if fallback.upstream.isEmpty || fallback.name.isEmpty {
                throw Self.refusal("model.fallback[\(index)] needs an upstream and a name")
            }
            if fallback.context > 0, mostTokens >= fallback.context {
                throw Self.refusal(
                    "model.fallback[\(index)].context is \(fallback.context), of which most_tokens, \(mostTokens), "
                        + "leaves nothing")
            }
            if fallback.when.isEmpty { throw Self.refusal("model.fallback[\(index)].when is empty: it is never asked") }
        }
        for (name, price) in prices where price.cachedInput.map({ $0 < 0 }) ?? false {
            throw Self.refusal("model.prices.\(name).cached_input is less than 0")
        }
    }

    private static func refusal(_ message: String) -> Reject { Reject(message, code: "model.settings") }
}
