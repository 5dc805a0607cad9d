import HostDispatch
import Synchronization

/// An embedded queue as the HTTP source sees it, which keeps what it is given and answers as it is told.
final class MemoryQueue: JobQueue {
    private struct State {
        var jobs: [NewJob] = []
        var outcome: PutOutcome?
    }

    private let state = Mutex(State())

    var jobs: [NewJob] { state.withLock { $0.jobs } }

    /// What the next puts hear; nil for what is right.
    func answer(_ outcome: PutOutcome?) { state.withLock { $0.outcome = outcome } }

    func put(_ job: NewJob, done: @escaping @Sendable (PutOutcome) -> Void) {
        let outcome = state.withLock { state -> PutOutcome in
            if let outcome = state.outcome { return outcome }
            if let id = job.id, state.jobs.contains(where: { $0.id == id }) { return .duplicate(id: id) }
            state.jobs.append(job)
            return .added(id: job.id ?? "made-\(state.jobs.count)")
        }
        done(outcome)
    }

    func describe(job id: String, in queue: String) -> [UInt8]? {
        let known = state.withLock { $0.jobs.contains { $0.id == id && $0.queue == queue } }
        return known ? Array(#"{"state":"waiting"}"#.utf8) : nil
    }
}
