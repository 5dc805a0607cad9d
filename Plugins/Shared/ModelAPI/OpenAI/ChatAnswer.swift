import PluginSDK

/// The answer to `POST /chat/completions`.
enum ChatAnswer {
    static func completion(_ document: JSONValue) throws(ModelFailure) -> Completion {
        guard let choice = document["choices"]?.elements.first, let message = choice["message"], message.isObject else {
            throw .malformed("it has no choice with a message")
        }
        let (text, refusal) = try content(message)
        let calls = try calls(message)
        let finish =
            refusal.isEmpty ? finish(choice["finish_reason"]?.string, hasCalls: !calls.isEmpty) : .refusal
        let size = calls.reduce(text.utf8.count) { $0 + $1.arguments.utf8.count }
        guard size <= AnswerBounds.text else { throw .answerTooLong }
        return Completion(
            text: text, calls: calls, finish: finish, usage: usage(document["usage"]) ?? TokenUsage(),
            model: document.word("model"), id: document.word("id"))
    }

    /// A text, null, or a list of parts, as some servers have it; and the text of a refusal.
    static func content(_ message: JSONValue) throws(ModelFailure) -> (text: String, refusal: String) {
        var refusal = message["refusal"]?.string ?? ""
        switch message["content"] {
        case nil, .null: return ("", refusal)
        case .string(let text): return (text, refusal)
        case .array(let parts):
            var text = ""
            for part in parts {
                text += part["text"]?.string ?? ""
                refusal += part["refusal"]?.string ?? ""
            }
            return (text, refusal)
        default: throw .malformed("its content is no text")
        }
    }

    private static func calls(_ message: JSONValue) throws(ModelFailure) -> [ToolCall] {
        let asked = (message["tool_calls"] ?? .null).elements
        guard asked.count <= AnswerBounds.calls else { throw .tooManyCalls }
        var calls: [ToolCall] = []
        for call in asked {
            guard let function = call["function"], let name = function.word("name") else {
                throw .malformed("a call of a tool has no name")
            }
            calls.append(
                ToolCall(
                    id: call.word("id") ?? madeID(calls.count), name: name,
                    arguments: try arguments(function["arguments"])))
        }
        return calls
    }

    /// A text that holds JSON; some servers send the object itself.
    static func arguments(_ value: JSONValue?) throws(ModelFailure) -> String {
        switch value {
        case nil, .null: ""
        case .string(let text): text
        case .object(let members): JSONValue.object(members).text
        default: throw .malformed("the arguments of a call are no text")
        }
    }

    /// For servers that give calls no name: the result has to refer to one.
    static func madeID(_ index: Int) -> String { "call_\(index)" }

    /// - Parameter hasCalls: with a tool that was forced the reason is `stop`, and calls are there all the same.
    static func finish(_ reason: String?, hasCalls: Bool) -> FinishReason {
        switch reason {
        case nil, "stop": hasCalls ? .toolCalls : .stop
        case "length": .length
        case "tool_calls", "function_call": .toolCalls
        case "content_filter": .contentFilter
        case .some(let other): .other(SafeWord.of(other) ?? "unreadable")
        }
    }

    /// Nil when nothing is told. What came from the cache is called otherwise by DeepSeek.
    static func usage(_ usage: JSONValue?) -> TokenUsage? {
        guard let usage, usage.isObject else { return nil }
        let input = usage.count("prompt_tokens")
        let cached = usage["prompt_tokens_details"]?.count("cached_tokens") ?? usage.count("prompt_cache_hit_tokens")
        return TokenUsage(
            input: input, output: usage.count("completion_tokens"), cachedInput: min(cached, input), isReported: true)
    }
}
