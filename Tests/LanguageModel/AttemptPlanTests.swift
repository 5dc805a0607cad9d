import ModelAPI
import Testing

@testable import LanguageModel

/// What happens in time: a failure at a moment, and what is to be done then.
private struct Step: Sendable {
    var at: Duration
    var failure: ModelFailure
    var action: AttemptPlan.Action
}

private struct Situation: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var fallbacks: [Set<FallbackCondition>] = []
    var deadline = Duration.seconds(60)
    var steps: [Step]
}

private func failure(
    _ reason: ModelFailure.Reason, retryAfter: Duration? = nil, shouldRetry: Bool? = nil
) -> ModelFailure {
    ModelFailure(reason, "no", retryAfter: retryAfter, shouldRetry: shouldRetry)
}

private let busy = failure(.serverError)

@Suite("The plan of attempts")
struct AttemptPlanTests {
    private static let situations = [
        Situation(
            testDescription: "pauses double, and the third failure ends it",
            steps: [
                Step(at: .zero, failure: busy, action: .wait(.milliseconds(500))),
                Step(at: .seconds(1), failure: busy, action: .wait(.seconds(1))),
                Step(at: .seconds(3), failure: busy, action: .giveUp(busy)),
            ]),
        Situation(
            testDescription: "a Retry-After within the deadline is waited for",
            steps: [
                Step(
                    at: .zero, failure: failure(.rateLimited, retryAfter: .seconds(2)), action: .wait(.seconds(2)))
            ]),
        Situation(
            testDescription: "a Retry-After beyond the deadline is left to the queue",
            steps: [
                Step(
                    at: .zero, failure: failure(.rateLimited, retryAfter: .seconds(120)),
                    action: .giveUp(failure(.rateLimited, retryAfter: .seconds(120))))
            ]),
        Situation(
            testDescription: "no pause ends after the deadline", deadline: .seconds(2),
            steps: [
                Step(at: .seconds(1), failure: busy, action: .wait(.milliseconds(500))),
                Step(at: .milliseconds(1600), failure: busy, action: .giveUp(busy)),
            ]),
        Situation(
            testDescription: "what will not pass is not tried again",
            steps: [
                Step(at: .zero, failure: failure(.unauthorized), action: .giveUp(failure(.unauthorized)))
            ]),
        Situation(
            testDescription: "a fallback is asked when the attempts at the first are used", fallbacks: [[.unavailable]],
            steps: [
                Step(at: .zero, failure: busy, action: .wait(.milliseconds(500))),
                Step(at: .seconds(1), failure: busy, action: .wait(.seconds(1))),
                Step(at: .seconds(3), failure: busy, action: .send(target: 1)),
                Step(at: .seconds(4), failure: busy, action: .wait(.milliseconds(500))),
            ]),
        Situation(
            testDescription: "a fallback is asked at once where waiting is too long", fallbacks: [[.rateLimited]],
            steps: [
                Step(
                    at: .zero, failure: failure(.rateLimited, retryAfter: .seconds(120)), action: .send(target: 1)),
                Step(at: .seconds(1), failure: busy, action: .wait(.milliseconds(500))),
            ]),
        Situation(
            testDescription: "what is wrong with a fallback alone does not hide that the first may answer later",
            fallbacks: [[.rateLimited]],
            steps: [
                Step(
                    at: .zero, failure: failure(.rateLimited, retryAfter: .seconds(120)), action: .send(target: 1)),
                Step(
                    at: .seconds(20), failure: failure(.unauthorized),
                    action: .giveUp(failure(.rateLimited, retryAfter: .seconds(100)))),
            ]),
        Situation(
            testDescription: "the job comes back when the first of those who named a time will answer",
            fallbacks: [[.any]],
            steps: [
                Step(at: .zero, failure: failure(.rateLimited, retryAfter: .seconds(70)), action: .send(target: 1)),
                Step(
                    at: .seconds(10), failure: failure(.overloaded, retryAfter: .seconds(300)),
                    action: .giveUp(failure(.overloaded, retryAfter: .seconds(60)))),
            ]),
        Situation(
            testDescription: "a time that was waited for already counts no more",
            steps: [
                Step(at: .zero, failure: failure(.rateLimited, retryAfter: .seconds(2)), action: .wait(.seconds(2))),
                Step(
                    at: .seconds(2), failure: failure(.rateLimited, retryAfter: .seconds(90)),
                    action: .giveUp(failure(.rateLimited, retryAfter: .seconds(90)))),
            ]),
        Situation(
            testDescription: "a provider that advises against another attempt is not asked again, the next one is",
            fallbacks: [[.unavailable]],
            steps: [
                Step(at: .zero, failure: failure(.serverError, shouldRetry: false), action: .send(target: 1)),
                Step(
                    at: .zero, failure: failure(.serverError, shouldRetry: false),
                    action: .giveUp(failure(.serverError, shouldRetry: false))),
            ]),
        Situation(
            testDescription: "a provider that advises another attempt gets it, whatever its status",
            steps: [
                Step(
                    at: .zero, failure: failure(.badRequest, shouldRetry: true), action: .wait(.milliseconds(500)))
            ]),
        Situation(
            testDescription: "a fallback for something else is passed over",
            fallbacks: [[.rateLimited], [.contextLength], [.any]],
            steps: [
                Step(at: .zero, failure: failure(.contextTooLong), action: .send(target: 2)),
                Step(at: .zero, failure: failure(.refused), action: .send(target: 3)),
                Step(at: .zero, failure: failure(.refused), action: .giveUp(failure(.refused))),
            ]),
        Situation(
            testDescription: "a wrong request goes to no fallback", fallbacks: [[.any]],
            steps: [Step(at: .zero, failure: failure(.badRequest), action: .giveUp(failure(.badRequest)))]),
        Situation(
            testDescription: "no fallback is asked after the deadline", fallbacks: [[.any]],
            steps: [Step(at: .seconds(60), failure: busy, action: .giveUp(busy))]),
    ]

    @Test("a call goes on as it should", arguments: situations)
    fileprivate func actions(_ situation: Situation) {
        var plan = AttemptPlan(
            attempts: 3, backoff: Backoff(first: .milliseconds(500), most: .seconds(8), jitter: 0.25),
            fallbacks: situation.fallbacks, deadline: situation.deadline)
        #expect(plan.begin(at: .zero) == .send(target: 0))
        for step in situation.steps {
            let action = plan.failed(step.failure, at: step.at, chance: 0)
            #expect(action == step.action)
            if case .wait(let pause) = action {
                #expect(plan.waited(at: step.at + pause) == .send(target: plan.target))
            }
        }
    }

    @Test("a call that has no time is not begun")
    func noTime() {
        let plan = AttemptPlan(
            attempts: 3, backoff: Backoff(first: .zero, most: .zero, jitter: 0), fallbacks: [], deadline: .zero)
        guard case .giveUp(let failure) = plan.begin(at: .zero) else {
            Issue.record("It was begun.")
            return
        }
        #expect(failure.reason == .deadline)
    }

    @Test("a pause that lasted longer than it should is not followed by an attempt after the deadline")
    func overslept() {
        var plan = AttemptPlan(
            attempts: 3, backoff: Backoff(first: .seconds(1), most: .seconds(8), jitter: 0), fallbacks: [],
            deadline: .seconds(10))
        #expect(plan.failed(busy, at: .seconds(5), chance: 0) == .wait(.seconds(1)))
        #expect(plan.waited(at: .seconds(11)) == .giveUp(busy))
    }

    @Test(
        "the pause doubles up to its longest, and chance takes its part away",
        arguments: [(1, 0.0, 500), (2, 0.0, 1000), (5, 0.0, 8000), (60, 0.0, 8000), (1, 1.0, 375), (2, 0.5, 875)])
    func backoff(_ failures: Int, _ chance: Double, _ milliseconds: Int) {
        let backoff = Backoff(first: .milliseconds(500), most: .seconds(8), jitter: 0.25)
        #expect(backoff.pause(after: failures, chance: chance) == .milliseconds(milliseconds))
    }

    @Test("every reason has a place in the table, and only what may pass is tried again")
    func table() {
        let again = ModelFailure.Reason.allCases.filter(\.isWorthAnotherAttempt)
        #expect(
            again == [
                .rateLimited, .overloaded, .serverError, .empty, .malformed, .unreachable, .connectTimeout,
                .firstTokenTimeout, .idleTimeout, .upstreamBusy,
            ])
        let toNobody = ModelFailure.Reason.allCases.filter { $0.fallbackCondition == nil }
        #expect(toNobody == [.badRequest, .invalidOutput, .deadline, .cut, .tenantLimited, .cancelled])
    }
}
