import ModelAPI
import Testing

/// The shapes of platform.openai.com/docs/api-reference/chat-streaming and what other servers make of them.
struct ChatStreamTests {
    static let head =
        #""id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"gpt-4o-mini","system_fingerprint":"fp""#

    static func chunk(_ delta: String, _ finish: String = "null") -> String {
        #"data: {\#(head),"choices":[{"index":0,"delta":\#(delta),"logprobs":null,"finish_reason":\#(finish)}],"usage":null}"#
            + "\n\n"
    }

    static let usageChunk =
        #"data: {\#(head),"choices":[],"usage":{"prompt_tokens":19,"completion_tokens":3,"total_tokens":22}}"# + "\n\n"
    static let done = "data: [DONE]\n\n"
    static let usage = StreamEvent.usage(TokenUsage(input: 19, output: 3, isReported: true))
    static let started = StreamEvent.started(id: "chatcmpl-1", model: "gpt-4o-mini")

    static let text =
        chunk(#"{"role":"assistant","content":"","refusal":null}"#) + ": ping\n\n" + chunk(#"{"content":"평균"}"#)
        + chunk(#"{"content":"은 72"}"#) + chunk("{}", "\"stop\"") + usageChunk + done
    static let calls =
        chunk(
            #"{"role":"assistant","content":null,"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"find","arguments":""}}]}"#
        )
        + chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":"{\"a\""}}]}"#)
        + chunk(#"{"tool_calls":[{"index":0,"function":{"arguments":":1}"}}]}"#)
        + chunk(
            #"{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"list","arguments":"{}"}}]}"#
        )
        + chunk("{}", "\"tool_calls\"") + usageChunk + done

    @Test("text comes as it is written, usage before the end")
    func texts() {
        let heard = Heard(OpenAIProtocol(), Self.text)
        #expect(heard.events == [Self.started, .text("평균"), .text("은 72"), Self.usage, .finished(.stop)])
        #expect(heard.failure == nil)
    }

    @Test("calls are put together by their index")
    func toolCalls() {
        let heard = Heard(OpenAIProtocol(), Self.calls)
        let expected: [StreamEvent] = [
            Self.started, .call(index: 0, id: "call_a", name: "find"), .arguments(index: 0, #"{"a""#),
            .arguments(index: 0, ":1}"), .call(index: 1, id: "call_b", name: "list"), .arguments(index: 1, "{}"),
            Self.usage, .finished(.toolCalls),
        ]
        #expect(heard.events == expected)
    }

    @Test("however a stream is cut, its events are the same", arguments: [text, calls])
    func cuts(_ stream: String) {
        let whole = Heard(OpenAIProtocol(), stream)
        for pieces in everyCut(of: stream) { #expect(Heard(OpenAIProtocol(), pieces) == whole) }
    }

    @Test("a server that gives a reason and no [DONE] has sent a whole answer; one that gives neither has not")
    func ends() {
        let whole = Heard(OpenAIProtocol(), Self.chunk(#"{"content":"a"}"#) + Self.chunk("{}", "\"length\""))
        #expect(whole.events == [Self.started, .text("a"), .finished(.length)])
        #expect(whole.failure == nil)
        let cut = Heard(OpenAIProtocol(), Self.chunk(#"{"content":"a"}"#))
        #expect(cut.events == [Self.started, .text("a")])
        #expect(cut.failure?.reason == .cut)
        #expect(Heard(OpenAIProtocol(), "").failure?.reason == .cut)
        #expect(Heard(OpenAIProtocol(), Self.done).events == [.finished(.stop)])
    }

    @Test("what comes behind [DONE] is passed over")
    func behindTheEnd() {
        #expect(Heard(OpenAIProtocol(), Self.text + "data: nonsense\n\n") == Heard(OpenAIProtocol(), Self.text))
    }

    @Test("a refusal is told as one")
    func refusal() {
        let heard = Heard(
            OpenAIProtocol(), Self.chunk(#"{"refusal":"No."}"#) + Self.chunk("{}", "\"stop\"") + Self.done)
        #expect(heard.events == [Self.started, .refusal("No."), .finished(.refusal)])
        let filtered = Heard(OpenAIProtocol(), Self.chunk("{}", "\"content_filter\"") + Self.done)
        #expect(filtered.events.last == .finished(.contentFilter))
    }

    @Test("servers that count calls not at all, or all as the first, are understood")
    func otherCalls() {
        for index in ["", #""index":0,"#] {
            let one = #"{\#(index)"id":"a","function":{"name":"f","arguments":"{"}}"#
            let two = #"{\#(index)"id":"b","function":{"name":"g","arguments":"{}"}}"#
            let more = #"{\#(index)"function":{"arguments":" "}}"#
            let heard = Heard(
                OpenAIProtocol(),
                Self.chunk(#"{"tool_calls":[\#(one)]}"#) + Self.chunk(#"{"tool_calls":[\#(two)]}"#)
                    + Self.chunk(#"{"tool_calls":[\#(more)]}"#, "\"tool_calls\"") + Self.done)
            #expect(heard.events.contains(.call(index: 0, id: "a", name: "f")))
            #expect(heard.events.contains(.call(index: 1, id: "b", name: "g")))
            #expect(heard.events.contains(.arguments(index: 1, " ")))
        }
    }

    @Test(
        "what cannot be read is malformed, and what came before it is given out first",
        arguments: [
            "data: {\"choices\":[{\"del\n\n", "data: 5\n\n", "data: {\"choices\":5}\n\n", "data: {}\n\n",
            chunk("5"), chunk(#"{"content":5}"#), chunk(#"{"tool_calls":[5]}"#),
            chunk(#"{"tool_calls":[{"index":5,"function":{"arguments":"x"}}]}"#),
        ])
    func malformed(_ bad: String) {
        let heard = Heard(OpenAIProtocol(), Self.chunk(#"{"content":"a"}"#) + bad + Self.chunk(#"{"content":"b"}"#))
        #expect(heard.events == [Self.started, .text("a")])
        #expect(heard.failure?.reason == .malformed)
    }

    @Test("an error in the stream is that error")
    func errors() {
        let error = #"data: {"error":{"message":"The server had an error","type":"server_error","code":null}}"# + "\n\n"
        let heard = Heard(OpenAIProtocol(), Self.chunk(#"{"content":"a"}"#) + error)
        #expect(heard.text == "a")
        #expect(heard.failure?.reason == .serverError)
        #expect(heard.failure?.providerCode == "server_error")
        for pieces in everyCut(of: Self.chunk(#"{"content":"a"}"#) + error) {
            #expect(Heard(OpenAIProtocol(), pieces) == heard)
        }
    }

    @Test("an error in the stream that says overloaded is that")
    func overloaded() {
        let error = #"data: {"error":{"message":"The engine is currently overloaded","type":"server_error"}}"# + "\n\n"
        #expect(Heard(OpenAIProtocol(), error).failure?.reason == .overloaded)
    }

    @Test("a page instead of a stream is malformed, not cut")
    func page() {
        #expect(Heard(OpenAIProtocol(), "<html><body>Bad gateway</body></html>").failure?.reason == .malformed)
    }

    @Test("text, calls and lines have bounds")
    func bounds() {
        let piece = Self.chunk(#"{"content":"\#(String(repeating: "x", count: 1 << 19))"}"#)
        #expect(
            Heard(OpenAIProtocol(), [bytes(piece)] + .init(repeating: bytes(piece), count: 7)).failure?.reason == .cut)
        #expect(Heard(OpenAIProtocol(), .init(repeating: bytes(piece), count: 9)).failure?.reason == .malformed)
        let calls = (0...128).map {
            Self.chunk(#"{"tool_calls":[{"index":\#($0),"id":"i\#($0)","function":{"name":"f"}}]}"#)
        }
        #expect(Heard(OpenAIProtocol(), calls.joined()).failure?.reason == .malformed)
        let line = [UInt8](repeating: UInt8(ascii: "x"), count: (1 << 20) + 1)
        #expect(Heard(OpenAIProtocol(), [line]).failure?.reason == .malformed)
    }
}
