import ModelAPI
import PluginSDK
import Testing

/// platform.openai.com/docs/api-reference/chat/create
struct ChatBodyTests {
    static let tool = Tool(
        name: "find_student", summary: "Finds one.",
        schema: ["type": "object", "properties": ["name": ["type": "string"]], "required": ["name"]])
    static let strict: JSONValue = [
        "type": "object", "properties": ["a": ["type": "integer"]], "required": ["a"], "additionalProperties": false,
    ]

    private func body(
        _ chat: ChatRequest, stream: Bool = false, _ dialect: OpenAIDialect = OpenAIDialect()
    ) throws -> JSONValue {
        try json(OpenAIProtocol(dialect).request(chat, stream: stream).body)
    }

    @Test("a plain question has what it needs and no more, in an order that stays")
    func plain() {
        let chat = ChatRequest(
            model: "gpt-4o-mini", messages: [.system("Be \"brief\"."), .user("한국어\n")], temperature: 0.7,
            mostTokens: 1024)
        let request = OpenAIProtocol().request(chat, stream: false)
        #expect(request.path == "/chat/completions")
        #expect(request.headers.contains { $0 == ("content-type", "application/json") })
        let expected =
            #"{"model":"gpt-4o-mini","messages":[{"role":"system","content":"Be \"brief\"."},"#
            + #"{"role":"user","content":"한국어\n"}],"max_tokens":1024,"temperature":0.7}"#
        #expect(String(decoding: request.body, as: UTF8.self) == expected)
    }

    @Test("a stream asks for its usage")
    func stream() throws {
        let chat = ChatRequest(model: "m", messages: [.user("x")], mostTokens: 5, stop: ["END"], user: "u1")
        let expected: JSONValue = [
            "model": "m", "messages": [["role": "user", "content": "x"]], "max_tokens": 5, "stop": ["END"],
            "user": "u1", "stream": true, "stream_options": ["include_usage": true],
        ]
        #expect(try body(chat, stream: true) == expected)
        let headers = OpenAIProtocol().request(chat, stream: true).headers
        #expect(headers.contains { $0 == ("accept", "text/event-stream") })
    }

    @Test("the dialect says how the token limit is called")
    func tokenLimit() throws {
        let chat = ChatRequest(model: "o3", messages: [.user("x")], mostTokens: 0)
        let body = try body(chat, OpenAIDialect(tokenLimit: .maxCompletionTokens))
        #expect(body["max_completion_tokens"] == 1)
        #expect(body["max_tokens"] == nil)
    }

    @Test("a conversation with tools is told whole")
    func tools() throws {
        let chat = ChatRequest(
            model: "m",
            messages: [
                .user("who?"),
                .assistant("", calls: [ToolCall(id: "c1", name: "find_student", arguments: #"{"name":"Kim"}"#)]),
                .toolResult(id: "c1", text: "found"), .assistant("Kim."),
            ], tools: [Self.tool], toolChoice: .named("find_student"), mostTokens: 9)
        let body = try body(chat)
        let call: JSONValue = [
            "id": "c1", "type": "function", "function": ["name": "find_student", "arguments": #"{"name":"Kim"}"#],
        ]
        let messages: JSONValue = [
            ["role": "user", "content": "who?"], ["role": "assistant", "content": nil, "tool_calls": [call]],
            ["role": "tool", "tool_call_id": "c1", "content": "found"], ["role": "assistant", "content": "Kim."],
        ]
        #expect(body["messages"] == messages)
        let function: JSONValue = [
            "name": "find_student", "description": "Finds one.", "parameters": Self.tool.schema,
        ]
        #expect(body["tools"] == [["type": "function", "function": function]])
        #expect(body["tool_choice"] == ["type": "function", "function": ["name": "find_student"]])
    }

    @Test(
        "what may be chosen is told, and the usual is not",
        arguments: [(ToolChoice.automatic, nil), (.none, "none"), (.required, "required")] as [(ToolChoice, JSONValue?)]
    )
    func choices(_ choice: ToolChoice, _ expected: JSONValue?) throws {
        var chat = ChatRequest(model: "m", messages: [], tools: [Self.tool], toolChoice: choice, mostTokens: 9)
        #expect(try body(chat)["tool_choice"] == expected)
        chat.tools = []
        #expect(try body(chat)["tool_choice"] == nil)
    }

    @Test("a schema goes as a schema, as JSON, or not at all, as the dialect has it")
    func formats() throws {
        let chat = ChatRequest(
            model: "m", messages: [], format: .schema(name: "marks", Self.strict), mostTokens: 9)
        let schema: JSONValue = [
            "type": "json_schema", "json_schema": ["name": "marks", "strict": true, "schema": Self.strict],
        ]
        #expect(try body(chat)["response_format"] == schema)
        #expect(try body(chat, OpenAIDialect(structured: .json))["response_format"] == ["type": "json_object"])
        #expect(try body(chat, OpenAIDialect(structured: .prompt))["response_format"] == nil)
        var any = chat
        any.format = .json
        #expect(try body(any)["response_format"] == ["type": "json_object"])
    }

    @Test("a schema that OpenAI refuses as strict goes without strictness")
    func strictness() throws {
        let loose: [JSONValue] = [
            ["type": "object", "properties": ["a": ["type": "integer"]], "required": ["a"]],
            ["type": "object", "properties": ["a": [:], "b": [:]], "required": ["a"], "additionalProperties": false],
            ["type": "array", "items": Self.strict],
            [
                "type": "object", "properties": ["a": ["type": "array", "items": ["type": ["object", "null"]]]],
                "required": ["a"], "additionalProperties": false,
            ],
        ]
        for schema in loose {
            let chat = ChatRequest(model: "m", messages: [], format: .schema(name: "x", schema), mostTokens: 9)
            #expect(try body(chat)["response_format"]?["json_schema"]?["strict"] == false)
        }
    }

    @Test("temperature stays within what is taken")
    func temperature() throws {
        var chat = ChatRequest(model: "m", messages: [], temperature: 9, mostTokens: 9)
        #expect(try body(chat)["temperature"] == 2)
        chat.temperature = .nan
        #expect(try body(chat)["temperature"] == nil)
    }
}
