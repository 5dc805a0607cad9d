import PluginSDK

/// What the body of a refusal says, in whatever shape it came. The sentence is read and never passed on: providers
/// quote prompts and parts of keys in it.
struct ProviderWords: Equatable {
    /// `insufficient_quota`
    var code: String?
    /// `invalid_request_error`
    var type: String?
    /// In lower case.
    var sentence: String = ""
    /// A status that stands in the body: in a stream there is no other.
    var status: Int?
    var requestID: String?

    /// Nothing was said, or by no provider: a page of a proxy, an empty body.
    static let none = ProviderWords()

    /// The word that is shown: the more exact one.
    var shown: String? { (code ?? type).flatMap(SafeWord.of) }
}

extension ProviderWords {
    /// Longest body that is looked into.
    private static let longest = 1 << 20

    init(body: [UInt8]) {
        guard body.count <= Self.longest, let document = try? JSONValue(parsing: body) else {
            self = .none
            return
        }
        self.init(document)
    }

    /// The shapes: `{"error": {"message", "type", "code"}}` of OpenAI, Anthropic, DeepSeek and newer vLLM; the same
    /// without the wrapper of older vLLM and of Mistral; in a list as Google's; `{"error": "…"}` of Ollama;
    /// `{"detail": …}` of FastAPI; `{"message": …}` of gateways.
    init(_ document: JSONValue) {
        let outer = document.elements.first ?? document
        let inner = outer["error"].flatMap { $0.isObject ? $0 : nil } ?? outer
        let type = inner["type"]?.string ?? inner["status"]?.string
        self.init(
            code: inner["code"]?.string, type: type == "error" ? nil : type,
            sentence: Self.sentence(inner, outer).lowercased(), status: Self.status(inner),
            requestID: outer.word("request_id").flatMap(SafeWord.of))
    }

    private static func sentence(_ inner: JSONValue, _ outer: JSONValue) -> String {
        for said in [inner["message"], outer["error"], outer["detail"], outer["message"]] {
            if let text = said?.string { return String(text.prefix(4096)) }
        }
        return ""
    }

    private static func status(_ inner: JSONValue) -> Int? {
        let number = inner["code"]?.integer ?? inner["code"]?.string.flatMap { Int($0) } ?? inner["status"]?.integer
        guard let number, (400...599).contains(number) else { return nil }
        return number
    }
}
