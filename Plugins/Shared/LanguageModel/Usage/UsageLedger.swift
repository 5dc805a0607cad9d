import PluginSDK
import Synchronization

/// Keeps what was used in the store: added up in memory, written a while later in one go, and added to what is there,
/// so that several hosts keep one ledger. From any task.
///
/// What an instance did not write yet is lost if its process dies. An addition whose confirmation is lost may be made
/// twice.
final class UsageLedger: Sendable {
    /// What the ledger's own task does.
    private enum Phase {
        case idle
        /// Sleeps until it is time to write; may be cancelled.
        case waiting(Task<Void, Never>)
        /// Not to be cancelled: nobody would know what the store has taken.
        case writing(Task<Void, Never>)
    }

    private struct State {
        var pending: [UsageKey: UsageTotals] = [:]
        var phase = Phase.idle
        var isClosed = false
        var day = ""
        var dayEnd = 0
    }

    /// How long an addition waits for others.
    static let pause = Duration.seconds(10)
    private static let lifetime = Duration.seconds(400 * 86_400)
    private static let attempts = 20

    private let host: Host
    private let clock: ModelClock
    private let state = Mutex(State())

    init(host: Host, clock: ModelClock) {
        self.host = host
        self.clock = clock
    }

    /// Never waits.
    func add(_ totals: UsageTotals, tenant: String, provider: String, model: String) {
        let now = clock.secondsSince1970()
        state.withLock { state in
            if now >= state.dayEnd || now < state.dayEnd - 86_400 {
                state.day = UsageDay.name(secondsSince1970: now)
                state.dayEnd = (now / 86_400 + 1) * 86_400
            }
            let key = UsageKey(day: state.day, tenant: tenant, provider: provider, model: model)
            state.pending[key] = state.pending[key]?.adding(totals) ?? totals
            schedule(&state)
        }
    }

    /// Writes what is left, and waits for what is being written. Nothing of the ledger runs afterwards.
    func close() async {
        let writer = state.withLock { state -> Task<Void, Never>? in
            state.isClosed = true
            switch state.phase {
            case .idle: return nil
            case .waiting(let task):
                task.cancel()
                return task
            case .writing(let task): return task
            }
        }
        await writer?.value
        await write()
    }

    /// Everything of these days, other hosts' included, in order.
    ///
    /// - Parameters:
    ///   - first: `2026-03-01`.
    ///   - last: included.
    /// - Throws: `ServiceError`.
    func entries(from first: String, to last: String) async throws -> [UsageEntry] {
        await write()
        var found: [UsageEntry] = []
        // A key of the first day comes after the day's own name.
        var after: String? = UsageRecord.prefix + first
        repeat {
            let page = try await host.store.list(prefix: UsageRecord.prefix, after: after, limit: 1000, values: true)
            for entry in page.entries {
                guard let key = UsageRecord.key(from: entry.key) else { continue }
                if key.day > last { return found }
                guard let totals = entry.value.flatMap(UsageRecord.totals(from:)) else { continue }
                found.append(UsageEntry(key: key, totals: totals))
            }
            after = page.next
        } while after != nil
        return found
    }

    /// Lets what is pending be written in a while, if nothing does yet.
    private func schedule(_ state: inout State) {
        guard case .idle = state.phase, !state.isClosed, !state.pending.isEmpty else { return }
        state.phase = .waiting(Task { await self.writeLater() })
    }

    private func writeLater() async {
        do { try await clock.sleep(Self.pause) } catch { return }
        let mayWrite = state.withLock { state in
            guard !state.isClosed, case .waiting(let task) = state.phase else { return false }
            state.phase = .writing(task)
            return true
        }
        guard mayWrite else { return }
        await write()
        state.withLock { state in
            state.phase = .idle
            schedule(&state)
        }
    }

    private func write() async {
        let additions = state.withLock { state in
            defer { state.pending = [:] }
            return state.pending
        }
        var left: [UsageKey: UsageTotals] = [:]
        for (key, totals) in additions {
            if await !add(totals, to: key) { left[key] = totals }
        }
        if left.isEmpty { return }
        state.withLock { state in
            state.pending.merge(left) { $0.adding($1) }
            schedule(&state)
        }
        host.log.warning("the store does not take the usage of models; it is tried again later")
    }

    private func add(_ totals: UsageTotals, to key: UsageKey) async -> Bool {
        let store = key.tenant.isEmpty ? host.store : host.store.of(tenant: key.tenant)
        let name = UsageRecord.key(key)
        do {
            var old = try await store.get(name)
            for _ in 0..<Self.attempts {
                let sum = (old.flatMap(UsageRecord.totals(from:)) ?? UsageTotals()).adding(totals)
                let outcome = try await store.swap(
                    name, from: old, to: UsageRecord.value(sum), lifetime: Self.lifetime)
                if outcome.swapped { return true }
                old = outcome.value
            }
        } catch {}
        return false
    }
}
