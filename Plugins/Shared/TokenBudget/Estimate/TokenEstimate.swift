import ModelAPI
import PluginSDK

/// How many tokens a text is, about: without the vocabulary, in one pass over the text. Rather a few too many.
///
/// For a budget it is multiplied by what `TokenCalibration` has learnt.
public struct TokenEstimate: Sendable, Hashable {
    /// Nil: of all that are known, the one that takes most.
    public let vocabulary: TokenVocabulary?

    /// - Parameter model: as the provider calls it.
    public init(model: String) { vocabulary = TokenVocabulary(model: model) }

    public init(vocabulary: TokenVocabulary?) { self.vocabulary = vocabulary }

    /// At least 1 for a text that is not empty.
    public func tokens(in text: String) -> Int {
        guard !text.isEmpty else { return 0 }
        let features = TextFeatures(text)
        let tokens = (vocabulary.map { [$0] } ?? TokenVocabulary.allCases).map { $0.tokens(features) }.max() ?? 0
        return max(1, Int(tokens.rounded(.up)))
    }

    /// With what frames a message: its role and its ends. OpenAI's cookbook ("How to count tokens with tiktoken") counts
    /// 3 and the role, and each call's and result's frame is about as much.
    public func tokens(in message: Message) -> Int {
        switch message {
        case .system(let text), .user(let text): Self.frame + tokens(in: text)
        case .assistant(let text, let calls):
            calls.reduce(Self.frame + tokens(in: text)) {
                $0 + 2 * Self.frame + tokens(in: $1.name) + tokens(in: $1.arguments) + tokens(in: $1.id)
            }
        case .toolResult(let id, let text, _): 2 * Self.frame + tokens(in: id) + tokens(in: text)
        }
    }

    /// With the three that the answer begins with.
    public func tokens(in messages: [Message]) -> Int { messages.reduce(3) { $0 + tokens(in: $1) } }

    /// As JSON. Providers write tools into the prompt in forms of their own that are a little shorter; Anthropic adds a
    /// text of some 350 tokens, which is counted where tools go to a Claude model.
    public func tokens(in tools: [Tool]) -> Int {
        guard !tools.isEmpty else { return 0 }
        return tools.reduce(vocabulary == .claude ? 350 : 16) {
            $0 + 2 * Self.frame + tokens(in: $1.name) + tokens(in: $1.summary) + tokens(in: $1.schema.text)
        }
    }

    /// A schema that goes with the request.
    public func tokens(in format: AnswerFormat) -> Int {
        switch format {
        case .text, .json: 0
        case .schema(let name, let schema): Self.frame + tokens(in: name) + tokens(in: schema.text)
        }
    }

    /// All that goes in: messages, tools, schema.
    public func tokens(in request: ChatRequest) -> Int {
        tokens(in: request.messages) + tokens(in: request.tools) + tokens(in: request.format)
    }

    private static let frame = 4
}
