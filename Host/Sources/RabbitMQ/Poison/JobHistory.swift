import HostDispatch
import HostThreads

/// What the fleet knows of jobs that a broker brings again: how often it did, where the broker does not count, and how
/// often a host died with the job inside a plugin. Kept in the store. Callable from any thread.
final class JobHistory: Sendable {
    /// How often a host may die with a job until the job is given up.
    static let mostLosses = 3
    private static let redeliveryLifetime = Duration.seconds(86_400)
    private static let lossLifetime = Duration.seconds(7 * 86_400)

    /// What is known of one job.
    struct Record: Sendable, Equatable {
        /// Nil when nobody counted here.
        var redeliveries: Int?
        var losses = 0
    }

    private let counter: StoreCounter?
    /// Losses by this host's own record, whatever the store says.
    private let own = Guarded<[String: Int]>([:])

    /// - Parameter counter: nil for a host without a store: only its own record counts.
    init(counter: StoreCounter?) { self.counter = counter }

    /// Counts the jobs that were inside a plugin when this host died the last time.
    ///
    /// - Parameter done: called once, when the store has them or cannot take them; false when it could not.
    func note(_ lost: [LostJob], done: @escaping @Sendable (Bool) -> Void) {
        let keys = lost.map { MessageIdentity.lossKey(processor: $0.processor, job: $0.job) }
        own.withLock { own in for key in keys { own[key] = 1 } }
        guard let counter, !keys.isEmpty else { return done(true) }
        let state = Guarded((left: keys.count, isNoted: true))
        for key in keys {
            counter.add(key, lifetime: Self.lossLifetime) { [own] count in
                if let count { own.withLock { $0[key] = count } }
                let (left, isNoted) = state.withLock { state in
                    state.left -= 1
                    state.isNoted = state.isNoted && count != nil
                    return state
                }
                if left == 0 { done(isNoted) }
            }
        }
    }

    /// Looks a redelivered job up.
    ///
    /// - Parameters:
    ///   - step: steps of the ladder that it has taken.
    ///   - counts: counts one more redelivery, because the broker does not.
    ///   - done: called once, on any thread, maybe at once. A store that is away knows nothing.
    func look(
        queue: String, processor: String, job: String, step: Int, counts: Bool,
        done: @escaping @Sendable (Record) -> Void
    ) {
        let lossKey = MessageIdentity.lossKey(processor: processor, job: job)
        let ownLosses = own.withLock { $0[lossKey] ?? 0 }
        guard let counter else { return done(Record(redeliveries: counts ? 1 : nil, losses: ownLosses)) }
        counter.read(lossKey) { losses in
            let losses = max(losses ?? 0, ownLosses)
            guard counts else { return done(Record(losses: losses)) }
            let key = MessageIdentity.redeliveryKey(queue: queue, job: job, step: step)
            counter.add(key, lifetime: Self.redeliveryLifetime) { count in
                done(Record(redeliveries: count ?? 1, losses: losses))
            }
        }
    }
}
