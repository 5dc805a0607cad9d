/// A message as Anthropic has it: user and assistant take turns, so that neighbours of one role are one message of
/// several blocks. What system messages say goes elsewhere, and a block of text is never empty.
struct Turn: Equatable {
    enum Block: Equatable {
        case text(String)
        case call(ToolCall)
        case result(id: String, text: String, isError: Bool)
    }

    var isAssistant: Bool
    var blocks: [Block]

    static func turns(of messages: [Message]) -> [Turn] {
        var turns: [Turn] = []
        for message in messages {
            guard let turn = Turn(message), !turn.blocks.isEmpty else { continue }
            if turns.last?.isAssistant == turn.isAssistant {
                turns[turns.count - 1].blocks += turn.blocks
            } else {
                turns.append(turn)
            }
        }
        return turns
    }

    private init?(_ message: Message) {
        switch message {
        case .system: return nil
        case .user(let text): self.init(isAssistant: false, blocks: Self.text(text))
        case .assistant(let text, let calls):
            self.init(isAssistant: true, blocks: Self.text(text) + calls.map(Block.call))
        case .toolResult(let id, let text, let isError):
            self.init(isAssistant: false, blocks: [.result(id: id, text: text, isError: isError)])
        }
    }

    private init(isAssistant: Bool, blocks: [Block]) {
        self.isAssistant = isAssistant
        self.blocks = blocks
    }

    private static func text(_ text: String) -> [Block] { text.isEmpty ? [] : [.text(text)] }
}
