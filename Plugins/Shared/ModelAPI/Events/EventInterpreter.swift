import PluginSDK

/// What the events of one provider's stream mean.
protocol EventInterpreter: Sendable {
    /// The answer has ended as its protocol has it: what comes behind is passed over.
    var isFinished: Bool { get }

    /// An event that marks the end with something else than JSON.
    func isEndMark(_ data: [UInt8]) -> Bool

    /// Takes the JSON of an event.
    mutating func take(_ document: JSONValue, _ found: inout [StreamEvent]) throws(ModelFailure)

    /// Nothing comes any more, or the end's mark has come. - Throws: `cut` when the answer is not whole.
    mutating func end(isMarked: Bool, _ found: inout [StreamEvent]) throws(ModelFailure)
}

/// Reads an answer from a stream of events.
///
/// What was read before a failure is given out first, and the failure is thrown at the next call: how the bytes were
/// cut makes no difference.
struct EventPump<Interpreter: EventInterpreter>: ModelStreamReader {
    private var events = EventStreamReader()
    private var interpreter: Interpreter
    private var failure: ModelFailure?
    private var size = 0
    private var hasBytes = false

    init(_ interpreter: Interpreter) { self.interpreter = interpreter }

    mutating func read(_ bytes: [UInt8]) throws(ModelFailure) -> [StreamEvent] {
        if let failure { throw failure }
        if !bytes.isEmpty { hasBytes = true }
        var found: [StreamEvent] = []
        let (events, isTooLong) = events.read(bytes)
        do throws(ModelFailure) {
            for event in events where !interpreter.isFinished { try take(event, &found) }
            if isTooLong, !interpreter.isFinished { throw .malformed("one of its events is too long") }
        } catch {
            failure = error
            if found.isEmpty { throw error }
        }
        return found
    }

    mutating func end() throws(ModelFailure) -> [StreamEvent] {
        if let failure { throw failure }
        if interpreter.isFinished { return [] }
        if hasBytes, !events.hasFields { throw .malformed("it is no stream of events") }
        var found: [StreamEvent] = []
        try interpreter.end(isMarked: false, &found)
        return found
    }

    private mutating func take(_ event: ServerSentEvent, _ found: inout [StreamEvent]) throws(ModelFailure) {
        if event.data.isEmpty { return }
        if interpreter.isEndMark(event.data) { return try interpreter.end(isMarked: true, &found) }
        var new: [StreamEvent] = []
        try interpreter.take(AnswerDocument.read(event.data), &new)
        for event in new { size += event.size }
        guard size <= AnswerBounds.text else { throw .answerTooLong }
        found += new
    }
}

extension StreamEvent {
    /// Bytes that count against the bound.
    fileprivate var size: Int {
        switch self {
        case .text(let text), .arguments(_, let text), .refusal(let text): text.utf8.count
        case .started, .call, .usage, .finished: 0
        }
    }
}
