import ModelAPI
import Synchronization
import Testing

@testable import LanguageModel

@Suite("The gate of the tenants", .timeLimit(.minutes(1)))
struct TenantGateTests {
    /// Lets everybody who can run do so, until something holds.
    private func eventually(_ what: String, _ holds: () -> Bool) async {
        for _ in 0..<100_000 {
            if holds() { return }
            await Task.yield()
        }
        Issue.record("It did not come to this: \(what).")
    }

    @Test("64 requests of one tenant enter in the order of their arrival, one as another leaves")
    func order() async throws {
        let clock = ManualClock()
        let gate = TenantGate(TenantLimits(requests: 0, tokens: 0, concurrency: 1), clock: clock.model)
        let deadline = clock.now + .seconds(60)
        let first = try await gate.enter("north", tokens: 0, until: deadline)
        let entered = Entered()
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<64 {
                group.addTask {
                    guard let place = try? await gate.enter("north", tokens: 0, until: deadline) else { return }
                    entered.append(number)
                    place.leave(used: nil)
                }
                // Each is in the queue before the next one comes: it sleeps there until its deadline.
                await eventually("request \(number) waits") { clock.sleeperCount == number + 1 }
            }
            first.leave(used: nil)
        }
        #expect(entered.numbers == Array(0..<64))
        await eventually("nobody sleeps") { clock.sleeperCount == 0 }
    }

    @Test("another tenant does not wait for the first one's requests")
    func tenantsApart() async throws {
        let clock = ManualClock()
        let gate = TenantGate(TenantLimits(requests: 1, tokens: 0, concurrency: 1), clock: clock.model)
        let north = try await gate.enter("north", tokens: 0, until: clock.now + .seconds(1))
        let south = try await gate.enter("south", tokens: 0, until: clock.now + .seconds(1))
        withExtendedLifetime((north, south)) {}
    }

    @Test("who waits for a place until the deadline is told so, and holds up nobody behind")
    func late() async throws {
        let clock = ManualClock()
        let gate = TenantGate(TenantLimits(requests: 0, tokens: 0, concurrency: 1), clock: clock.model)
        let first = try await gate.enter("north", tokens: 0, until: clock.now + .seconds(60))
        async let impatient = failure { () async throws(ModelFailure) -> TenantPlace in
            try await gate.enter("north", tokens: 0, until: .seconds(1005))
        }
        await eventually("it waits") { clock.sleeperCount == 1 }
        clock.advance(by: .seconds(5))
        #expect(await impatient?.reason == .tenantLimited)
        first.leave(used: nil)
        let next = try await gate.enter("north", tokens: 0, until: clock.now + .seconds(1))
        next.leave(used: nil)
    }

    @Test("a cancelled request leaves the queue")
    func cancelled() async throws {
        let clock = ManualClock()
        let gate = TenantGate(TenantLimits(requests: 0, tokens: 0, concurrency: 1), clock: clock.model)
        let first = try await gate.enter("north", tokens: 0, until: clock.now + .seconds(60))
        let waiting = Task {
            await failure { () async throws(ModelFailure) -> TenantPlace in
                try await gate.enter("north", tokens: 0, until: .seconds(1060))
            }
        }
        await eventually("it waits") { clock.sleeperCount == 1 }
        waiting.cancel()
        #expect(await waiting.value?.reason == .cancelled)
        first.leave(used: nil)
        let next = try await gate.enter("north", tokens: 0, until: clock.now + .seconds(1))
        next.leave(used: nil)
    }

    @Test("requests beyond those of a minute wait where they can, and else hear when there is room")
    func rate() async throws {
        let clock = LeapingClock()
        let gate = TenantGate(TenantLimits(requests: 60, tokens: 0, concurrency: 0), clock: clock.model)
        for _ in 0..<60 { try await gate.enter("north", tokens: 0, until: clock.now + .seconds(1)).leave(used: nil) }
        #expect(clock.sleeps.isEmpty)
        let refused = await failure { () async throws(ModelFailure) -> TenantPlace in
            try await gate.enter("north", tokens: 0, until: clock.now + .milliseconds(500))
        }
        #expect(refused?.reason == .tenantLimited)
        #expect(refused?.retryAfter == .seconds(1))
        try await gate.enter("north", tokens: 0, until: clock.now + .seconds(5)).leave(used: nil)
        #expect(clock.sleeps == [.seconds(1)])
    }

    @Test("a tenant whose request has not its place yet is not forgotten")
    func notForgotten() throws {
        var share = TenantShare(TenantLimits(requests: 0, tokens: 0, concurrency: 1), at: .zero)
        func isIdle(_ share: TenantShare) -> Bool {
            var share = share
            return share.isIdle(at: .zero)
        }
        #expect(isIdle(share))
        let decision = share.reserve(tokens: 0, patience: .seconds(1), at: .zero)
        #expect(!isIdle(share))
        guard case .reserved(let reservation) = decision else {
            Issue.record("It was refused.")
            return
        }
        var other = share
        other.cancel(reservation, at: .zero)
        #expect(isIdle(other))
        let hasEntered = share.takePlace()
        let next = share.passPlaceOn()
        #expect(hasEntered && next == nil)
        #expect(isIdle(share))
    }

    @Test("of many requests, half of them cancelled at any moment, none keeps a place")
    func cancelledAtAnyMoment() async throws {
        let clock = ManualClock()
        let gate = TenantGate(TenantLimits(requests: 0, tokens: 0, concurrency: 3), clock: clock.model)
        let deadline = clock.now + .seconds(60)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<600 {
                group.addTask {
                    let asking = Task {
                        let place = try? await gate.enter("north", tokens: 0, until: deadline)
                        await Task.yield()
                        place?.leave(used: nil)
                    }
                    for _ in 0..<(number % 5) { await Task.yield() }
                    if number % 2 == 0 { asking.cancel() }
                    await asking.value
                }
            }
        }
        var places: [TenantPlace] = []
        for _ in 0..<3 { places.append(try await gate.enter("north", tokens: 0, until: clock.now + .seconds(1))) }
        async let fourth = failure { () async throws(ModelFailure) -> TenantPlace in
            try await gate.enter("north", tokens: 0, until: deadline)
        }
        await eventually("the fourth waits") { clock.sleeperCount == 1 }
        clock.advance(by: .seconds(60))
        #expect(await fourth?.reason == .tenantLimited)
        for place in places { place.leave(used: nil) }
    }

    @Test("a place that is let go is given back")
    func letGo() async throws {
        let clock = ManualClock()
        let gate = TenantGate(TenantLimits(requests: 0, tokens: 0, concurrency: 1), clock: clock.model)
        for _ in 0..<3 { _ = try await gate.enter("north", tokens: 0, until: clock.now + .seconds(1)) }
    }
}

/// Who has entered, in order.
private final class Entered: Sendable {
    private let state = Mutex([Int]())

    var numbers: [Int] { state.withLock { $0 } }
    func append(_ number: Int) { state.withLock { $0.append(number) } }
}
