import PluginSDK

extension ModelFailure {
    /// What an answer means whose status is no success.
    init(status: Int, headers: [(name: String, value: String)], body: [UInt8], now: Int) {
        self.init(status: status, ProviderWords(body: body), RetryAdvice(headers, now: now))
    }

    /// An error where an answer, or more of it, should be.
    init(inAnswer document: JSONValue) {
        let words = ProviderWords(document)
        self.init(status: words.status, words, RetryAdvice([], now: 0))
    }

    private init(status: Int?, _ words: ProviderWords, _ advice: RetryAdvice) {
        let reason = StatusTable.reason(status: status, words)
        let said = [status.map(String.init), words.shown].compactMap(\.self).joined(separator: ", ")
        self.init(
            reason, Self.sentence(reason, said.isEmpty ? "an error in its answer" : said), status: status,
            providerCode: words.shown, retryAfter: advice.after, requestID: advice.requestID ?? words.requestID,
            shouldRetry: advice.shouldRetry)
    }

    private static func sentence(_ reason: Reason, _ said: String) -> String {
        switch reason {
        case .unauthorized:
            "The provider of the model does not accept the key (\(said)): check the upstream's credentials, and what "
                + "they allow."
        case .notFound:
            "The provider does not know the model or the address (\(said)): check the model's name and the upstream's "
                + "url."
        case .rateLimited: "The provider takes no more requests or tokens for now (\(said))."
        case .quotaExhausted:
            "The account with the provider has no more credit (\(said)): check its plan and its payments."
        case .overloaded: "The provider of the model has no room now (\(said))."
        case .badRequest:
            "The provider does not take the request (\(said)): check the model's settings, and how much is sent."
        case .contextTooLong: "What is sent is longer than the model can read (\(said)): send less, or truncate it."
        case .contentFiltered: "The provider's filter of contents refused the request (\(said))."
        case .misconfigured: "The provider's address answers with a redirection (\(said)): check the upstream's url."
        default: "The provider of the model has failed (\(said))."
        }
    }

    /// A body of success, or a piece of a stream, that is none.
    static func malformed(_ what: String) -> ModelFailure {
        ModelFailure(.malformed, "The model's answer is not what its provider's API promises: \(what).")
    }

    static let answerTooLong = malformed("it is longer than \(AnswerBounds.text >> 20) MiB")
    static let tooManyCalls = malformed("it asks for more than \(AnswerBounds.calls) tools")
    static let answerCut = ModelFailure(.cut, "The model's answer was broken off before its end.")
}
