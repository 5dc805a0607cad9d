import ModelAPI

/// Decides what to do next for one call: the one retry loop, without its waiting and sending. A value; the same events
/// give the same actions.
///
///     var plan = AttemptPlan(attempts: 3, backoff: backoff, fallbacks: [], deadline: now + .seconds(60))
///     var action = plan.begin(at: now)
///     while true {
///         switch action {
///         case .send(let target): ... action = plan.failed(failure, at: now, chance: chance)
///         case .wait(let pause): ... action = plan.waited(at: now)
///         case .giveUp(let failure): throw failure
///         }
///     }
struct AttemptPlan: Sendable {
    enum Action: Sendable, Equatable {
        /// Ask this target; 0 is the first, then come the fallbacks.
        case send(target: Int)
        case wait(Duration)
        case giveUp(ModelFailure)
    }

    private let attempts: Int
    private let backoff: Backoff
    /// Conditions of the targets from 1 on.
    private let fallbacks: [Set<FallbackCondition>]
    private let deadline: Duration
    /// Which target is asked, or was last.
    private(set) var target = 0
    private var failures = 0
    /// The last of each target that was asked, in the order in which they were.
    private var lastFailures: [(target: Int, failure: ModelFailure, at: Duration)] = []

    /// - Parameters:
    ///   - attempts: most at one target.
    ///   - deadline: by the clock of the times that are given here.
    init(attempts: Int, backoff: Backoff, fallbacks: [Set<FallbackCondition>], deadline: Duration) {
        self.attempts = attempts
        self.backoff = backoff
        self.fallbacks = fallbacks
        self.deadline = deadline
    }

    func begin(at now: Duration) -> Action { now < deadline ? .send(target: target) : .giveUp(Self.late) }

    /// An attempt has failed: before its first token, if it is a stream.
    mutating func failed(_ failure: ModelFailure, at now: Duration, chance: Double) -> Action {
        if lastFailures.last?.target == target { lastFailures.removeLast() }
        lastFailures.append((target, failure, now))
        failures += 1
        // A provider that says something of another attempt knows better than a table.
        if failure.shouldRetry ?? failure.reason.isWorthAnotherAttempt, failures < attempts {
            let pause = max(backoff.pause(after: failures, chance: chance), failure.retryAfter ?? .zero)
            if now + pause < deadline { return .wait(pause) }
        }
        if now < deadline, let next = nextTarget(after: failure.reason) {
            target = next
            failures = 0
            return .send(target: next)
        }
        return giveUp(at: now)
    }

    /// The pause is over.
    func waited(at now: Duration) -> Action { now < deadline ? .send(target: target) : giveUp(at: now) }

    private func nextTarget(after reason: ModelFailure.Reason) -> Int? {
        guard let condition = reason.fallbackCondition else { return nil }
        for (index, accepted) in fallbacks.enumerated().dropFirst(target)
        where accepted.contains(condition) || accepted.contains(.any) {
            return index + 1
        }
        return nil
    }

    /// The last failure that may pass, else the last: a fallback with a wrong key must not end a job for which the first
    /// model only had no room. With it goes the earliest time that one of those who may answer later has named.
    private func giveUp(at now: Duration) -> Action {
        guard var failure = told?.failure else { return .giveUp(Self.late) }
        let passing = lastFailures.filter(\.failure.mayPassLater)
        let times = passing.compactMap { last in last.failure.retryAfter.map { max(.zero, last.at + $0 - now) } }
        if let earliest = times.min() { failure.retryAfter = earliest }
        return .giveUp(failure)
    }

    /// The target whose failure is told when there is nothing more to do.
    var toldTarget: Int { told?.target ?? target }

    private var told: (target: Int, failure: ModelFailure, at: Duration)? {
        lastFailures.last(where: \.failure.mayPassLater) ?? lastFailures.last
    }

    private static let late = ModelFailure(.deadline, "There was no time left to ask the model.")
}
