import PluginSDK
import TokenBudget

/// What an operator may set for a model under `model:` of a plugin that uses one. Address and key are the upstream's.
public struct LanguageModelSettings: Settings {
    @Setting("How the upstream is spoken with.", env: "LLM_PROVIDER")
    public var provider = ModelProvider.openai

    @Setting("Name of the model, as the provider calls it.", env: "LLM_MODEL")
    public var name = "gpt-4o-mini"

    @Setting("How free the model is, 0 to 2; null sends none, for models that take none.")
    public var temperature: Double? = 0.7

    @Setting("Most tokens of an answer where the plugin names no number.", in: 1...1_000_000, env: "LLM_MAX_TOKENS")
    public var mostTokens = 1024

    @Setting("Longest time for an answer, all attempts and pauses together.", in: .milliseconds(1) ... .seconds(3600))
    public var deadline = Duration.seconds(60)

    @Setting(
        "Longest time of one attempt at an answer that does not come in pieces; 0s: all that is left of the deadline.",
        in: .zero ... .seconds(3600))
    public var attempt = Duration.zero

    @Setting("Of a stream: longest time until its first piece.", in: .milliseconds(1) ... .seconds(3600))
    public var firstToken = Duration.seconds(30)

    @Setting("Of a stream: longest time between two pieces.", in: .milliseconds(1) ... .seconds(3600))
    public var idle = Duration.seconds(20)

    @Setting("When a failed attempt is made again.") public var retry = RetrySettings()

    @Setting("Tokens that the model can read, answer included; 0: not checked.", in: 0...100_000_000)
    public var context = 0

    @Setting("What is left out of a conversation that is longer than that: nothing, turns, or the middle of texts.")
    public var truncate = TruncationPolicy.refuse

    @Setting("When a model that fails is left alone.") public var breaker = BreakerSettings()

    @Setting("What one tenant may use, in each processor of each host.") public var tenants = TenantLimitSettings()

    @Setting("Answers that are kept; only those at temperature 0.") public var cache = AnswerCacheSettings()

    @Setting("How texts are sent for vectors.") public var embeddings = EmbeddingSettings()

    @Setting("What models cost, by their names.") public var prices: [String: PriceSettings] = [:]

    @Setting("Whether questions and answers are logged, at level debug; they may be about persons.")
    public var logContent = false

    @Setting("What servers that speak OpenAI's protocol do differently.") public var dialect = DialectSettings()

    @Setting("Models that are asked, in this order, when the first gives no answer.")
    public var fallback: [FallbackSettings] = []

    public init() {}
}

/// Whose protocol is spoken.
public enum ModelProvider: String, SettingChoice {
    case openai, anthropic
}

extension TruncationPolicy: SettingChoice {}
