import ModelAPI
import PluginSDK
import Testing

/// docs.anthropic.com/en/api/messages
struct MessagesBodyTests {
    static let tool = Tool(name: "find", summary: "Finds one.", schema: ["type": "object"])
    static let form = AnswerFormat.schema(name: "marks", ["type": "object", "required": ["a"]])

    private func body(_ chat: ChatRequest, stream: Bool = false) throws -> JSONValue {
        try json(AnthropicProtocol().request(chat, stream: stream).body)
    }

    @Test("a plain question has what it needs and no more, in an order that stays")
    func plain() {
        let chat = ChatRequest(
            model: "claude-sonnet-4-20250514", messages: [.system("Be brief."), .user("한국어")], temperature: 1.5,
            mostTokens: 800)
        let request = AnthropicProtocol().request(chat, stream: false)
        #expect(request.path == "/v1/messages")
        #expect(request.headers.contains { $0 == ("anthropic-version", "2023-06-01") })
        #expect(request.headers.contains { $0 == ("content-type", "application/json") })
        let expected =
            #"{"model":"claude-sonnet-4-20250514","system":"Be brief.","messages":[{"role":"user","#
            + #""content":[{"type":"text","text":"한국어"}]}],"max_tokens":800,"temperature":1}"#
        #expect(String(decoding: request.body, as: UTF8.self) == expected)
    }

    @Test("stop, user and stream go by Anthropic's names")
    func names() throws {
        let chat = ChatRequest(model: "m", messages: [.user("x")], mostTokens: -1, stop: ["END"], user: "u1")
        let body = try body(chat, stream: true)
        #expect(body["stop_sequences"] == ["END"])
        #expect(body["metadata"] == ["user_id": "u1"])
        #expect(body["stream"] == true)
        #expect(body["max_tokens"] == 1)
        #expect(body["temperature"] == nil)
    }

    @Test("roles take turns: neighbours are one message, system messages go apart, empty texts are left out")
    func turns() throws {
        let chat = ChatRequest(
            model: "m",
            messages: [
                .system("one"), .user("a"), .user("b"), .system("two"), .assistant(""),
                .assistant(
                    "c",
                    calls: [
                        ToolCall(id: "t1", name: "find", arguments: #"{"b":1}"#),
                        ToolCall(id: "t2", name: "find", arguments: ""),
                        ToolCall(id: "t3", name: "find", arguments: "[1"),
                    ]), .toolResult(id: "t1", text: "found"), .toolResult(id: "t2", text: "no", isError: true),
                .user(""), .user("d"),
            ], mostTokens: 9)
        let body = try body(chat)
        #expect(body["system"] == "one\n\ntwo")
        let asked: JSONValue = [
            ["type": "text", "text": "c"], ["type": "tool_use", "id": "t1", "name": "find", "input": ["b": 1]],
            ["type": "tool_use", "id": "t2", "name": "find", "input": [:]],
            ["type": "tool_use", "id": "t3", "name": "find", "input": ["unreadable": "[1"]],
        ]
        let told: JSONValue = [
            ["type": "tool_result", "tool_use_id": "t1", "content": "found"],
            ["type": "tool_result", "tool_use_id": "t2", "content": "no", "is_error": true],
            ["type": "text", "text": "d"],
        ]
        let messages: JSONValue = [
            ["role": "user", "content": [["type": "text", "text": "a"], ["type": "text", "text": "b"]]],
            ["role": "assistant", "content": asked], ["role": "user", "content": told],
        ]
        #expect(body["messages"] == messages)
    }

    @Test(
        "what may be chosen is told, and the usual is not",
        arguments: [
            (ToolChoice.automatic, nil), (.none, ["type": "none"]), (.required, ["type": "any"]),
            (.named("find"), ["type": "tool", "name": "find"]),
        ] as [(ToolChoice, JSONValue?)])
    func choices(_ choice: ToolChoice, _ expected: JSONValue?) throws {
        let chat = ChatRequest(model: "m", messages: [], tools: [Self.tool], toolChoice: choice, mostTokens: 9)
        let body = try body(chat)
        #expect(body["tools"] == [["name": "find", "description": "Finds one.", "input_schema": ["type": "object"]]])
        #expect(body["tool_choice"] == expected)
    }

    @Test("a schema is a tool that has to be called, unless the caller's tools may be called instead")
    func forms() throws {
        var chat = ChatRequest(model: "m", messages: [], format: Self.form, mostTokens: 9)
        let alone = try body(chat)
        let forced: JSONValue = ["type": "tool", "name": "answer_in_this_form"]
        #expect(alone["tool_choice"] == forced)
        guard case .array(let tools)? = alone["tools"] else {
            Issue.record("there are no tools")
            return
        }
        #expect(tools.map { $0["input_schema"] } == [["type": "object", "required": ["a"]]])
        chat.tools = [Self.tool]
        #expect(try body(chat)["tool_choice"] == ["type": "any"])
        chat.toolChoice = .none
        #expect(try body(chat)["tool_choice"] == forced)
        chat.toolChoice = .named("find")
        #expect(try body(chat)["tool_choice"] == ["type": "tool", "name": "find"])
        chat = ChatRequest(model: "m", messages: [], format: .json, mostTokens: 9)
        #expect(try body(chat)["tools"] == nil)
    }
}
