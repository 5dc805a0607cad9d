import ModelAPI
import PluginSDK

/// How an answer lies in the store: a JSON object.
enum CachedCompletion {
    /// Larger answers are not kept.
    static let largest = 256 << 10

    /// Nil for one that is not kept: too large, or ended otherwise than it should.
    static func bytes(_ completion: Completion) -> [UInt8]? {
        guard let finish = name(of: completion.finish) else { return nil }
        var document: [String: JSONValue] = [
            "text": .string(completion.text), "finish": .string(finish), "input": .integer(completion.usage.input),
            "output": .integer(completion.usage.output), "cached_input": .integer(completion.usage.cachedInput),
            "reported": .bool(completion.usage.isReported),
            "calls": .array(
                completion.calls.map {
                    ["id": .string($0.id), "name": .string($0.name), "arguments": .string($0.arguments)]
                }),
        ]
        if let model = completion.model { document["model"] = .string(model) }
        if let id = completion.id { document["id"] = .string(id) }
        let bytes = Array(JSONValue.object(document).text.utf8)
        return bytes.count <= largest ? bytes : nil
    }

    /// Nil for what is none.
    static func completion(_ bytes: [UInt8]) -> Completion? {
        guard let document = try? JSONValue(parsing: bytes), case .string(let text)? = document["text"],
            case .string(let name)? = document["finish"], let finish = finish(named: name),
            case .array(let elements)? = document["calls"]
        else { return nil }
        let calls = elements.compactMap(call)
        guard calls.count == elements.count else { return nil }
        let usage = TokenUsage(
            input: integer(document["input"]), output: integer(document["output"]),
            cachedInput: integer(document["cached_input"]), isReported: document["reported"] == true)
        return Completion(
            text: text, calls: calls, finish: finish, usage: usage, model: string(document["model"]),
            id: string(document["id"]))
    }

    private static func call(_ document: JSONValue) -> ToolCall? {
        guard let id = string(document["id"]), let name = string(document["name"]),
            let arguments = string(document["arguments"])
        else { return nil }
        return ToolCall(id: id, name: name, arguments: arguments)
    }

    private static func name(of finish: FinishReason) -> String? {
        switch finish {
        case .stop: "stop"
        case .toolCalls: "tool_calls"
        case .length, .contentFilter, .refusal, .other: nil
        }
    }

    private static func finish(named name: String) -> FinishReason? {
        switch name {
        case "stop": .stop
        case "tool_calls": .toolCalls
        default: nil
        }
    }

    private static func string(_ value: JSONValue?) -> String? {
        if case .string(let text)? = value { text } else { nil }
    }

    private static func integer(_ value: JSONValue?) -> Int {
        if case .integer(let number)? = value { number } else { 0 }
    }
}
