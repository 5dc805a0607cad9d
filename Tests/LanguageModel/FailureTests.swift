import ModelAPI
import PluginSDK
import StructuredOutput
import Testing

@testable import LanguageModel

/// One way to a reason, and what the queue makes of it.
private struct Way: Sendable, CustomTestStringConvertible {
    var reason: ModelFailure.Reason
    var answer: FakeAnswer
    var settings = "{}"
    /// Requests that were sent.
    var requests = 1
    var mayPassLater = false

    var testDescription: String { reason.rawValue }
}

private let again = 3

@Suite("Failures", .timeLimit(.minutes(1)))
struct FailureTests {
    private static func error(_ status: Int, _ code: String) -> FakeAnswer {
        .response(status, ModelBodies.error("No.", type: "invalid_request_error", code: code))
    }

    private static let ways = [
        Way(reason: .unauthorized, answer: error(401, "invalid_api_key")),
        Way(reason: .notFound, answer: error(404, "model_not_found")),
        Way(reason: .rateLimited, answer: error(429, "rate_limit_exceeded"), requests: again, mayPassLater: true),
        Way(reason: .quotaExhausted, answer: error(429, "insufficient_quota")),
        Way(reason: .overloaded, answer: .response(503, ""), requests: again, mayPassLater: true),
        Way(
            reason: .overloaded,
            answer: .response(200, ModelBodies.chat("Wel", finish: "insufficient_system_resource")),
            requests: again, mayPassLater: true),
        Way(reason: .serverError, answer: .response(500, ""), requests: again, mayPassLater: true),
        Way(reason: .badRequest, answer: error(400, "unknown_parameter")),
        Way(reason: .contextTooLong, answer: error(400, "context_length_exceeded")),
        Way(reason: .contentFiltered, answer: .response(200, ModelBodies.chat("Wel", finish: "content_filter"))),
        Way(reason: .refused, answer: .response(200, ModelBodies.refusal("I do not want to."))),
        Way(reason: .lengthStop, answer: .response(200, ModelBodies.chat("Wel", finish: "length"))),
        Way(reason: .empty, answer: .response(200, ModelBodies.chat(" \n")), requests: again),
        Way(reason: .malformed, answer: .response(200, #"{"choices": [{"#), requests: again, mayPassLater: true),
        Way(reason: .unreachable, answer: .failure("upstream.unreachable"), requests: again, mayPassLater: true),
        Way(
            reason: .connectTimeout, answer: .failure("upstream.connect_timeout"), requests: again, mayPassLater: true),
        Way(reason: .firstTokenTimeout, answer: .failure("upstream.timeout"), requests: again, mayPassLater: true),
        Way(reason: .upstreamBusy, answer: .failure("upstream.busy"), requests: again, mayPassLater: true),
        Way(reason: .circuitOpen, answer: .failure("upstream.circuit_open"), mayPassLater: true),
        Way(
            reason: .misconfigured, answer: .failure("upstream.not_allowed", status: PROCTOR_REJECT)),
        Way(reason: .misconfigured, answer: .failure("upstream.untrusted")),
        Way(reason: .misconfigured, answer: .failure("upstream.too_large", status: PROCTOR_REJECT)),
        Way(reason: .cancelled, answer: .failure("upstream.cancelled", status: PROCTOR_CANCELLED), mayPassLater: true),
    ]

    @Test(
        "each is told from the others, tried as often as it is worth, and put into the queue's words", arguments: ways)
    fileprivate func reasons(_ way: Way) async throws {
        let upstream = FakeUpstream { _, _ in way.answer }
        let model = try TestModels.model(way.settings, upstream, clock: LeapingClock().model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.complete(TestModels.request, job: upstream.job())
        }
        #expect(failed?.reason == way.reason)
        #expect(upstream.requests.count == way.requests)
        let jobFailure = try #require(failed?.jobFailure())
        switch jobFailure {
        case let retry as Retry:
            #expect(way.mayPassLater)
            #expect(retry.code == "model." + way.reason.rawValue)
            #expect(retry.httpStatus == 502)
        case let reject as Reject:
            #expect(!way.mayPassLater)
            #expect(reject.code == "model." + way.reason.rawValue)
            #expect(reject.httpStatus == 502)
        default: #expect(way.reason == .cancelled && jobFailure is CancellationError)
        }
    }

    @Test("every reason is reached here or in the tests named beside it")
    func all() {
        let elsewhere: Set<ModelFailure.Reason> = [
            .invalidOutput,  // StructuredTests
            .idleTimeout, .cut,  // StreamTests
            .deadline,  // below
            .tenantLimited,  // TenantGateTests, and below
        ]
        #expect(Set(Self.ways.map(\.reason)).union(elsewhere) == Set(ModelFailure.Reason.allCases))
    }

    @Test("a request that took all of the time there was failed by the deadline, not by the provider")
    func deadline() async throws {
        let clock = LeapingClock()
        let upstream = FakeUpstream { request, _ in
            clock.advance(by: request.timeout)
            return .failure("upstream.timeout")
        }
        let model = try TestModels.model(#"{"deadline": "8s"}"#, upstream, clock: clock.model)
        let failed = await failure { () async throws(ModelFailure) in
            try await model.complete(TestModels.request, job: upstream.job())
        }
        #expect(failed?.reason == .deadline)
        #expect(upstream.requests.count == 1)
        #expect(failed?.jobFailure() is Retry)
    }

    @Test("a tenant beyond its requests hears when it may ask again, and another may ask")
    func tenantLimited() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat("Well.")) }
        let model = try TestModels.model(
            #"{"tenants": {"requests": 1}, "deadline": "10s"}"#, upstream, clock: LeapingClock().model)
        _ = try await model.complete(TestModels.request, job: upstream.job(tenant: "north"))
        let failed = await failure { () async throws(ModelFailure) in
            try await model.complete(TestModels.request, job: upstream.job(tenant: "north"))
        }
        #expect(failed?.reason == .tenantLimited)
        #expect((failed?.jobFailure() as? Retry)?.after == .seconds(60))
        _ = try await model.complete(TestModels.request, job: upstream.job(tenant: "south"))
        #expect(upstream.requests.count == 2)
    }

    @Test("tokens are reserved by estimate and settled by what was used")
    func tenantTokens() async throws {
        let upstream = FakeUpstream { _, _ in .response(200, ModelBodies.chat("Well.", input: 40, output: 10)) }
        let model = try TestModels.model(
            #"{"tenants": {"tokens": 1200}, "most_tokens": 1000, "deadline": "10s"}"#, upstream,
            clock: LeapingClock().model)
        // Each reserves more than 1000 and uses 50.
        for _ in 0..<3 { _ = try await model.complete(TestModels.request, job: upstream.job(tenant: "north")) }
        #expect(upstream.requests.count == 3)
    }

    @Test("no failure tells a word of the question or the answer")
    func discretion() async throws {
        let secret = "Minji"
        for answer in [
            FakeAnswer.response(200, ModelBodies.refusal(secret)), .response(200, secret),
            .response(200, ModelBodies.chat(secret, finish: "length")),
            .response(400, ModelBodies.error("\(secret) is not allowed", type: "invalid_request_error")),
        ] {
            let upstream = FakeUpstream { _, _ in answer }
            let model = try TestModels.model("{}", upstream, clock: LeapingClock().model)
            var request = TestModels.request
            request.messages = [.user(secret)]
            let failed = await failure { () async throws(ModelFailure) in
                try await model.complete(request, job: upstream.job())
            }
            let told = try #require(failed)
            #expect(!told.message.contains(secret))
        }
    }
}
