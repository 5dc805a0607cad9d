import ModelAPI
import PluginSDK
import Synchronization

/// Lets each tenant's requests through as far as its limits go; who has to wait waits in the order of arrival, until
/// its deadline at most. From any task.
final class TenantGate: Sendable {
    private enum Outcome: Sendable { case entered, late, cancelled }

    private struct Waiter {
        let tenant: String
        let continuation: CheckedContinuation<Outcome, Never>
    }

    private struct State {
        var shares: [String: TenantShare] = [:]
        var waiters: [UInt64: Waiter] = [:]
        var lastTicket: UInt64 = 0
    }

    /// Idle tenants are forgotten when there are more.
    private static let mostTenants = 1024

    private let limits: TenantLimits
    private let clock: ModelClock
    private let state = Mutex(State())

    init(_ limits: TenantLimits, clock: ModelClock) {
        self.limits = limits
        self.clock = clock
    }

    /// Whether anybody needs to know how many tokens a request has.
    var countsTokens: Bool { limits.tokens > 0 }

    /// Waits until the tenant may send a request.
    ///
    /// - Parameters:
    ///   - tokens: of question and answer, by estimate.
    ///   - deadline: by the client's clock.
    /// - Throws: `tenantLimited` with the time after which there is room; `cancelled`.
    func enter(_ tenant: String, tokens: Int, until deadline: Duration) async throws(ModelFailure) -> TenantPlace {
        let reservation = try reserve(tenant, tokens, until: deadline)
        do throws(ModelFailure) {
            if reservation.wait > .zero { try await pause(reservation.wait) }
            try await takePlace(tenant, until: deadline)
        } catch {
            let now = clock.now()
            state.withLock { $0.shares[tenant]?.cancel(reservation, at: now) }
            throw error
        }
        return TenantPlace(gate: self, tenant: tenant, reservation: reservation)
    }

    private func reserve(
        _ tenant: String, _ tokens: Int, until deadline: Duration
    ) throws(ModelFailure) -> TenantShare.Reservation {
        let now = clock.now()
        let decision = state.withLock { state in
            if state.shares[tenant] == nil {
                if state.shares.count >= Self.mostTenants { Self.forgetIdle(&state.shares, at: now) }
                state.shares[tenant] = TenantShare(limits, at: now)
            }
            return state.shares[tenant]?.reserve(tokens: tokens, patience: deadline - now, at: now)
        }
        switch decision {
        case .reserved(let reservation): return reservation
        case .refused(let after):
            throw ModelFailure(
                .tenantLimited, "This tenant has used its requests or tokens of a minute.", retryAfter: after)
        case nil: throw ModelFailure(.tenantLimited, "This tenant is not known.")
        }
    }

    private func pause(_ time: Duration) async throws(ModelFailure) {
        do { try await clock.sleep(time) } catch { throw .wasCancelled }
    }

    /// Takes one of the tenant's places, or waits for it.
    private func takePlace(_ tenant: String, until deadline: Duration) async throws(ModelFailure) {
        let ticket = state.withLock { state -> UInt64? in
            if state.shares[tenant]?.takePlace() ?? true { return nil }
            state.lastTicket &+= 1
            return state.lastTicket
        }
        guard let ticket else { return }
        async let _: Void = expire(ticket, at: deadline)  // cancelled when this returns
        let outcome = await turn(of: ticket, tenant, until: deadline)
        switch outcome {
        case .entered: return
        case .late:
            throw ModelFailure(
                .tenantLimited, "This tenant had as many requests under way as it may, until there was no more time.")
        case .cancelled: throw .wasCancelled
        }
    }

    /// Waits in the tenant's queue. A cancellation or a deadline that came before it was there is noticed on entering.
    private func turn(of ticket: UInt64, _ tenant: String, until deadline: Duration) async -> Outcome {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let now = clock.now()
                let outcome = state.withLock { state -> Outcome? in
                    if Task.isCancelled { return .cancelled }
                    if now >= deadline { return .late }
                    if state.shares[tenant]?.takePlace() ?? true { return .entered }
                    state.shares[tenant]?.waiting.append(ticket)
                    state.waiters[ticket] = Waiter(tenant: tenant, continuation: continuation)
                    return nil
                }
                if let outcome { continuation.resume(returning: outcome) }
            }
        } onCancel: {
            leaveQueue(ticket, .cancelled)
        }
    }

    private func expire(_ ticket: UInt64, at deadline: Duration) async {
        do { try await clock.sleep(deadline - clock.now()) } catch { return }
        leaveQueue(ticket, .late)
    }

    private func leaveQueue(_ ticket: UInt64, _ outcome: Outcome) {
        let waiter = state.withLock { state in
            let waiter = state.waiters.removeValue(forKey: ticket)
            if let waiter { state.shares[waiter.tenant]?.waiting.removeAll { $0 == ticket } }
            return waiter
        }
        waiter?.continuation.resume(returning: outcome)
    }

    /// A request has ended: the next one that waits has its place.
    ///
    /// - Parameter used: its tokens; nil: what was reserved.
    fileprivate func leave(_ tenant: String, _ reservation: TenantShare.Reservation, used: Int?) {
        let now = clock.now()
        let next = state.withLock { state -> Waiter? in
            if let used { state.shares[tenant]?.settle(reservation, used: used, at: now) }
            guard let ticket = state.shares[tenant]?.passPlaceOn() else { return nil }
            return state.waiters.removeValue(forKey: ticket)
        }
        next?.continuation.resume(returning: .entered)
    }

    private static func forgetIdle(_ shares: inout [String: TenantShare], at now: Duration) {
        shares = shares.filter { _, share in
            var share = share
            return !share.isIdle(at: now)
        }
    }
}

/// What a request of a tenant holds while it is under way. Letting it go gives it back.
final class TenantPlace: Sendable {
    private let gate: TenantGate
    private let tenant: String
    private let reservation: TenantShare.Reservation
    private let hasLeft = Atomic<Bool>(false)

    fileprivate init(gate: TenantGate, tenant: String, reservation: TenantShare.Reservation) {
        self.gate = gate
        self.tenant = tenant
        self.reservation = reservation
    }

    deinit { leave(used: nil) }

    /// Once; what comes later is ignored.
    ///
    /// - Parameter used: tokens of question and answer; nil: what was reserved.
    func leave(used: Int?) {
        guard !hasLeft.exchange(true, ordering: .acquiringAndReleasing) else { return }
        gate.leave(tenant, reservation, used: used)
    }
}
