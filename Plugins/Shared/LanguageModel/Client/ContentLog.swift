import ModelAPI
import PluginSDK

/// Writes down what was asked and answered, where the operator wants that: at level debug, and nowhere else.
struct ContentLog: Sendable {
    let isOn: Bool

    func asked(_ chat: ChatRequest, _ job: Job) {
        guard isOn else { return }
        job.log.debug(
            "what a model was asked",
            ["model": .string(chat.model), "messages": .array(chat.messages.map(Self.document))])
    }

    func answered(_ completion: Completion, _ job: Job) {
        guard isOn else { return }
        job.log.debug(
            "what a model answered",
            ["text": .string(completion.text), "calls": .array(completion.calls.map(Self.document))])
    }

    private static func document(_ message: Message) -> JSONValue {
        switch message {
        case .system(let text): ["role": "system", "text": .string(text)]
        case .user(let text): ["role": "user", "text": .string(text)]
        case .assistant(let text, let calls):
            ["role": "assistant", "text": .string(text), "calls": .array(calls.map(document))]
        case .toolResult(let id, let text, _): ["role": "tool", "id": .string(id), "text": .string(text)]
        }
    }

    private static func document(_ call: ToolCall) -> JSONValue {
        ["id": .string(call.id), "name": .string(call.name), "arguments": .string(call.arguments)]
    }
}
