import ModelAPI
import Testing

/// docs.anthropic.com/en/api/messages
struct MessagesAnswerTests {
    private func read(_ text: String) throws -> Completion { try AnthropicProtocol().completion(bytes(text)) }

    private func answer(_ content: String, _ stop: String = "\"end_turn\"") -> String {
        #"{"id":"msg_013Zva2CMHLNnXjNJJKqJ2EF","type":"message","role":"assistant","model":"claude-sonnet-4-20250514","#
            + #""content":\#(content),"stop_reason":\#(stop),"stop_sequence":null,"usage":{"input_tokens":100,"#
            + #""cache_creation_input_tokens":20,"cache_read_input_tokens":300,"output_tokens":50,"service_tier":"standard"}}"#
    }

    @Test("blocks of text are one text, and what went in is the sum of its three parts")
    func usual() throws {
        let content =
            #"[{"type":"thinking","thinking":"hm","signature":"x"},{"type":"text","text":"평균은 "},{"type":"text","text":"72"}]"#
        let expected = Completion(
            text: "평균은 72", finish: .stop,
            usage: TokenUsage(input: 420, output: 50, cachedInput: 300, isReported: true),
            model: "claude-sonnet-4-20250514", id: "msg_013Zva2CMHLNnXjNJJKqJ2EF")
        #expect(try read(answer(content)) == expected)
    }

    @Test("calls of tools are read")
    func calls() throws {
        let content =
            #"[{"type":"text","text":"I look."},{"type":"tool_use","id":"toolu_1","name":"find","input":{"b":1,"a":"x"}}]"#
        let read = try read(answer(content, #""tool_use""#))
        #expect(read.text == "I look.")
        #expect(read.calls == [ToolCall(id: "toolu_1", name: "find", arguments: #"{"a":"x","b":1}"#)])
        #expect(read.finish == .toolCalls)
    }

    @Test("an answer in a form is its text, and looks as if it had been written so")
    func forms() throws {
        let content =
            #"[{"type":"text","text":"Here."},{"type":"tool_use","id":"t","name":"answer_in_this_form","input":{"a":1}}]"#
        let read = try read(answer(content, #""tool_use""#))
        #expect(read.text == #"{"a":1}"#)
        #expect(read.calls.isEmpty)
        #expect(read.finish == .stop)
        #expect(try self.read(answer(content, #""max_tokens""#)).finish == .length)
    }

    @Test(
        "why an answer ended",
        arguments: [
            ("\"end_turn\"", .stop), ("\"stop_sequence\"", .stop), ("\"max_tokens\"", .length),
            ("\"pause_turn\"", .other("pause_turn")), ("null", .stop), ("\"tool_use\"", .stop),
            ("\"model_context_window_exceeded\"", .length),
        ] as [(String, FinishReason)])
    func finish(_ reason: String, _ expected: FinishReason) throws {
        #expect(try read(answer("[]", reason)).finish == expected)
    }

    @Test("a refusal is told from an answer, and what it used is there")
    func refusal() throws {
        let refusal = try read(answer("[]", #""refusal""#))
        #expect(refusal.finish == .refusal)
        #expect(refusal.usage.isReported)
    }

    @Test(
        "a body that is no answer is malformed",
        arguments: [
            "", "[]", "{}", #"{"content":"x"}"#, #"{"content":[{"type":"tool_use","id":"t","name":"x"}]}"#,
            #"{"content":[{"type":"tool_use","name":"x","input":{}}]}"#,
            #"{"content":[{"type":"tool_use","id":"t","name":"x","input":"{}"}]}"#, #"{"content":[{"type":"te"#,
        ])
    func malformed(_ body: String) {
        #expect(reason { _ = try read(body) } == .malformed)
    }

    @Test("an error with a status of success is that error")
    func errorInAnswer() {
        let body = #"{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}"#
        #expect(reason { _ = try read(body) } == .overloaded)
    }

    @Test("numbers of tokens do not overflow")
    func overflow() throws {
        let body =
            #"{"content":[],"usage":{"input_tokens":9223372036854775807,"cache_read_input_tokens":9223372036854775807}}"#
        #expect(try read(body).usage.input == .max)
    }
}
