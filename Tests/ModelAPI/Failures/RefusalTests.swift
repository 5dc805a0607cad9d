import ModelAPI
import Testing

/// platform.openai.com/docs/guides/error-codes, docs.anthropic.com/en/api/errors,
/// api-docs.deepseek.com/quick_start/error_codes, and what other servers and proxies answer.
struct RefusalTests {
    private func failure(
        _ status: Int, _ body: String, _ headers: [(name: String, value: String)] = []
    ) -> ModelFailure {
        OpenAIProtocol().failure(status: status, headers: headers, body: bytes(body), now: 0)
    }

    private static func openAI(_ message: String, _ type: String, _ code: String) -> String {
        #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#
    }

    private static func anthropic(_ message: String, _ type: String) -> String {
        #"{"type":"error","error":{"type":"\#(type)","message":"\#(message)"},"request_id":"req_011CSHoEeqs5C35K2UUqR7Fy"}"#
    }

    @Test(
        "OpenAI's refusals mean",
        arguments: [
            (
                401, openAI("Incorrect API key provided: sk-abc", "invalid_request_error", "\"invalid_api_key\""),
                .unauthorized
            ),
            (
                403,
                openAI(
                    "Country, region, or territory not supported", "request_forbidden",
                    "\"unsupported_country_region_territory\""), .unauthorized
            ),
            (404, openAI("The model `x` does not exist", "invalid_request_error", "\"model_not_found\""), .notFound),
            (429, openAI("Rate limit reached for gpt-4o", "requests", "\"rate_limit_exceeded\""), .rateLimited),
            (
                429, openAI("You exceeded your current quota", "insufficient_quota", "\"insufficient_quota\""),
                .quotaExhausted
            ),
            (
                400,
                openAI(
                    "This model's maximum context length is 128000 tokens.", "invalid_request_error",
                    "\"context_length_exceeded\""), .contextTooLong
            ),
            (
                400,
                openAI(
                    "Your request was rejected by our safety system", "invalid_request_error",
                    "\"content_policy_violation\""), .contentFiltered
            ),
            (400, openAI("The response was filtered", "", "\"content_filter\""), .contentFiltered),
            (400, openAI("Invalid schema for response_format", "invalid_request_error", "null"), .badRequest),
            (500, openAI("The server had an error", "server_error", "null"), .serverError),
            (503, openAI("The engine is currently overloaded", "server_error", "null"), .overloaded),
            (503, openAI("The engine is currently overloaded", "service_unavailable", "null"), .overloaded),
        ] as [(Int, String, ModelFailure.Reason)])
    func refusalsOfOpenAI(_ status: Int, _ body: String, _ expected: ModelFailure.Reason) {
        #expect(failure(status, body).reason == expected)
        #expect(failure(status, body).status == status)
    }

    @Test(
        "Anthropic's refusals mean",
        arguments: [
            (401, anthropic("invalid x-api-key", "authentication_error"), .unauthorized),
            (403, anthropic("no permission", "permission_error"), .unauthorized),
            (404, anthropic("model: x", "not_found_error"), .notFound),
            (413, anthropic("Request exceeds the maximum size", "request_too_large"), .badRequest),
            (429, anthropic("rate limit", "rate_limit_error"), .rateLimited),
            (529, anthropic("Overloaded", "overloaded_error"), .overloaded),
            (500, anthropic("Internal server error", "api_error"), .serverError),
            (504, anthropic("timed out", "timeout_error"), .serverError),
            (
                400, anthropic("prompt is too long: 210000 tokens > 200000 maximum", "invalid_request_error"),
                .contextTooLong
            ),
            (
                400, anthropic("Your credit balance is too low to access the API", "invalid_request_error"),
                .quotaExhausted
            ),
            (402, anthropic("payment", "billing_error"), .quotaExhausted),
            (400, anthropic("messages: at least one message is required", "invalid_request_error"), .badRequest),
        ] as [(Int, String, ModelFailure.Reason)])
    func refusalsOfAnthropic(_ status: Int, _ body: String, _ expected: ModelFailure.Reason) {
        let failure = AnthropicProtocol().failure(status: status, headers: [], body: bytes(body), now: 0)
        #expect(failure.reason == expected)
        #expect(failure.requestID == "req_011CSHoEeqs5C35K2UUqR7Fy")
    }

    @Test(
        "refusals of other shapes mean",
        arguments: [
            (402, openAI("Insufficient Balance", "unknown_error", "\"invalid_request_error\""), .quotaExhausted),
            (401, openAI("Authentication Fails", "authentication_error", "\"invalid_request_error\""), .unauthorized),
            (
                400,
                #"{"object":"error","message":"This model's maximum context length is 4096 tokens.","type":"BadRequestError","param":null,"code":400}"#,
                .contextTooLong
            ),
            (
                404,
                #"{"object":"error","message":"The model `x` does not exist.","type":"NotFoundError","param":"model","code":404}"#,
                .notFound
            ),
            (422, #"{"detail":[{"loc":["body"],"msg":"Field required","type":"missing"}]}"#, .badRequest),
            (404, #"{"error":"model 'x' not found, try pulling it first"}"#, .notFound),
            (
                429, #"[{"error":{"code":429,"message":"Resource exhausted","status":"RESOURCE_EXHAUSTED"}}]"#,
                .rateLimited
            ),
            (502, "<html><head><title>502 Bad Gateway</title></head></html>", .serverError), (500, "", .serverError),
            (503, "", .overloaded), (529, "{", .overloaded), (429, "null", .rateLimited), (403, "[]", .unauthorized),
            (408, "", .serverError), (409, "", .serverError), (413, "", .badRequest), (418, "", .badRequest),
            (301, "", .misconfigured), (204, "", .serverError), (999, "5", .serverError), (-1, "", .serverError),
        ] as [(Int, String, ModelFailure.Reason)])
    func otherRefusals(_ status: Int, _ body: String, _ expected: ModelFailure.Reason) {
        #expect(failure(status, body).reason == expected)
    }

    @Test("nothing that a provider writes freely is passed on, its codes are")
    func nothingLeaks() {
        let failure = failure(
            401, Self.openAI("Incorrect API key provided: sk-abc", "x", #""a code with spaces, and sk-abc""#),
            [("x-request-id", "req one"), ("request-id", "req_1")])
        #expect(failure.providerCode == nil)
        #expect(!failure.message.contains("sk-abc"))
        #expect(failure.requestID == "req_1")
        #expect(self.failure(400, Self.openAI("x", "some_type", "null")).providerCode == "some_type")
        #expect(self.failure(400, Self.openAI("x", "t", "null")).message.contains("(400, t)"))
    }
}
