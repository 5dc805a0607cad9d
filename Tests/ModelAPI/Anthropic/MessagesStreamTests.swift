import ModelAPI
import Testing

/// docs.anthropic.com/en/api/messages-streaming
struct MessagesStreamTests {
    static func event(_ type: String, _ members: String = "") -> String {
        "event: \(type)\ndata: {\"type\":\"\(type)\"\(members.isEmpty ? "" : "," + members)}\n\n"
    }

    static let start = event(
        "message_start",
        #""message":{"id":"msg_1","type":"message","role":"assistant","content":[],"model":"claude-sonnet-4","#
            + #""stop_reason":null,"stop_sequence":null,"usage":{"input_tokens":25,"cache_read_input_tokens":5,"#
            + #""output_tokens":1}}"#)
    static let started: [StreamEvent] = [
        .started(id: "msg_1", model: "claude-sonnet-4"),
        .usage(TokenUsage(input: 30, output: 1, cachedInput: 5, isReported: true)),
    ]

    static func block(_ index: Int, _ content: String, _ deltas: [String]) -> String {
        event("content_block_start", #""index":\#(index),"content_block":\#(content)"#)
            + deltas.map { event("content_block_delta", #""index":\#(index),"delta":\#($0)"#) }.joined()
            + event("content_block_stop", #""index":\#(index)"#)
    }

    static func end(_ reason: String) -> String {
        event(
            "message_delta", #""delta":{"stop_reason":"\#(reason)","stop_sequence":null},"usage":{"output_tokens":15}"#)
            + event("message_stop")
    }
    static let usage = StreamEvent.usage(TokenUsage(input: 30, output: 15, cachedInput: 5, isReported: true))

    static func textBlock(_ index: Int = 0) -> String {
        block(
            index, #"{"type":"text","text":""}"#,
            [#"{"type":"text_delta","text":"평균"}"#, #"{"type":"text_delta","text":"은 72"}"#])
    }
    static let text = start + event("ping") + textBlock() + event("a_new_event") + end("end_turn")
    static let thinking = block(
        0, #"{"type":"thinking","thinking":""}"#,
        [#"{"type":"thinking_delta","thinking":"hm"}"#, #"{"type":"signature_delta","signature":"x"}"#])
    static let calls =
        start + thinking + textBlock(1)
        + block(
            2, #"{"type":"tool_use","id":"toolu_1","name":"find","input":{}}"#,
            [
                #"{"type":"input_json_delta","partial_json":""}"#,
                #"{"type":"input_json_delta","partial_json":"{\"a\""}"#,
                #"{"type":"input_json_delta","partial_json":":1}"}"#,
            ])
        + block(3, #"{"type":"tool_use","id":"toolu_2","name":"list","input":{}}"#, []) + end("tool_use")

    @Test("text comes as it is written, usage before the end")
    func texts() {
        let heard = Heard(AnthropicProtocol(), Self.text)
        #expect(heard.events == Self.started + [.text("평균"), .text("은 72"), Self.usage, .finished(.stop)])
        #expect(heard.failure == nil)
    }

    @Test("calls are put together, and one without arguments gets an empty object")
    func toolCalls() {
        let heard = Heard(AnthropicProtocol(), Self.calls)
        let expected: [StreamEvent] =
            Self.started + [
                .text("평균"), .text("은 72"), .call(index: 0, id: "toolu_1", name: "find"),
                .arguments(index: 0, #"{"a""#), .arguments(index: 0, ":1}"),
                .call(index: 1, id: "toolu_2", name: "list"), .arguments(index: 1, "{}"), Self.usage,
                .finished(.toolCalls),
            ]
        #expect(heard.events == expected)
    }

    @Test("however a stream is cut, its events are the same", arguments: [text, calls])
    func cuts(_ stream: String) {
        let whole = Heard(AnthropicProtocol(), stream)
        for pieces in everyCut(of: stream) { #expect(Heard(AnthropicProtocol(), pieces) == whole) }
    }

    @Test("an answer in a form comes as text")
    func forms() {
        let form = #"{"type":"tool_use","id":"t","name":"answer_in_this_form","input":{}}"#
        let deltas = [
            #"{"type":"input_json_delta","partial_json":"{\"a\":"}"#,
            #"{"type":"input_json_delta","partial_json":"1}"}"#,
        ]
        let heard = Heard(AnthropicProtocol(), Self.start + Self.block(0, form, deltas) + Self.end("tool_use"))
        #expect(heard.text == #"{"a":1}"#)
        #expect(heard.events.last == .finished(.stop))
        let empty = Heard(AnthropicProtocol(), Self.start + Self.block(0, form, []) + Self.end("tool_use"))
        #expect(empty.text == "{}")
    }

    @Test("a stream that ends before its reason is cut; behind it, it is whole")
    func ends() {
        let cut = Heard(AnthropicProtocol(), Self.start + Self.textBlock())
        #expect(cut.text == "평균은 72")
        #expect(cut.failure?.reason == .cut)
        #expect(Heard(AnthropicProtocol(), "").failure?.reason == .cut)
        #expect(Heard(AnthropicProtocol(), Self.start + Self.event("message_stop")).failure?.reason == .cut)
        let unstopped = Self.start + Self.end("max_tokens").replacing(Self.event("message_stop"), with: "")
        #expect(Heard(AnthropicProtocol(), unstopped).events.last == .finished(.length))
        #expect(Heard(AnthropicProtocol(), Self.start + Self.end("refusal")).events.last == .finished(.refusal))
    }

    @Test("an error in the stream is that error")
    func errors() {
        let error = Self.event("error", #""error":{"type":"overloaded_error","message":"Overloaded"}"#)
        let heard = Heard(AnthropicProtocol(), Self.start + error)
        #expect(heard.events == Self.started)
        #expect(heard.failure?.reason == .overloaded)
        #expect(heard.failure?.providerCode == "overloaded_error")
    }

    @Test(
        "what cannot be read is malformed, and what came before it is given out first",
        arguments: [
            "data: {\"type\n\n", "data: {}\n\n", "data: []\n\n", event("content_block_start"),
            event("content_block_start", #""index":0,"content_block":{"type":"tool_use","id":"x"}"#),
        ])
    func malformed(_ bad: String) {
        let heard = Heard(AnthropicProtocol(), Self.start + bad + Self.textBlock() + Self.end("end_turn"))
        #expect(heard.events == Self.started)
        #expect(heard.failure?.reason == .malformed)
    }

    @Test("calls and open blocks have bounds")
    func bounds() {
        let call = #"{"type":"tool_use","id":"t","name":"f","input":{}}"#
        let calls = (0...128).map { Self.block($0, call, []) }.joined()
        #expect(Heard(AnthropicProtocol(), Self.start + calls).failure?.reason == .malformed)
        let open = (0...256).map {
            Self.event("content_block_start", #""index":\#($0),"content_block":{"type":"text","text":""}"#)
        }
        #expect(Heard(AnthropicProtocol(), Self.start + open.joined()).failure?.reason == .malformed)
    }
}
