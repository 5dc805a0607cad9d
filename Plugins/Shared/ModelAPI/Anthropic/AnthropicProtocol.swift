import PluginSDK

/// Anthropic's messages.
///
/// Source: docs.anthropic.com/en/api/messages, /messages-streaming and /errors. The upstream's `url` has no path.
///
/// There is no answer in a form: a schema is sent as a tool of the name `formName`, which the model has to call, and
/// what it calls it with is given out as the answer's text. `AnswerFormat.json` is left to the prompt.
public struct AnthropicProtocol: ModelProtocol {
    public var providerName: String { "anthropic" }

    /// The version of the API that is spoken here.
    static let version = "2023-06-01"
    /// No tool of a caller can have this name.
    static let formName = "answer_in_this_form"

    public init() {}

    public func request(_ chat: ChatRequest, stream: Bool) -> WireRequest {
        WireRequest(
            path: "/v1/messages",
            headers: WireRequest.jsonHeaders(isStream: stream) + [("anthropic-version", Self.version)],
            body: MessagesBody.bytes(chat, isStream: stream))
    }

    /// It has none.
    public func request(_ embedding: EmbeddingRequest) -> WireRequest? { nil }

    public func completion(_ body: [UInt8]) throws(ModelFailure) -> Completion {
        try MessagesAnswer.completion(AnswerDocument.read(body))
    }

    public func embeddings(_ body: [UInt8], count: Int) throws(ModelFailure) -> Embeddings {
        throw ModelFailure(
            .misconfigured, "Anthropic has no embeddings: name another provider for them in the configuration.")
    }

    public func failure(
        status: Int, headers: [(name: String, value: String)], body: [UInt8], now: Int
    ) -> ModelFailure {
        ModelFailure(status: status, headers: headers, body: body, now: now)
    }

    public func makeStreamReader() -> any ModelStreamReader { EventPump(MessagesStream()) }
}
