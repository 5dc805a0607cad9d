import ModelAPI
import PluginSDK
import SingleFlight

/// Answers that were given before, in the processor's store; equal questions under way at the same time are asked once.
/// Without the store it goes on, and asks.
struct AnswerCache: Sendable {
    /// Only calls with as much time are put together: who waits must not wait longer than it has.
    private struct Flight: Hashable {
        let key: CacheKey
        let patience: Duration
    }

    private let lifetime: Duration
    private let flights = SingleFlightCache<Flight, ModelAnswer>(lifetime: .zero)

    init(lifetime: Duration) { self.lifetime = lifetime }

    /// The answer from before or from another call that is under way, else what `ask` gives, which is kept.
    ///
    /// - Parameters:
    ///   - tenant: whose answer it is; empty: nobody's.
    ///   - patience: the whole time of the call; who asks ends within it.
    ///   - isWorthKeeping: what is not is neither kept nor taken from the store.
    func answer(
        _ key: CacheKey, of tenant: String, patience: Duration, job: Job,
        isWorthKeeping: (Completion) -> Bool, kept: (Completion) -> ModelAnswer,
        ask: () async throws(ModelFailure) -> ModelAnswer
    ) async throws(ModelFailure) -> ModelAnswer {
        var hasAsked = false
        var failure: ModelFailure?
        do {
            var answer = try await flights.value(
                Flight(key: key, patience: patience), isOwnFailure: { failure.map(Self.isOwn) ?? false },
                fetch: {
                    hasAsked = true
                    if let completion = await read(key, job), isWorthKeeping(completion) { return kept(completion) }
                    do throws(ModelFailure) {
                        let answer = try await ask()
                        if !answer.isFallback, isWorthKeeping(answer.completion) {
                            await write(key, of: tenant, answer.completion, job)
                        }
                        return answer
                    } catch {
                        failure = error
                        throw error
                    }
                })
            if !hasAsked {
                answer.isCached = true
                answer.attempts = 0
                answer.cost = answer.cost.map { _ in 0 }
            }
            return answer
        } catch {
            throw error as? ModelFailure ?? .wasCancelled
        }
    }

    /// What another call with its own time would not have met.
    private static func isOwn(_ failure: ModelFailure) -> Bool {
        failure.reason == .deadline || failure.reason == .cancelled
    }

    private func read(_ key: CacheKey, _ job: Job) async -> Completion? {
        do {
            return try await job.host.store.get(key.text).flatMap(CachedCompletion.completion)
        } catch {
            job.log.warning("the store does not give kept answers of models; the model is asked")
            return nil
        }
    }

    private func write(_ key: CacheKey, of tenant: String, _ completion: Completion, _ job: Job) async {
        guard let bytes = CachedCompletion.bytes(completion) else { return }
        do {
            // So that a purge of the tenant finds it.
            let store = tenant.isEmpty ? job.host.store : job.host.store.of(tenant: tenant)
            try await store.put(key.text, bytes, lifetime: lifetime)
        } catch {
            job.log.warning("the store does not keep an answer of a model; it will be asked again")
        }
    }
}
