import PluginSDK

/// The body of `POST /v1/messages`. What stays the same from request to request comes first.
enum MessagesBody {
    static func bytes(_ chat: ChatRequest, isStream: Bool) -> [UInt8] {
        var body = JSONBody(capacity: 1024 + chat.messages.reduce(0) { $0 + $1.size })
        let system = chat.messages.compactMap { message in
            if case .system(let text) = message, !text.isEmpty { text } else { nil }
        }
        body.object { body in
            body.member("model", chat.model)
            tools(chat, &body)
            if !system.isEmpty { body.member("system", system.joined(separator: "\n\n")) }
            body.name("messages")
            body.list(Turn.turns(of: chat.messages), turn)
            body.member("max_tokens", max(1, chat.mostTokens))
            if let temperature = chat.temperature, temperature.isFinite {
                body.name("temperature")
                body.number(min(max(temperature, 0), 1))
            }
            if !chat.stop.isEmpty {
                body.name("stop_sequences")
                body.list(chat.stop) { $0.text($1) }
            }
            if let user = chat.user { body.member("metadata", ["user_id": .string(user)]) }
            if isStream { body.member("stream", true) }
        }
        return body.bytes
    }

    private static func tools(_ chat: ChatRequest, _ body: inout JSONBody) {
        var tools = chat.tools
        var form: Tool?
        if case .schema(let name, let schema) = chat.format {
            let tool = Tool(
                name: AnthropicProtocol.formName, summary: "Gives the answer. Its arguments are the answer: \(name).",
                schema: schema)
            tools.append(tool)
            form = tool
        }
        guard !tools.isEmpty else { return }
        body.name("tools")
        body.list(tools) { body, tool in
            body.object { body in
                body.member("name", tool.name)
                body.member("description", tool.summary)
                body.member("input_schema", tool.schema)
            }
        }
        if let choice = choice(chat, form: form) { body.member("tool_choice", choice) }
    }

    /// A form is forced unless the caller's own tools may, or must, be called instead.
    private static func choice(_ chat: ChatRequest, form: Tool?) -> JSONValue? {
        switch (chat.toolChoice, form) {
        case (.named(let name), _): ["type": "tool", "name": .string(name)]
        case (.required, _): ["type": "any"]
        case (.automatic, .some) where !chat.tools.isEmpty: ["type": "any"]
        case (_, .some(let form)): ["type": "tool", "name": .string(form.name)]
        case (.none, nil): ["type": "none"]
        case (.automatic, nil): nil
        }
    }

    private static func turn(_ body: inout JSONBody, _ turn: Turn) {
        body.object { body in
            body.member("role", turn.isAssistant ? "assistant" : "user")
            body.name("content")
            body.list(turn.blocks) { body, block in body.object { write(block, &$0) } }
        }
    }

    private static func write(_ block: Turn.Block, _ body: inout JSONBody) {
        switch block {
        case .text(let text):
            body.member("type", "text")
            body.member("text", text)
        case .call(let call):
            body.member("type", "tool_use")
            body.member("id", call.id)
            body.member("name", call.name)
            body.member("input", input(call.arguments))
        case .result(let id, let text, let isError):
            body.member("type", "tool_result")
            body.member("tool_use_id", id)
            body.member("content", text)
            if isError { body.member("is_error", true) }
        }
    }

    /// Only an object may go here. What the model wrote amiss is told as it wrote it.
    private static func input(_ arguments: String) -> JSONValue {
        if arguments.isEmpty { return [:] }
        guard let value = try? JSONValue(parsing: arguments), value.isObject else {
            return ["unreadable": .string(arguments)]
        }
        return value
    }
}
