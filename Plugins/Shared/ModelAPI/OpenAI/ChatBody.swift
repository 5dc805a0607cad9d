import PluginSDK

/// The body of `POST /chat/completions`. What stays the same from request to request comes first: providers keep what
/// they have read by its beginning.
enum ChatBody {
    static func bytes(_ chat: ChatRequest, _ dialect: OpenAIDialect, isStream: Bool) -> [UInt8] {
        var body = JSONBody(capacity: 1024 + chat.messages.reduce(0) { $0 + $1.size })
        body.object { body in
            body.member("model", chat.model)
            tools(chat, &body)
            format(chat.format, dialect.structured, &body)
            body.name("messages")
            body.list(chat.messages, message)
            switch dialect.tokenLimit {
            case .maxTokens: body.member("max_tokens", max(1, chat.mostTokens))
            case .maxCompletionTokens: body.member("max_completion_tokens", max(1, chat.mostTokens))
            }
            if let temperature = chat.temperature, temperature.isFinite {
                body.name("temperature")
                body.number(min(max(temperature, 0), 2))
            }
            if !chat.stop.isEmpty {
                body.name("stop")
                body.list(chat.stop) { $0.text($1) }
            }
            if let user = chat.user { body.member("user", user) }
            if isStream {
                body.member("stream", true)
                body.member("stream_options", ["include_usage": true])
            }
        }
        return body.bytes
    }

    private static func tools(_ chat: ChatRequest, _ body: inout JSONBody) {
        guard !chat.tools.isEmpty else { return }
        body.name("tools")
        body.list(chat.tools) { body, tool in
            body.object { body in
                body.member("type", "function")
                body.name("function")
                body.object { body in
                    body.member("name", tool.name)
                    body.member("description", tool.summary)
                    body.member("parameters", tool.schema)
                }
            }
        }
        switch chat.toolChoice {
        case .automatic: break
        case .none: body.member("tool_choice", "none")
        case .required: body.member("tool_choice", "required")
        case .named(let name):
            body.member("tool_choice", ["type": "function", "function": ["name": .string(name)]])
        }
    }

    private static func format(
        _ format: AnswerFormat, _ structured: OpenAIDialect.Structured, _ body: inout JSONBody
    ) {
        switch (format, structured) {
        case (.text, _), (_, .prompt): break
        case (.json, _), (.schema, .json): body.member("response_format", ["type": "json_object"])
        case (.schema(let name, let schema), .schema):
            body.name("response_format")
            body.object { body in
                body.member("type", "json_schema")
                body.name("json_schema")
                body.object { body in
                    body.member("name", name)
                    body.member("strict", StrictSchema.allows(schema))
                    body.member("schema", schema)
                }
            }
        }
    }

    private static func message(_ body: inout JSONBody, _ message: Message) {
        body.object { body in
            switch message {
            case .system(let text): content("system", text, &body)
            case .user(let text): content("user", text, &body)
            case .toolResult(let id, let text, _):
                // There is no mark of an error: the text has to tell it.
                body.member("role", "tool")
                body.member("tool_call_id", id)
                body.member("content", text)
            case .assistant(let text, let calls):
                body.member("role", "assistant")
                if text.isEmpty, !calls.isEmpty { body.member("content", .null) } else { body.member("content", text) }
                if !calls.isEmpty {
                    body.name("tool_calls")
                    body.list(calls, call)
                }
            }
        }
    }

    private static func content(_ role: String, _ text: String, _ body: inout JSONBody) {
        body.member("role", role)
        body.member("content", text)
    }

    private static func call(_ body: inout JSONBody, _ call: ToolCall) {
        body.object { body in
            body.member("id", call.id)
            body.member("type", "function")
            body.name("function")
            body.object { body in
                body.member("name", call.name)
                body.member("arguments", call.arguments)
            }
        }
    }
}

extension Message {
    /// About as many bytes as it takes.
    var size: Int {
        switch self {
        case .system(let text), .user(let text), .toolResult(_, let text, _): 64 + text.utf8.count
        case .assistant(let text, let calls):
            64 + text.utf8.count + calls.reduce(0) { $0 + 128 + $1.arguments.utf8.count }
        }
    }
}
