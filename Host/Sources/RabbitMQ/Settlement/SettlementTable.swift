import HostConfiguration
import HostDispatch

/// How an attempt at a job ended.
struct AttemptEnd: Sendable {
    var status: JobStatus
    var error: JobError?
    /// The host ended or refused the job by itself.
    var isHostsDoing = false
}

/// What a binding says about jobs that end.
struct SettlementTerms: Sendable, Equatable {
    var hasCallback = false
    /// Whether an operation makes a callback of a job that failed for good.
    var hasFailureCallback = false
    var retry: RetryPolicy
    /// Redeliveries from which on a failure is one for good.
    var deliveries: Int
    /// Steps of the ladder.
    var ladder = 0
}

/// What becomes of a delivery after an attempt.
enum Verdict: Sendable, Equatable {
    /// The answer is published; when that is confirmed, the delivery is acknowledged.
    case callback
    case acknowledge
    /// Refused without requeue: the broker's dead letters have it.
    case reject
    /// Tried again here; the attempt counts.
    case again(after: Duration)
    /// Tried again here; the attempt does not count.
    case hold(after: Duration)
    /// Goes to this step of the ladder, 0 for the first.
    case ladder(Int)
    /// Goes back to its queue.
    case requeue
    /// The failure's own operation runs, and its answer is the callback.
    case failure
}

/// The one table from the end of an attempt to what is done about the delivery.
enum SettlementTable {
    /// How long a job stays away that found no room.
    static let busyPause = Duration.milliseconds(100)
    /// Longest pause that a plugin's retry-after may ask for: the job holds a place of the prefetch meanwhile.
    static let longestPause = Duration.seconds(300)

    /// - Parameters:
    ///   - isFailure: the attempt was at the operation that makes the callback of a failed job.
    ///   - isLeaving: nothing is begun any more: the host ends, or the binding is gone.
    ///   - chance: 0 to 1, for the jitter of pauses.
    static func verdict(
        _ end: AttemptEnd, _ count: AttemptCount, _ terms: SettlementTerms, isFailure: Bool = false,
        isLeaving: Bool = false, chance: Double
    ) -> Verdict {
        if end.isHostsDoing { return hold(end, isLeaving) }
        switch end.status {
        case .ok: return terms.hasCallback ? .callback : .acknowledge
        case .reject, .unsupported: return .reject
        case .busy: return hold(end, isLeaving)
        case .retry, .fatal, .cancelled: break
        }
        if count.tries < terms.retry.attempts {
            let pause = terms.retry.wait(after: count.tries, chance: chance)
            return isLeaving ? .requeue : .again(after: max(pause, asked(end) ?? .zero))
        }
        // The failure's own operation has failed as often as it may: nothing else can be told.
        if isFailure { return .reject }
        if count.redeliveries >= terms.deliveries { return final(terms) }
        return count.step < terms.ladder ? .ladder(count.step) : .requeue
    }

    /// What becomes of a job that has failed for good.
    static func final(_ terms: SettlementTerms) -> Verdict { terms.hasFailureCallback ? .failure : .reject }

    private static func hold(_ end: AttemptEnd, _ isLeaving: Bool) -> Verdict {
        isLeaving ? .requeue : .hold(after: asked(end) ?? busyPause)
    }

    private static func asked(_ end: AttemptEnd) -> Duration? {
        end.error?.retryAfter.map { min($0, longestPause) }
    }
}
