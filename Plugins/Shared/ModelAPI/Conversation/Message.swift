import PluginSDK

/// One turn of a conversation, in the words of no provider.
public enum Message: Sendable, Hashable {
    /// What holds for all of the conversation. Providers want these first.
    case system(String)
    case user(String)
    case assistant(String, calls: [ToolCall] = [])
    /// What a tool gave: the answer to the call with this id.
    case toolResult(id: String, text: String, isError: Bool = false)
}

/// A function that a model may ask for.
public struct Tool: Sendable, Hashable {
    /// 1 to 64 letters, digits, `_` and `-`.
    public var name: String
    public var summary: String
    /// JSON Schema of its arguments: an object.
    public var schema: JSONValue

    public init(name: String, summary: String, schema: JSONValue) {
        self.name = name
        self.summary = summary
        self.schema = schema
    }
}

/// What a model asks for. Whether it may be done is the caller's to decide.
public struct ToolCall: Sendable, Hashable {
    public var id: String
    public var name: String
    /// The arguments as the model wrote them: meant to be a JSON object, and not checked yet.
    public var arguments: String

    public init(id: String, name: String, arguments: String) {
        self.id = id
        self.name = name
        self.arguments = arguments
    }
}

/// Whether a model may or must ask for tools.
public enum ToolChoice: Sendable, Hashable {
    case automatic
    case none
    case required
    case named(String)
}

/// What form an answer must have.
public enum AnswerFormat: Sendable, Hashable {
    case text
    /// Any JSON object. The prompt has to speak of JSON: OpenAI insists.
    case json
    /// JSON of this schema. The name has 1 to 64 letters, digits, `_` and `-`.
    case schema(name: String, JSONValue)
}
