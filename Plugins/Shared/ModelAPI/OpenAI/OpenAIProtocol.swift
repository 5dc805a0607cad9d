import PluginSDK

/// OpenAI's chat completions and embeddings, and what speaks as they do: DeepSeek, vLLM, Ollama and others.
///
/// Source: platform.openai.com/docs/api-reference/chat and /embeddings. The upstream's `url` ends in `/v1`.
public struct OpenAIProtocol: ModelProtocol {
    public let dialect: OpenAIDialect
    public var providerName: String { "openai" }

    public init(_ dialect: OpenAIDialect = OpenAIDialect()) { self.dialect = dialect }

    public func request(_ chat: ChatRequest, stream: Bool) -> WireRequest {
        WireRequest(
            path: "/chat/completions", headers: WireRequest.jsonHeaders(isStream: stream),
            body: ChatBody.bytes(chat, dialect, isStream: stream))
    }

    public func request(_ embedding: EmbeddingRequest) -> WireRequest? {
        WireRequest(
            path: "/embeddings", headers: WireRequest.jsonHeaders(isStream: false),
            body: EmbeddingBody.bytes(embedding))
    }

    public func completion(_ body: [UInt8]) throws(ModelFailure) -> Completion {
        try ChatAnswer.completion(AnswerDocument.read(body))
    }

    public func embeddings(_ body: [UInt8], count: Int) throws(ModelFailure) -> Embeddings {
        try EmbeddingAnswer.embeddings(AnswerDocument.read(body), count: count)
    }

    public func failure(
        status: Int, headers: [(name: String, value: String)], body: [UInt8], now: Int
    ) -> ModelFailure {
        ModelFailure(status: status, headers: headers, body: body, now: now)
    }

    public func makeStreamReader() -> any ModelStreamReader { EventPump(ChatStream()) }
}
