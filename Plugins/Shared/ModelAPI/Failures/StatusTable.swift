/// What a refusal means. The words of the body go before its status: a quota that is used up comes as 429 too.
///
/// Sources: platform.openai.com/docs/guides/error-codes, docs.anthropic.com/en/api/errors,
/// api-docs.deepseek.com/quick_start/error_codes, and the errors of vLLM's OpenAI-compatible server.
enum StatusTable {
    static func reason(status: Int?, _ words: ProviderWords) -> ModelFailure.Reason {
        let reasons = [words.code, words.type].compactMap { $0.flatMap { named[$0] } }
        // `invalid_request_error` and `server_error` are said of much: they count where sentence and status say no more.
        if let exact = reasons.first(where: { $0 != .badRequest && $0 != .serverError }) { return exact }
        if status == 402 || says(words, quota) { return .quotaExhausted }
        let isRefusedRequest = status.map { [400, 413, 422].contains($0) } ?? true
        if isRefusedRequest, says(words, context) { return .contextTooLong }
        if let status { return reason(status: status) }
        if says(words, ["overloaded"]) { return .overloaded }
        return reasons.first ?? .serverError
    }

    static func reason(status: Int) -> ModelFailure.Reason {
        switch status {
        case 401, 403: .unauthorized
        case 402: .quotaExhausted
        case 404: .notFound
        case 408, 409, 425: .serverError
        case 429: .rateLimited
        case 503, 529: .overloaded
        case 300...399: .misconfigured
        case 400...499: .badRequest
        default: .serverError
        }
    }

    private static func says(_ words: ProviderWords, _ phrases: [String]) -> Bool {
        !words.sentence.isEmpty && phrases.contains { words.sentence.contains($0) }
    }

    private static let quota = ["credit balance is too low", "insufficient balance", "exceeded your current quota"]
    private static let context = [
        "maximum context length", "prompt is too long", "exceeds the context window", "exceed context limit",
        "input is too long",
    ]

    private static let named: [String: ModelFailure.Reason] = [
        "invalid_api_key": .unauthorized, "authentication_error": .unauthorized, "permission_error": .unauthorized,
        "unsupported_country_region_territory": .unauthorized, "UNAUTHENTICATED": .unauthorized,
        "PERMISSION_DENIED": .unauthorized,
        "model_not_found": .notFound, "not_found_error": .notFound, "NOT_FOUND": .notFound,
        "insufficient_quota": .quotaExhausted, "billing_error": .quotaExhausted,
        "billing_hard_limit_reached": .quotaExhausted, "billing_not_active": .quotaExhausted,
        "rate_limit_exceeded": .rateLimited, "rate_limit_error": .rateLimited, "RESOURCE_EXHAUSTED": .rateLimited,
        "overloaded_error": .overloaded, "UNAVAILABLE": .overloaded,
        "context_length_exceeded": .contextTooLong,
        "content_filter": .contentFiltered, "content_policy_violation": .contentFiltered,
        "ResponsibleAIPolicyViolation": .contentFiltered,
        "request_too_large": .badRequest, "invalid_request_error": .badRequest, "BadRequestError": .badRequest,
        "INVALID_ARGUMENT": .badRequest,
        "api_error": .serverError, "server_error": .serverError, "timeout_error": .serverError,
    ]
}
