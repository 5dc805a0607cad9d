import ModelAPI

/// Puts the pieces of an answer together. A value.
struct CompletionAssembler: Sendable {
    private(set) var completion = Completion(text: "", finish: .other("unfinished"))
    /// Nil: it has not ended.
    private(set) var finish: FinishReason?
    private(set) var hasRefused = false

    mutating func take(_ event: StreamEvent) {
        switch event {
        case .started(let id, let model):
            completion.id = id ?? completion.id
            completion.model = model ?? completion.model
        case .text(let text): completion.text += text
        case .call(let index, let id, let name):
            // Calls begin in the order of their numbers; what does not is left out.
            if index == completion.calls.count {
                completion.calls.append(ToolCall(id: id, name: name, arguments: ""))
            }
        case .arguments(let index, let text):
            if completion.calls.indices.contains(index) { completion.calls[index].arguments += text }
        case .refusal: hasRefused = true
        case .usage(let usage): completion.usage = usage
        case .finished(let reason):
            finish = reason
            completion.finish = reason
        }
    }

    /// - Throws: why the answer cannot be used, now that it has ended.
    func requireWhole() throws(ModelFailure) {
        guard let finish else { throw Self.cut }
        let isEmpty = completion.text.allSatisfy(\.isWhitespace) && completion.calls.isEmpty
        try (hasRefused ? .refusal : finish).requireWhole(isEmpty: isEmpty, id: completion.id)
    }

    static let cut = ModelFailure(.cut, "The model's answer broke off before its end.")
}

extension StreamEvent {
    /// Whether there is something of the answer in it.
    var isContent: Bool {
        switch self {
        case .text(let text), .refusal(let text): !text.isEmpty
        case .call, .arguments: true
        case .started, .usage, .finished: false
        }
    }
}
