import Testing

@testable import HostRabbitMQ

@Suite("Heartbeats")
struct HeartbeatsTests {
    private let second: UInt64 = 1_000_000_000

    @Test("the peer is silent after two intervals without a byte, and not before")
    func silence() {
        var heartbeats = Heartbeats(every: .seconds(2), now: 0)
        #expect(!heartbeats.isSilent(at: 4 * second - 1))
        #expect(heartbeats.isSilent(at: 4 * second))
        heartbeats.hear(at: 3 * second)
        #expect(!heartbeats.isSilent(at: 7 * second - 1))
        #expect(heartbeats.isSilent(at: 7 * second))
    }

    @Test("one of ours is due every half interval, and looks are taken twice as often")
    func due() {
        var heartbeats = Heartbeats(every: .seconds(2), now: 0)
        let answers = [second - 1, second, second, 2 * second].map { heartbeats.isDue(at: $0) }
        #expect(answers == [false, true, false, true])
        #expect(heartbeats.pause == second / 2)
    }
}
