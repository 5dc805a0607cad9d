import ModelAPI
import PluginSDK

/// What servers that speak OpenAI's protocol do differently from one another.
public struct DialectSettings: Settings {
    @Setting("Under which name the most tokens are sent.") public var tokenLimit = OpenAIDialect.TokenLimit.maxTokens
    @Setting("How JSON is asked for: by schema, as any JSON, or in words alone.")
    public var structured = OpenAIDialect.Structured.schema

    public init() {}
}

extension OpenAIDialect.TokenLimit: SettingChoice {}
extension OpenAIDialect.Structured: SettingChoice {}

/// A model that is asked when the one before gives no answer.
public struct FallbackSettings: Settings {
    @Setting("Its upstream.") public var upstream: String
    @Setting("How that is spoken with.") public var provider = ModelProvider.openai
    @Setting("Name of the model.") public var name: String
    @Setting("What has to have happened before it.")
    public var when: [FallbackCondition] = [.unavailable, .rateLimited]
    @Setting("Tokens that it can read, answer included; 0: not checked.", in: 0...100_000_000) public var context = 0
    @Setting("What its server does differently.") public var dialect = DialectSettings()

    public init() {}
}

/// What has to have happened before a fallback is asked.
public enum FallbackCondition: String, SettingChoice {
    /// It cannot be reached, has no room, fails, or is too slow.
    case unavailable
    /// Too many requests, or nothing is paid for.
    case rateLimited = "rate_limited"
    /// The conversation is longer than it can read.
    case contextLength = "context_length"
    /// Refused, filtered, empty, or cut at the most tokens.
    case content
    /// Anything but a request that is wrong in itself, and what the caller's own limits say.
    case any
}
