import PluginSDK

/// The answer to `POST /v1/messages`.
enum MessagesAnswer {
    static func completion(_ message: JSONValue) throws(ModelFailure) -> Completion {
        guard case .array(let blocks)? = message["content"] else { throw .malformed("it has no content") }
        var text = ""
        var form: String?
        var calls: [ToolCall] = []
        for block in blocks {
            switch block["type"]?.string {
            case "text": text += block["text"]?.string ?? ""
            case "tool_use":
                guard let name = block.word("name"), let id = block.word("id"), let input = block["input"],
                    input.isObject
                else { throw .malformed("a call of a tool is not whole") }
                if name == AnthropicProtocol.formName {
                    form = input.text
                } else {
                    guard calls.count < AnswerBounds.calls else { throw .tooManyCalls }
                    calls.append(ToolCall(id: id, name: name, arguments: input.text))
                }
            default: break
            }
        }
        // Beside a form a model may think aloud: that is not the answer.
        text = form ?? text
        let size = calls.reduce(text.utf8.count) { $0 + $1.arguments.utf8.count }
        guard size <= AnswerBounds.text else { throw .answerTooLong }
        let finish = finish(message["stop_reason"]?.string, hasCalls: !calls.isEmpty)
        return Completion(
            text: text, calls: calls, finish: finish, usage: usage(message["usage"]) ?? TokenUsage(),
            model: message.word("model"), id: message.word("id"))
    }

    /// - Parameter hasCalls: of the caller's tools. A form alone is an answer that has come to its end.
    static func finish(_ reason: String?, hasCalls: Bool) -> FinishReason {
        switch reason {
        case nil: hasCalls ? .toolCalls : .stop
        case "end_turn", "stop_sequence": .stop
        case "max_tokens", "model_context_window_exceeded": .length
        case "tool_use": hasCalls ? .toolCalls : .stop
        case "refusal": .refusal
        case .some(let other): .other(SafeWord.of(other) ?? "unreadable")
        }
    }

    /// What went in is told in three parts: new, put into the cache, taken from it. Nil when nothing is told.
    static func usage(_ usage: JSONValue?) -> TokenUsage? {
        guard let usage, usage.isObject else { return nil }
        let cached = usage.count("cache_read_input_tokens")
        let new = usage.count("input_tokens").addingClamped(usage.count("cache_creation_input_tokens"))
        return TokenUsage(
            input: new.addingClamped(cached), output: usage.count("output_tokens"), cachedInput: cached,
            isReported: true)
    }
}

extension Int {
    fileprivate func addingClamped(_ other: Int) -> Int {
        let (sum, isOver) = addingReportingOverflow(other)
        return isOver ? .max : sum
    }
}
