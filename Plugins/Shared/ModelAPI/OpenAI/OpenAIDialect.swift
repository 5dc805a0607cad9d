/// In what a server that calls itself OpenAI-compatible differs from OpenAI.
public struct OpenAIDialect: Sendable, Hashable {
    /// How the most tokens of an answer are called. Reasoning models of OpenAI take the newer name alone; many other
    /// servers the older.
    public enum TokenLimit: String, Sendable, Hashable, CaseIterable {
        case maxTokens = "max_tokens"
        case maxCompletionTokens = "max_completion_tokens"
    }

    /// What the server knows of answers in a form.
    public enum Structured: String, Sendable, Hashable, CaseIterable {
        /// `json_schema` and `json_object`.
        case schema
        /// `json_object`: a schema has to be told in the prompt.
        case json
        /// Nothing: the prompt has to ask for all of it.
        case prompt
    }

    public var tokenLimit: TokenLimit
    public var structured: Structured

    public init(tokenLimit: TokenLimit = .maxTokens, structured: Structured = .schema) {
        self.tokenLimit = tokenLimit
        self.structured = structured
    }
}
