import ModelAPI
import PluginSDK
import TokenBudget

extension ModelTarget {
    /// The first model, then its fallbacks in their order.
    static func targets(_ settings: LanguageModelSettings, upstream: String, metrics: Metrics) -> [ModelTarget] {
        let first = ModelTarget(
            upstream: upstream, model: settings.name, provider: settings.provider, dialect: settings.dialect,
            conditions: [], context: settings.context, prices: settings.prices, metrics: metrics)
        return [first]
            + settings.fallback.map { fallback in
                ModelTarget(
                    upstream: fallback.upstream, model: fallback.name, provider: fallback.provider,
                    dialect: fallback.dialect, conditions: Set(fallback.when), context: fallback.context,
                    prices: settings.prices, metrics: metrics)
            }
    }

    private init(
        upstream: String, model: String, provider: ModelProvider, dialect: DialectSettings,
        conditions: Set<FallbackCondition>, context: Int, prices: [String: PriceSettings], metrics: Metrics
    ) {
        let api = provider.api(dialect)
        self.init(
            upstream: upstream, model: model, api: api, structured: provider == .openai ? dialect.structured : .schema,
            estimate: TokenEstimate(model: model),
            conditions: conditions, context: context, price: prices[model].map(Price.init),
            metrics: TargetMetrics(metrics, operation: "chat", provider: api.providerName, model: model))
    }
}

extension ModelProvider {
    func api(_ dialect: DialectSettings = DialectSettings()) -> any ModelProtocol {
        switch self {
        case .openai:
            OpenAIProtocol(
                OpenAIDialect(tokenLimit: dialect.tokenLimit, structured: dialect.structured))
        case .anthropic: AnthropicProtocol()
        }
    }
}

extension Price {
    fileprivate init(_ settings: PriceSettings) {
        self.init(input: settings.input, output: settings.output, cachedInput: settings.cachedInput)
    }
}
