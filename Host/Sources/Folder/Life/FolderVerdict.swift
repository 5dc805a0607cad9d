import HostConfiguration
import HostDispatch

/// What becomes of a file after an attempt at its job.
enum FolderVerdict: Sendable, Equatable {
    /// Its answer is kept and it goes to the files that are done.
    case done
    /// It stays, and is taken again after a while; the attempt counts.
    case again(after: Duration)
    /// It becomes a dead letter and goes to the files that failed.
    case failed
    /// It stays, and the attempt does not count. When `holdsAll`, no other file is taken before either.
    case giveBack(after: Duration, holdsAll: Bool)

    /// How long to wait for a processor that had no room or is being replaced.
    static let pause = Duration.milliseconds(500)
    /// The longest wait that a plugin's retry-after may ask for.
    private static let longestWait = Duration.seconds(7 * 86_400)

    /// The one table from the end of a job to what a folder does.
    ///
    /// - Parameter chance: 0 to 1, for the jitter of the wait.
    init(_ end: JobEnd, attempt: Int, policy: RetryPolicy, chance: Double) {
        let asked = end.error?.retryAfter.map { min($0, Self.longestWait) }
        switch end.status {
        case .ok: self = .done
        case .reject, .unsupported: self = .failed
        case .busy: self = .giveBack(after: asked ?? Self.pause, holdsAll: true)
        // The processor is being replaced: the file is not to blame.
        case .retry, .fatal, .cancelled:
            guard !end.isHostsDoing else {
                self = .giveBack(after: Self.pause, holdsAll: false)
                return
            }
            guard attempt < policy.attempts else {
                self = .failed
                return
            }
            self = .again(after: max(asked ?? .zero, policy.wait(after: attempt, chance: chance)))
        }
    }
}
