/// How one kind of provider is spoken with. Pure: bytes in, values out; nothing is sent here.
///
/// A provider's answer comes from outside: no function here traps on anything in it.
public protocol ModelProtocol: Sendable {
    /// For metrics and traces, as OpenTelemetry's GenAI conventions say it: `openai`, `anthropic`.
    var providerName: String { get }

    /// The request that asks for an answer.
    ///
    /// - Parameter stream: whether it shall come in pieces.
    func request(_ chat: ChatRequest, stream: Bool) -> WireRequest

    /// The request that asks for vectors; nil where the provider has none.
    func request(_ embedding: EmbeddingRequest) -> WireRequest?

    /// The answer, also one that cannot be used: refused, filtered, cut or empty. That is the caller's to judge, who
    /// counts what it used first.
    ///
    /// - Throws: `ModelFailure`, `malformed` when a body of status 200 is none.
    func completion(_ body: [UInt8]) throws(ModelFailure) -> Completion

    /// - Parameter count: how many texts were sent: as many vectors, all of one length, must come.
    func embeddings(_ body: [UInt8], count: Int) throws(ModelFailure) -> Embeddings

    /// What an answer means whose status is no success.
    ///
    /// - Parameters:
    ///   - headers: by lower-case name.
    ///   - now: seconds since 1970, for a `Retry-After` that is a date.
    func failure(status: Int, headers: [(name: String, value: String)], body: [UInt8], now: Int) -> ModelFailure

    /// Reads one answer that comes in pieces.
    func makeStreamReader() -> any ModelStreamReader
}

/// Reads one answer that comes in pieces.
public protocol ModelStreamReader: Sendable {
    /// The next bytes, however they were cut.
    ///
    /// - Throws: `ModelFailure` for an error in the stream, `malformed` for what cannot be read.
    mutating func read(_ bytes: [UInt8]) throws(ModelFailure) -> [StreamEvent]

    /// The connection has ended. - Throws: `ModelFailure`, `cut`, when the answer had not.
    mutating func end() throws(ModelFailure) -> [StreamEvent]
}

/// What is sent to a provider. The host adds address and credentials.
public struct WireRequest: Sendable, Hashable {
    /// Behind the upstream's `url`: `/chat/completions`, `/v1/messages`.
    public var path: String
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]

    public init(path: String, headers: [(name: String, value: String)] = [], body: [UInt8]) {
        self.path = path
        self.headers = headers
        self.body = body
    }

    public static func == (one: WireRequest, other: WireRequest) -> Bool {
        one.path == other.path && one.body == other.body
            && one.headers.elementsEqual(other.headers) { $0 == $1 }
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(path)
        hasher.combine(body)
    }
}
