import PluginSDK

/// The pieces of a chat completion (platform.openai.com/docs/api-reference/chat-streaming): a piece with the role,
/// pieces of text or calls, one with the reason of the end, one with the usage and no choices, `[DONE]`.
///
/// `.finished` is given last, at `[DONE]`, so that the usage goes before it; or at the end of the connection, for
/// servers that give a reason and no `[DONE]`.
struct ChatStream: EventInterpreter {
    private(set) var isFinished = false
    private var hasStarted = false
    private var hasRefusal = false
    private var reason: String?
    private var calls: [(providerIndex: Int?, id: String)] = []

    func isEndMark(_ data: [UInt8]) -> Bool { data.elementsEqual("[DONE]".utf8) }

    mutating func take(_ chunk: JSONValue, _ found: inout [StreamEvent]) throws(ModelFailure) {
        if !hasStarted {
            hasStarted = true
            found.append(.started(id: chunk.word("id"), model: chunk.word("model")))
        }
        let usage = ChatAnswer.usage(chunk["usage"])
        guard case .array(let choices) = chunk["choices"] ?? (usage == nil ? .null : []) else {
            throw .malformed("a piece has no choices")
        }
        // Only one choice is ever asked for.
        for choice in choices where (choice["index"]?.integer ?? 0) == 0 {
            if let delta = choice["delta"], delta != .null { try take(delta: delta, &found) }
            if let reason = choice["finish_reason"]?.string { self.reason = reason }
        }
        if let usage { found.append(.usage(usage)) }
    }

    private mutating func take(delta: JSONValue, _ found: inout [StreamEvent]) throws(ModelFailure) {
        guard delta.isObject else { throw .malformed("a piece has no delta") }
        let (text, refusal) = try ChatAnswer.content(delta)
        if !text.isEmpty { found.append(.text(text)) }
        if !refusal.isEmpty {
            hasRefusal = true
            found.append(.refusal(refusal))
        }
        for call in (delta["tool_calls"] ?? .null).elements { try take(call: call, &found) }
    }

    private mutating func take(call: JSONValue, _ found: inout [StreamEvent]) throws(ModelFailure) {
        let providerIndex = call["index"]?.integer
        let id = call.word("id")
        let index: Int
        if let known = known(providerIndex, id) {
            index = known
        } else {
            guard let name = call["function"]?.word("name") else { throw .malformed("a call of a tool has no name") }
            guard calls.count < AnswerBounds.calls else { throw .tooManyCalls }
            index = calls.count
            let id = id ?? ChatAnswer.madeID(index)
            calls.append((providerIndex, id))
            found.append(.call(index: index, id: id, name: name))
        }
        let arguments = try ChatAnswer.arguments(call["function"]?["arguments"])
        if !arguments.isEmpty { found.append(.arguments(index: index, arguments)) }
    }

    /// Which call a piece belongs to. Some servers give every call the index 0, or none: a new identifier is a new
    /// call.
    private func known(_ providerIndex: Int?, _ id: String?) -> Int? {
        if let id, let same = calls.lastIndex(where: { $0.id == id }) { return same }
        guard id == nil else { return nil }
        guard providerIndex != nil else { return calls.indices.last }
        return calls.lastIndex { $0.providerIndex == providerIndex }
    }

    mutating func end(isMarked: Bool, _ found: inout [StreamEvent]) throws(ModelFailure) {
        guard isMarked || reason != nil else { throw .answerCut }
        isFinished = true
        let finish = ChatAnswer.finish(reason, hasCalls: !calls.isEmpty)
        found.append(.finished(finish == .stop && hasRefusal ? .refusal : finish))
    }
}
