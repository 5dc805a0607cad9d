import HostDispatch
import Synchronization

/// A queue that keeps what is put into it, one job of each id, and refuses while it is told to.
final class KeepingQueue: JobQueue {
    fileprivate struct State {
        var jobs: [NewJob] = []
        var duplicates = 0
        var refusals = 0
        var refusal: PutOutcome?
        /// Outcomes that are held back until they are let go.
        var held: [@Sendable () -> Void]?
    }

    private let state = Mutex(State())

    func put(_ job: NewJob, done: @escaping @Sendable (PutOutcome) -> Void) {
        let outcome = state.withLock { state -> PutOutcome? in
            let outcome = state.take(job)
            guard state.held == nil else {
                state.held?.append { done(outcome) }
                return nil
            }
            return outcome
        }
        if let outcome { done(outcome) }
    }

    func describe(job id: String, in queue: String) -> [UInt8]? { nil }

    var jobs: [NewJob] { state.withLock { $0.jobs } }
    var ids: [String] { jobs.map { $0.id ?? "" } }
    var duplicates: Int { state.withLock { $0.duplicates } }
    var refusals: Int { state.withLock { $0.refusals } }

    func refuse(_ outcome: PutOutcome?) { state.withLock { $0.refusal = outcome } }

    /// Outcomes come no more until ``letGo()``.
    func hold() { state.withLock { $0.held = [] } }

    func letGo() {
        let held = state.withLock { state in
            defer { state.held = nil }
            return state.held ?? []
        }
        for done in held { done() }
    }
}

extension KeepingQueue.State {
    fileprivate mutating func take(_ job: NewJob) -> PutOutcome {
        if let refusal {
            refusals += 1
            return refusal
        }
        let id = job.id ?? ""
        if jobs.contains(where: { $0.queue == job.queue && $0.id == id }) {
            duplicates += 1
            return .duplicate(id: id)
        }
        jobs.append(job)
        return .added(id: id)
    }
}
