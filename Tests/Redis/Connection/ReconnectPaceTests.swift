import Testing

@testable import HostRedis

@Suite struct ReconnectPaceTests {
    private static let second: UInt64 = 1_000_000_000

    private static func pace() -> ReconnectPace {
        ReconnectPace(start: .seconds(3), grace: .milliseconds(500), now: 0)
    }

    @Test("behind a loss it is tried at once, then in waits that double, up to a second")
    func waits() {
        var pace = Self.pace()
        pace.connected(now: 0)
        let waits = (0..<8).map { _ in pace.lost(now: 5 * Self.second, chance: 0) }
        #expect(waits == [0, 50, 100, 200, 400, 800, 1_000, 1_000].map { .milliseconds($0) })
    }

    @Test("chance takes away up to half of a wait")
    func jitter() {
        var (most, least) = (Self.pace(), Self.pace())
        #expect(most.lost(now: 0, chance: 0) == .milliseconds(50))
        #expect(least.lost(now: 0, chance: 1) == .milliseconds(25))
    }

    @Test("a connection that ends as soon as it is made does not make a hot loop; one that lasted is forgiven")
    func flapping() {
        var pace = Self.pace()
        var now: UInt64 = 0
        var waits: [Duration] = []
        for _ in 0..<4 {
            pace.connected(now: now)
            now += Self.second / 10
            waits.append(pace.lost(now: now, chance: 0))
        }
        #expect(waits == [0, 50, 100, 200].map { .milliseconds($0) })
        pace.connected(now: now)
        #expect(pace.lost(now: now + Self.second, chance: 0) == .zero)
    }

    @Test("commands wait longer for the first connection than behind a loss, and not at all when it is away for long")
    func patience() {
        var pace = Self.pace()
        #expect(pace.patience(now: 0) == 3 * Self.second)
        pace.connected(now: Self.second)
        _ = pace.lost(now: 4 * Self.second, chance: 0)
        #expect(pace.patience(now: 4 * Self.second) == 4 * Self.second + Self.second / 2)
        _ = pace.lost(now: 4 * Self.second + 1, chance: 0)
        #expect(pace.patience(now: 4 * Self.second + Self.second / 2) == nil)
    }
}
