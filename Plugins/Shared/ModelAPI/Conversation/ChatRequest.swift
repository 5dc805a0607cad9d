/// What a model is asked, in the words of no provider.
public struct ChatRequest: Sendable, Hashable {
    /// As the provider calls it.
    public var model: String
    public var messages: [Message]
    public var tools: [Tool]
    public var toolChoice: ToolChoice
    public var format: AnswerFormat
    /// 0 to 2; nil: the provider's own. Anthropic takes 1 at most.
    public var temperature: Double?
    /// Most tokens of the answer.
    public var mostTokens: Int
    public var stop: [String]
    /// Whose data it is about, as providers may know it: no name, a pseudonym.
    public var user: String?

    public init(
        model: String, messages: [Message], tools: [Tool] = [], toolChoice: ToolChoice = .automatic,
        format: AnswerFormat = .text, temperature: Double? = nil, mostTokens: Int, stop: [String] = [],
        user: String? = nil
    ) {
        self.model = model
        self.messages = messages
        self.tools = tools
        self.toolChoice = toolChoice
        self.format = format
        self.temperature = temperature
        self.mostTokens = mostTokens
        self.stop = stop
        self.user = user
    }
}

/// Texts whose vectors are asked for.
public struct EmbeddingRequest: Sendable, Hashable {
    public var model: String
    public var texts: [String]
    /// Shorter vectors, where the model can; nil: its own length.
    public var dimensions: Int?

    public init(model: String, texts: [String], dimensions: Int? = nil) {
        self.model = model
        self.texts = texts
        self.dimensions = dimensions
    }
}
