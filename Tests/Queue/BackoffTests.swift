import Fuzzing
import HostConfiguration
import HostDatabase
import Testing

@testable import HostQueue

@Suite struct BackoffTests {
    private static func wait(
        after attempt: Int, _ policy: RetryPolicy, random: inout some RandomNumberGenerator
    ) -> Int64 {
        policy.wait(after: attempt, chance: Double.random(in: 0...1, using: &random)).rowMilliseconds
    }

    private func policy(_ change: (inout RetryPolicy) -> Void = { _ in }) -> RetryPolicy {
        var policy = RetryPolicy()
        policy.jitter = 0
        change(&policy)
        return policy
    }

    @Test(
        "waits double from the first to the longest",
        arguments: zip(1...11, [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]))
    func doubling(attempt: Int, seconds: Int64) {
        var random = SeededRandom(1)
        #expect(Self.wait(after: attempt, policy(), random: &random) == seconds * 1_000)
    }

    @Test("chance takes away no more than its part, and uses all of it")
    func jitter() {
        var random = SeededRandom(7)
        let policy = policy { $0.jitter = 0.25 }
        let waits = (0..<2_000).map { _ in Self.wait(after: 4, policy, random: &random) }
        #expect(waits.allSatisfy { (6_000...8_000).contains($0) })
        #expect(waits.min().map { $0 < 6_050 } == true)
        #expect(waits.max().map { $0 > 7_950 } == true)
    }

    @Test("the same seed gives the same waits")
    func seeded() {
        var (one, other) = (SeededRandom(3), SeededRandom(3))
        let policy = RetryPolicy()
        for attempt in 1...20 {
            #expect(
                Self.wait(after: attempt, policy, random: &one)
                    == Self.wait(after: attempt, policy, random: &other))
        }
    }

    @Test("extreme settings neither trap nor leave the bounds", arguments: [0, 1, 63, 64, 1_000, Int.max])
    func extremes(attempt: Int) {
        var random = SeededRandom(5)
        for first in [Duration.zero, .nanoseconds(1), .seconds(Int64.max)] {
            for jitter in [-1, 0, 1, 2, .nan, .infinity] {
                let policy = policy {
                    $0.first = first
                    $0.jitter = jitter
                }
                let wait = Self.wait(after: attempt, policy, random: &random)
                #expect((0...300_000).contains(wait))
            }
        }
    }
}
