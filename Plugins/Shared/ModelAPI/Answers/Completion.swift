/// What a model answered.
public struct Completion: Sendable, Hashable {
    /// Empty where it only asks for tools.
    public var text: String
    public var calls: [ToolCall]
    public var finish: FinishReason
    public var usage: TokenUsage
    /// What answered, as the provider says it: often more exact than what was asked for. Nil: it did not say.
    public var model: String?
    /// The provider's name for the answer or the request, for its support.
    public var id: String?

    public init(
        text: String, calls: [ToolCall] = [], finish: FinishReason = .stop, usage: TokenUsage = TokenUsage(),
        model: String? = nil, id: String? = nil
    ) {
        self.text = text
        self.calls = calls
        self.finish = finish
        self.usage = usage
        self.model = model
        self.id = id
    }
}

/// Why an answer ended.
public enum FinishReason: Sendable, Hashable {
    case stop
    /// The most tokens were reached: it is not whole.
    case length
    case toolCalls
    /// Cut by the provider's filter of contents.
    case contentFilter
    /// The model does not want to.
    case refusal
    case other(String)
}

/// Tokens as the provider counts them.
public struct TokenUsage: Sendable, Hashable {
    /// All that went in, those from the provider's cache included.
    public var input: Int
    public var output: Int
    /// Of the input: what the provider had kept, and bills for less.
    public var cachedInput: Int
    /// False: the provider told nothing, and these are zero or estimated.
    public var isReported: Bool

    public init(input: Int = 0, output: Int = 0, cachedInput: Int = 0, isReported: Bool = false) {
        self.input = input
        self.output = output
        self.cachedInput = cachedInput
        self.isReported = isReported
    }
}

/// Vectors, in the order of the texts.
public struct Embeddings: Sendable, Hashable {
    public var vectors: [[Float]]
    public var usage: TokenUsage
    public var model: String?

    public init(vectors: [[Float]], usage: TokenUsage = TokenUsage(), model: String? = nil) {
        self.vectors = vectors
        self.usage = usage
        self.model = model
    }
}
