import HostThreads
import Testing

@testable import HostRabbitMQ

@Suite("When a lost connection is made again")
struct ReconnectionTests {
    private func second(_ seconds: Double) -> UInt64 { UInt64(seconds * 1_000_000_000) }

    @Test("the pause doubles from a tenth of a second to four seconds")
    func doubles() {
        var state = Reconnection()
        let pauses = (0..<8).map { _ in Double(state.failed(.unreachable, at: 0, chance: 0)) / 1e9 }
        #expect(pauses == [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 4, 4])
    }

    @Test("chance takes away up to half of a pause, and nonsense is clamped")
    func jitter() {
        for (chance, expected) in [(0.0, 0.1), (0.5, 0.075), (1, 0.05), (7, 0.05), (-3, 0.1)] {
            var state = Reconnection()
            #expect(state.failed(.unreachable, at: 0, chance: chance) == second(expected))
        }
    }

    @Test("a connection that held for a while makes the next pause short again")
    func resets() {
        var state = Reconnection()
        for _ in 0..<10 { _ = state.failed(.unreachable, at: 0, chance: 0) }
        state.opened(at: second(100))
        #expect(state.failed(.unreachable, at: second(101), chance: 0) == second(101.1))
    }

    @Test("one that is dropped at once does not")
    func flapping() {
        var state = Reconnection()
        for _ in 0..<10 { _ = state.failed(.unreachable, at: 0, chance: 0) }
        state.opened(at: second(100))
        #expect(state.failed(.broken, at: second(100.5), chance: 0) == second(104.5))
    }

    @Test("a refused login is tried more and more slowly, ten seconds at the most")
    func refused() {
        var state = Reconnection()
        var last: UInt64 = 0
        for _ in 0..<20 { last = state.failed(.refused, at: 0, chance: 0) }
        #expect(last == second(10))
        #expect(state.failed(.untrusted, at: 0, chance: 0) == second(10))
        #expect(state.failed(.unreachable, at: 0, chance: 0) == second(4))
    }

    @Test("each attempt has a number of its own")
    func generations() {
        var state = Reconnection()
        #expect(state.generation == 1)
        _ = state.failed(.unreachable, at: 0, chance: 0)
        state.opened(at: 1)
        #expect(state.generation == 2)
        _ = state.failed(.unreachable, at: 2, chance: 0)
        #expect(state.generation == 3)
    }
}
