import ModelAPI

/// What happens to a conversation that is longer than a model can read. The raw value is its name in plugins.yaml.
public enum TruncationPolicy: String, Sendable, Hashable, CaseIterable, Codable {
    /// The request fails.
    case refuse
    /// Turns are left out, the oldest first.
    case oldest
    /// The middle of the longest texts is left out.
    case middle
}

/// What was left out; no word of it.
public struct TruncationNote: Sendable, Hashable {
    public var policy: TruncationPolicy
    public var messagesDropped: Int
    /// Of texts that were cut, in Unicode scalars; those of dropped messages are not counted.
    public var charactersCut: Int
    public var tokensBefore: Int
    public var tokensAfter: Int
}

/// A conversation that does not fit, also with all left out that may be.
public struct ContextOverflow: Error, Sendable, Hashable {
    /// About, with all that must stay.
    public var tokens: Int
    public var budget: Int
}

/// Makes conversations fit. Pure, and the same each time.
public struct Truncation: Sendable {
    private let estimate: TokenEstimate
    private let ratio: Double

    /// - Parameter ratio: what the calibration says of this model.
    public init(_ estimate: TokenEstimate, ratio: Double = 1) {
        self.estimate = estimate
        self.ratio = ratio
    }

    /// The conversation as it may be sent, and what was left out; nil: nothing was.
    ///
    /// System messages stay as they are. So does the last turn of the user and what follows it, but for the middles that
    /// the policy `middle` takes. A call and its results stay or go together.
    ///
    /// - Parameter budget: tokens for the messages: what the model can read, less the most tokens of the answer, less
    ///   tools and schema.
    public func fit(
        _ messages: [Message], policy: TruncationPolicy, budget: Int
    ) throws(ContextOverflow) -> (messages: [Message], note: TruncationNote?) {
        let before = tokens(messages)
        guard before > budget else { return (messages, nil) }
        var fitting = messages
        var cut = 0
        switch policy {
        case .refuse: break
        case .oldest: fitting = droppingOldest(messages, budget)
        case .middle: (fitting, cut) = cuttingMiddles(messages, budget)
        }
        let after = tokens(fitting)
        guard after <= budget else { throw ContextOverflow(tokens: after, budget: budget) }
        return (
            fitting,
            TruncationNote(
                policy: policy, messagesDropped: messages.count - fitting.count, charactersCut: cut,
                tokensBefore: before, tokensAfter: after)
        )
    }

    private func tokens(_ messages: [Message]) -> Int {
        TokenCalibration.scaled(estimate.tokens(in: messages), by: ratio)
    }

    /// Whole turns go: a turn is a user's message and all that follows it up to the next.
    private func droppingOldest(_ messages: [Message], _ budget: Int) -> [Message] {
        // Each message is estimated once, however many turns there are.
        var rest = estimate.tokens(in: messages)
        var start = messages.startIndex
        for (index, message) in messages.enumerated() {
            if message.isUser {
                start = index
                if TokenCalibration.scaled(rest, by: ratio) <= budget { break }
            }
            if !message.isSystem { rest -= estimate.tokens(in: message) }
        }
        return messages[..<start].filter(\.isSystem) + messages[start...]
    }

    /// The longest text loses as much of its middle as is needed; if that is not enough, the next longest too.
    private func cuttingMiddles(_ messages: [Message], _ budget: Int) -> (messages: [Message], cut: Int) {
        var result = messages
        var total = 0
        let longest = messages.indices.filter { messages[$0].outsideText != nil }
            .map { (index: $0, tokens: estimate.tokens(in: messages[$0])) }
            .sorted { ($1.tokens, $0.index) < ($0.tokens, $1.index) }
        for (index, _) in longest {
            guard let text = messages[index].outsideText else { continue }
            let pieces = TextPieces(text)
            // The fewest pieces that have to go, by halving: leaving out more never makes it longer.
            var (low, high) = (1, pieces.mostRemoved)
            guard high >= 1 else { continue }
            while low < high {
                let middle = (low + high) / 2
                result[index] = messages[index].replacingText(pieces.removing(middle).text)
                if tokens(result) <= budget { high = middle } else { low = middle + 1 }
            }
            let (shortened, cut) = pieces.removing(low)
            result[index] = messages[index].replacingText(shortened)
            total += cut
            if tokens(result) <= budget { break }
        }
        return (result, total)
    }
}

extension Message {
    var isSystem: Bool { if case .system = self { true } else { false } }
    var isUser: Bool { if case .user = self { true } else { false } }

    /// What somebody or something else wrote for the model to read.
    var outsideText: String? {
        switch self {
        case .user(let text), .toolResult(_, let text, _): text
        case .system, .assistant: nil
        }
    }

    func replacingText(_ text: String) -> Message {
        switch self {
        case .user: .user(text)
        case .toolResult(let id, _, let isError): .toolResult(id: id, text: text, isError: isError)
        case .system, .assistant: self
        }
    }
}
