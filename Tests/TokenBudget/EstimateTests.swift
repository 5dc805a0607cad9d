import ModelAPI
import PluginSDK
import Testing
import TokenBudget

@Suite("How many tokens a text is, about")
struct EstimateTests {
    @Test("an estimate is at most 15 % too low and 45 % too high", arguments: KnownCounts.all, TokenVocabulary.allCases)
    func known(text: KnownCounts, vocabulary: TokenVocabulary) {
        let real = Double(text.count(vocabulary))
        let estimate = Double(TokenEstimate(vocabulary: vocabulary).tokens(in: text.text))
        #expect((0.85...1.45).contains(estimate / real), "\(estimate) for \(real)")
    }

    @Test("a model that is not known counts as the one that takes most", arguments: KnownCounts.all)
    func unknown(text: KnownCounts) {
        let estimates = TokenVocabulary.allCases.map { TokenEstimate(vocabulary: $0).tokens(in: text.text) }
        #expect(TokenEstimate(model: "house-model").tokens(in: text.text) == estimates.max())
    }

    @Test(
        "models are known by their names",
        arguments: [
            ("gpt-4o-mini", TokenVocabulary.o200k), ("openai/gpt-4.1", .o200k), ("o3-mini", .o200k), ("GPT-5", .o200k),
            ("gpt-4-turbo", .cl100k), ("gpt-3.5-turbo", .cl100k), ("text-embedding-3-small", .cl100k),
            ("claude-sonnet-4-20250514", .claude), ("deepseek-chat", .deepSeek), ("llama3", nil), ("", nil), ("/", nil),
        ])
    func names(model: String, vocabulary: TokenVocabulary?) {
        #expect(TokenVocabulary(model: model) == vocabulary)
    }

    @Test("nothing is no token, and anything at least one")
    func small() {
        for vocabulary in TokenVocabulary.allCases {
            #expect(TokenEstimate(vocabulary: vocabulary).tokens(in: "") == 0)
            #expect(TokenEstimate(vocabulary: vocabulary).tokens(in: " ") == 1)
        }
    }

    @Test("messages, calls, results, tools and schema are counted with what frames them")
    func frames() {
        let estimate = TokenEstimate(model: "gpt-4o")
        #expect(estimate.tokens(in: [Message]()) == 3)
        #expect(estimate.tokens(in: [.user("")]) == 7)
        let call = ToolCall(id: "call_1", name: "count", arguments: #"{"of": "students"}"#)
        let plain = estimate.tokens(in: Message.assistant("Yes."))
        #expect(estimate.tokens(in: Message.assistant("Yes.", calls: [call])) > plain + 12)
        let tool = Tool(name: "count", summary: "Counts.", schema: ["type": "object"])
        #expect(estimate.tokens(in: [Tool]()) == 0)
        #expect(TokenEstimate(model: "claude-3").tokens(in: [tool]) > 350)
        var request = ChatRequest(model: "gpt-4o", messages: [.user("Hi")], mostTokens: 10)
        let bare = estimate.tokens(in: request)
        request.tools = [tool]
        request.format = .schema(name: "answer", ["type": "object"])
        #expect(estimate.tokens(in: request) > bare + estimate.tokens(in: [tool]))
    }

    @Test("more text is never fewer tokens by more than a word")
    func monotonic() {
        let estimate = TokenEstimate(model: "gpt-4o")
        for text in KnownCounts.all.map(\.text) {
            var last = 0
            for length in stride(from: 1, through: text.count, by: 7) {
                let count = estimate.tokens(in: String(text.prefix(length)))
                #expect(count >= last - 1)
                last = count
            }
        }
    }
}
