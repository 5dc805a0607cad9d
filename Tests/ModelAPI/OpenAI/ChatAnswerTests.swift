import ModelAPI
import Testing

/// The shapes of platform.openai.com/docs/api-reference/chat/object and what other servers make of them.
struct ChatAnswerTests {
    static let usual = #"""
        {"id":"chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT","object":"chat.completion","created":1741569952,
        "model":"gpt-4o-mini-2024-07-18","choices":[{"index":0,"message":{"role":"assistant","content":"평균은 72.5점입니다.",
        "refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],
        "usage":{"prompt_tokens":1100,"completion_tokens":10,"total_tokens":1110,
        "prompt_tokens_details":{"cached_tokens":1024,"audio_tokens":0},
        "completion_tokens_details":{"reasoning_tokens":0}},"service_tier":"default","system_fingerprint":"fp_44709d6fcb"}
        """#

    private func read(_ text: String) throws -> Completion { try OpenAIProtocol().completion(bytes(text)) }

    /// An answer with this message and reason.
    private func answer(_ message: String, _ finish: String = "\"stop\"") -> String {
        #"{"choices":[{"index":0,"message":\#(message),"finish_reason":\#(finish)}]}"#
    }

    @Test("an answer is read with its usage, what came from the cache included")
    func usual() throws {
        let expected = Completion(
            text: "평균은 72.5점입니다.", finish: .stop,
            usage: TokenUsage(input: 1100, output: 10, cachedInput: 1024, isReported: true),
            model: "gpt-4o-mini-2024-07-18", id: "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT")
        #expect(try read(Self.usual) == expected)
    }

    @Test("calls of tools come without a text")
    func calls() throws {
        let call = #"{"id":"call_abc","type":"function","function":{"name":"find","arguments":"{\"name\":\"Kim\"}"}}"#
        let read = try read(answer(#"{"role":"assistant","content":null,"tool_calls":[\#(call)]}"#, #""tool_calls""#))
        #expect(read.text.isEmpty)
        #expect(read.calls == [ToolCall(id: "call_abc", name: "find", arguments: #"{"name":"Kim"}"#)])
        #expect(read.finish == .toolCalls)
        #expect(!read.usage.isReported)
    }

    @Test("servers that name no call, send arguments as an object, or say stop with calls are understood")
    func otherCalls() throws {
        let message =
            #"{"content":"","tool_calls":[{"function":{"name":"a","arguments":{"b":1}}},{"function":{"name":"c"}}]}"#
        let read = try read(answer(message))
        #expect(read.calls.map(\.id) == ["call_0", "call_1"])
        #expect(read.calls.map(\.arguments) == [#"{"b":1}"#, ""])
        #expect(read.finish == .toolCalls)
    }

    @Test("content may be a list of parts")
    func parts() throws {
        let message = #"{"content":[{"type":"text","text":"a"},{"type":"image"},{"type":"text","text":"b"}]}"#
        #expect(try read(answer(message)).text == "ab")
    }

    @Test(
        "why an answer ended",
        arguments: [
            ("\"stop\"", .stop), ("\"length\"", .length), ("\"function_call\"", .toolCalls), ("null", .stop),
            ("\"insufficient_system_resource\"", .other("insufficient_system_resource")),
            ("\"a word\\nof evil\"", .other("unreadable")),
        ] as [(String, FinishReason)])
    func finish(_ reason: String, _ expected: FinishReason) throws {
        #expect(try read(answer(#"{"content":"x"}"#, reason)).finish == expected)
    }

    @Test("a refusal, whose words are no text, and a cut by the filter are told from an answer")
    func refusals() throws {
        let bodies = [
            answer(#"{"content":null,"refusal":"I will not write about Kim"}"#),
            answer(#"{"content":[{"type":"refusal","refusal":"about Kim"}]}"#),
            answer(#"{"content":"","refusal":"about Kim"}"#, #""length""#),
        ]
        for body in bodies {
            let refusal = try read(body)
            #expect(refusal.finish == .refusal)
            #expect(refusal.text.isEmpty)
        }
        #expect(try read(answer(#"{"content":"about"}"#, #""content_filter""#)).finish == .contentFilter)
    }

    @Test("DeepSeek's cache, and numbers that no usage can have")
    func usage() throws {
        func usage(_ usage: String) throws -> TokenUsage {
            try read(#"{"choices":[{"message":{"content":"x"}}],"usage":\#(usage)}"#).usage
        }
        #expect(
            try usage(#"{"prompt_tokens":9,"completion_tokens":2,"prompt_cache_hit_tokens":4}"#)
                == TokenUsage(input: 9, output: 2, cachedInput: 4, isReported: true))
        #expect(
            try usage(#"{"prompt_tokens":-9,"completion_tokens":"many","prompt_tokens_details":{"cached_tokens":7}}"#)
                == TokenUsage(isReported: true))
        #expect(try usage("null") == TokenUsage())
    }

    @Test(
        "a body that is no answer is malformed",
        arguments: [
            "", "<html>", "[]", "null", "{}", #"{"choices":[]}"#, #"{"choices":[{}]}"#,
            #"{"choices":[{"message":"x"}]}"#, #"{"choices":[{"message":{"content":5}}]}"#,
            #"{"choices":[{"message":{"tool_calls":[{"id":"x"}]}}]}"#,
            #"{"choices":[{"message":{"tool_calls":[{"function":{"name":"x","arguments":5}}]}}]}"#,
            #"{"choices":[{"message":{"content":"half"#,
        ])
    func malformed(_ body: String) {
        #expect(reason { _ = try read(body) } == .malformed)
    }

    @Test("text and calls have bounds")
    func bounds() {
        let long = String(repeating: "x", count: (4 << 20) + 1)
        #expect(reason { _ = try read(answer(#"{"content":"\#(long)"}"#)) } == .malformed)
        let calls = [String](repeating: #"{"function":{"name":"x"}}"#, count: 129).joined(separator: ",")
        #expect(reason { _ = try read(answer(#"{"tool_calls":[\#(calls)]}"#)) } == .malformed)
    }

    @Test("an error with a status of success is that error")
    func errorInAnswer() {
        let body = #"{"error":{"message":"Provider returned error","code":429}}"#
        #expect(reason { _ = try read(body) } == .rateLimited)
    }
}
