import HostConfiguration
import HostDatabase
import HostDispatch

/// What becomes of a queue's job after an attempt. Waits are in milliseconds.
enum Verdict: Equatable {
    /// It goes into the history, with its result.
    case done
    /// It is tried again; the attempt counts.
    case again(after: Int64)
    /// It becomes a dead letter.
    case failed
    /// It goes back as if it had not been taken: the attempt does not count.
    case giveBack(after: Int64)
}

/// The one table from a job's status to what the embedded queue does.
enum SettlementTable {
    /// How long a job stays away that found no room, in milliseconds.
    static let busyPause: Int64 = 100
    /// Longest wait that a plugin's retry-after may ask for.
    static let longestWait: Int64 = 7 * 86_400_000

    /// - Parameter isHostsDoing: the host ended or refused the job by itself. Only then does its code mean anything here:
    ///   a plugin may call its own failures what it likes.
    static func verdict(
        _ status: JobStatus, _ error: JobError?, isHostsDoing: Bool, attempt: Int, _ policy: RetryPolicy,
        random: inout some RandomNumberGenerator
    ) -> Verdict {
        if isHostsDoing { return .giveBack(after: asked(error) ?? (isDrain(error) ? 0 : busyPause)) }
        switch status {
        case .ok: return .done
        case .reject, .unsupported: return .failed
        case .busy: return .giveBack(after: asked(error) ?? busyPause)
        case .retry, .fatal, .cancelled:
            guard attempt < policy.attempts else { return .failed }
            return .again(
                after: max(
                    asked(error) ?? 0,
                    policy.wait(after: attempt, chance: Double.random(in: 0...1, using: &random)).rowMilliseconds))
        }
    }

    /// The processor is being replaced: the job is not to blame, and its next generation may have it.
    private static func isDrain(_ error: JobError?) -> Bool {
        error?.code == "job.draining" || error?.code == "job.drain_expired"
    }

    private static func asked(_ error: JobError?) -> Int64? {
        error?.retryAfter.map { min($0.rowMilliseconds, longestWait) }
    }
}
