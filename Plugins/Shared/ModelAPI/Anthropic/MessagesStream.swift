import PluginSDK

/// The events of a message (docs.anthropic.com/en/api/messages-streaming): `message_start`; for each block a start,
/// deltas and a stop; `message_delta` with the reason of the end; `message_stop`. Unknown events are passed over.
struct MessagesStream: EventInterpreter {
    private enum Block {
        case text
        /// - Parameter input: what the start of the block has of the arguments; given out when no delta brings them.
        case call(index: Int, input: JSONValue, hasDeltas: Bool)
        case form(input: JSONValue, hasDeltas: Bool)
        case other
    }

    private(set) var isFinished = false
    private var hasStarted = false
    private var blocks: [Int: Block] = [:]
    private var calls = 0
    private var reason: String?
    private var usage = TokenUsage()

    func isEndMark(_ data: [UInt8]) -> Bool { false }

    mutating func take(_ event: JSONValue, _ found: inout [StreamEvent]) throws(ModelFailure) {
        switch event["type"]?.string {
        case "message_start":
            let message = event["message"] ?? .null
            hasStarted = true
            found.append(.started(id: message.word("id"), model: message.word("model")))
            take(usage: message["usage"], &found)
        case "content_block_start": try start(event, &found)
        case "content_block_delta": take(delta: event["delta"] ?? .null, of: event["index"]?.integer, &found)
        case "content_block_stop": stop(event["index"]?.integer, &found)
        case "message_delta":
            if let reason = event["delta"]?["stop_reason"]?.string { self.reason = reason }
            take(usage: event["usage"], &found)
        case "message_stop": try end(isMarked: true, &found)
        case nil: throw .malformed("an event has no type")
        default: break
        }
    }

    private mutating func start(_ event: JSONValue, _ found: inout [StreamEvent]) throws(ModelFailure) {
        guard let place = event["index"]?.integer, let content = event["content_block"] else {
            throw .malformed("a block has no index or no content")
        }
        // Text and calls alike: nobody else closes blocks that never stop.
        guard blocks.count < AnswerBounds.calls * 2 else { throw .malformed("too many blocks are open at once") }
        switch content["type"]?.string {
        case "text":
            blocks[place] = .text
            give(content["text"]?.string, as: StreamEvent.text, &found)
        case "tool_use":
            guard let name = content.word("name"), let id = content.word("id") else {
                throw .malformed("a call of a tool is not whole")
            }
            let input = content["input"].flatMap { $0.isObject ? $0 : nil } ?? [:]
            if name == AnthropicProtocol.formName {
                blocks[place] = .form(input: input, hasDeltas: false)
                return
            }
            guard calls < AnswerBounds.calls else { throw .tooManyCalls }
            blocks[place] = .call(index: calls, input: input, hasDeltas: false)
            found.append(.call(index: calls, id: id, name: name))
            calls += 1
        default: blocks[place] = .other
        }
    }

    private mutating func take(delta: JSONValue, of place: Int?, _ found: inout [StreamEvent]) {
        guard let place, let block = blocks[place] else { return }
        switch (block, delta["type"]?.string) {
        case (.text, "text_delta"): give(delta["text"]?.string, as: StreamEvent.text, &found)
        case (.call(let index, let input, _), "input_json_delta"):
            guard let piece = delta["partial_json"]?.string, !piece.isEmpty else { return }
            blocks[place] = .call(index: index, input: input, hasDeltas: true)
            found.append(.arguments(index: index, piece))
        case (.form(let input, _), "input_json_delta"):
            guard let piece = delta["partial_json"]?.string, !piece.isEmpty else { return }
            blocks[place] = .form(input: input, hasDeltas: true)
            found.append(.text(piece))
        default: break
        }
    }

    private mutating func stop(_ place: Int?, _ found: inout [StreamEvent]) {
        switch place.flatMap({ blocks.removeValue(forKey: $0) }) {
        case .call(let index, let input, false): found.append(.arguments(index: index, input.text))
        case .form(let input, false): found.append(.text(input.text))
        default: break
        }
    }

    private func give(_ text: String?, as event: (String) -> StreamEvent, _ found: inout [StreamEvent]) {
        if let text, !text.isEmpty { found.append(event(text)) }
    }

    /// The end tells the output, and may tell the input anew; what it does not tell stays as the start had it.
    private mutating func take(usage document: JSONValue?, _ found: inout [StreamEvent]) {
        guard let told = MessagesAnswer.usage(document) else { return }
        usage = TokenUsage(
            input: max(usage.input, told.input), output: max(usage.output, told.output),
            cachedInput: max(usage.cachedInput, told.cachedInput), isReported: true)
        found.append(.usage(usage))
    }

    mutating func end(isMarked: Bool, _ found: inout [StreamEvent]) throws(ModelFailure) {
        guard hasStarted, reason != nil else { throw .answerCut }
        isFinished = true
        found.append(.finished(MessagesAnswer.finish(reason, hasCalls: calls > 0)))
    }
}
