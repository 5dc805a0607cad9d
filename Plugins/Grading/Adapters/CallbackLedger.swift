import Lumie
import PluginSDK

/// Which sheets were graded already, kept in the host's store: a command that comes again is answered with the callback
/// of the first time, byte for byte.
///
/// Only successes are kept. A failure may be mended - a picture sent again, a key put right - and the same command sent
/// anew should then be graded.
///
/// A store that is away stops nothing: it is counted, and sheets are graded without. The worst is a callback that comes
/// twice, with the same id and content.
struct CallbackLedger: Sendable {
    enum Claim {
        /// Graded before; the callback as it was sent.
        case graded([UInt8])
        /// This job has the sheet now.
        case ours
        /// Another job has it.
        case taken
        /// The store is away.
        case unknown
    }

    let settings: IdempotencySettings
    let metrics: GradingMetrics

    /// Takes the sheet for this job. A job that comes again, because its host died or a callback was not confirmed, has
    /// the id that it had, and finds its own lock open: who died must not keep the sheet from being graded. One of this
    /// id that comes for the first time is the same command, published twice: it waits for the other's callback.
    ///
    /// - Throws: `CancellationError`.
    func claim(_ command: GradingCommand, job: Job) async throws -> Claim {
        let key = settings.key.filled(command.value)
        let claim = try await attempt(job) { () async throws -> Claim in
            let owner = Array(job.id.utf8)
            let lock = try await job.host.store.swap(Self.lock(of: key), from: nil, to: owner, lifetime: settings.lock)
            // Looked up with the lock in hand: who had it before may have put the callback there in between.
            if let callback = try await job.host.store.get(key) {
                if lock.swapped { await release(command, job: job) }
                return .graded(callback)
            }
            return lock.swapped || (lock.value == owner && job.attempt > 1) ? .ours : .taken
        }
        return claim ?? .unknown
    }

    /// The callback of a sheet that was graded before; nil when there is none, or the store is away.
    ///
    /// - Throws: `CancellationError`.
    func callback(_ command: GradingCommand, job: Job) async throws -> [UInt8]? {
        try await attempt(job) { try await job.host.store.get(settings.key.filled(command.value)) } ?? nil
    }

    /// Keeps the callback of a sheet that is ours, and gives the lock back with the same write.
    ///
    /// - Throws: `CancellationError`.
    func keep(_ callback: [UInt8], _ command: GradingCommand, job: Job) async throws {
        let key = settings.key.filled(command.value)
        _ = try await attempt(job) {
            try await job.host.store.of(tenant: command.tenantSlug).transaction { transaction in
                transaction.put(key, callback, lifetime: settings.lifetime)
                transaction.delete(Self.lock(of: key))
            }
        }
    }

    /// Gives the lock back without a callback. Best effort: a lock that stays ends by itself, and lets its own job in.
    func release(_ command: GradingCommand, job: Job) async {
        let lock = Self.lock(of: settings.key.filled(command.value))
        _ = try? await job.host.store.swap(lock, from: Array(job.id.utf8), to: nil)
    }

    private static func lock(of key: String) -> String { key + ":lock" }

    /// Nil, counted and told, when the store says no.
    private func attempt<Result>(_ job: Job, _ body: () async throws -> Result) async throws -> Result? {
        do {
            return try await body()
        } catch let error as ServiceError {
            metrics.storeFailed()
            job.log.warning("graded without the store", ["code": .string(error.code)])
            return nil
        }
    }
}
