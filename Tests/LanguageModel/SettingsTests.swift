import ModelAPI
import PluginSDK
import Testing

@testable import LanguageModel

@Suite("Settings of a model")
struct SettingsTests {
    @Test("all of them are read by their names")
    func all() throws {
        let settings = try LanguageModelSettings.decode(
            """
            {"provider": "anthropic", "name": "large", "temperature": 0.2, "most_tokens": 800, "deadline": "30s",
             "attempt": "10s", "first_token": "5s", "idle": "6s",
             "retry": {"attempts": 2, "first": "1s", "most": "2s", "jitter": 0.5}, "context": 128000,
             "truncate": "middle", "breaker": {"failures": 3, "pause": "10s"},
             "tenants": {"requests": 5, "tokens": 6, "concurrency": 7}, "cache": {"lifetime": "2h"},
             "embeddings": {"batch": 8, "tokens": 9},
             "prices": {"large": {"input": 0.15, "output": 0.6, "cached_input": 0.075}}, "log_content": true,
             "dialect": {"token_limit": "max_completion_tokens", "structured": "json"},
             "fallback": [{"upstream": "claude", "provider": "anthropic", "name": "other", "context": 1000,
                           "when": ["unavailable", "rate_limited", "context_length", "content", "any"]}]}
            """)
        #expect(settings.provider == .anthropic)
        #expect(settings.firstToken == .seconds(5))
        #expect(settings.truncate == .middle)
        #expect(settings.dialect.tokenLimit == .maxCompletionTokens)
        #expect(settings.fallback.first?.when == FallbackCondition.allCases)
        #expect(settings.prices["large"]?.cachedInput == 0.075)
        #expect(throws: Never.self) { try settings.check(upstream: "llm") }
    }

    @Test("the contracts' environment names go before the file")
    func environment() {
        let properties = LanguageModelSettings.schema["properties"]
        #expect(properties?["provider"]?["x-env"] == "LLM_PROVIDER")
        #expect(properties?["name"]?["x-env"] == "LLM_MODEL")
        #expect(properties?["most_tokens"]?["x-env"] == "LLM_MAX_TOKENS")
    }

    @Test("a provider that is not known is refused")
    func provider() {
        #expect(throws: SettingsRefusal.self) { try LanguageModelSettings.decode(#"{"provider": "other"}"#) }
    }

    @Test(
        "what cannot work is refused with a sentence",
        arguments: [
            (#"{"temperature": 2.5}"#, "model.temperature"), (#"{"name": ""}"#, "model.name"),
            (#"{"provider": "anthropic"}"#, "model.name"),
            (#"{"context": 1000, "most_tokens": 1000}"#, "context"),
            (#"{"fallback": [{"upstream": "", "name": "x"}]}"#, "model.fallback[0]"),
            (#"{"fallback": [{"upstream": "a", "name": "x", "when": []}]}"#, "model.fallback[0].when"),
            (#"{"fallback": [{"upstream": "a", "name": "x", "context": 1024}]}"#, "model.fallback[0].context"),
            (#"{"truncate": "oldest"}"#, "model.context"),
            (#"{"prices": {"a": {"cached_input": -1}}}"#, "model.prices.a"),
        ])
    func refused(_ text: String, _ place: String) throws {
        let settings = try LanguageModelSettings.decode(text)
        let refusal = #expect(throws: Reject.self) { try LanguageModel(settings, upstream: "llm", host: Host()) }
        #expect(refusal?.message.contains(place) == true)
    }

    @Test("a model without an upstream is refused")
    func upstream() {
        #expect(throws: Reject.self) { try LanguageModel(LanguageModelSettings(), upstream: "", host: Host()) }
    }
}
