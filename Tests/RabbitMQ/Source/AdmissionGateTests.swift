import HostThreads
import Synchronization
import Testing

@testable import HostRabbitMQ

@Suite struct AdmissionGateTests {
    /// How many of `asked` jobs the gate lets through.
    private func admitted(_ gate: inout AdmissionGate, of asked: Int, now: UInt64) -> Int {
        (0..<asked).count { _ in gate.admits(now: now) }
    }

    @Test("once refused, one job goes for each that ends, and after a while all until the next refusal") func credit() {
        var gate = AdmissionGate()
        #expect(admitted(&gate, of: 3, now: 0) == 3)
        gate.refused(now: 1_000)
        #expect(admitted(&gate, of: 3, now: 1_001) == 0)
        #expect(gate.nextMoment == 1_000 + AdmissionGate.pause)
        gate.ended()
        gate.ended()
        #expect(gate.nextMoment == 0)
        #expect(admitted(&gate, of: 3, now: 1_002) == 2)
        #expect(admitted(&gate, of: 3, now: 1_000 + AdmissionGate.pause) == 3)
        #expect(gate.nextMoment == nil)
    }

    @Test("what ended before a refusal gives no place after it") func noOldCredit() {
        var gate = AdmissionGate()
        gate.ended()
        gate.refused(now: 0)
        gate.ended()
        gate.refused(now: 5)
        #expect(admitted(&gate, of: 1, now: 6) == 0)
    }

    @Test("the seat of suspects is for one, and who waits is woken once") func seat() {
        let seat = SuspectSeat()
        let (first, second) = (Asker(), Asker())
        let wakes = Atomic<Int>(0)
        #expect(seat.take(for: first) {})
        for _ in 0..<3 {
            #expect(!seat.take(for: second) { _ = wakes.add(1, ordering: .relaxed) })
        }
        seat.leave()
        #expect(wakes.load(ordering: .relaxed) == 1)
        #expect(seat.take(for: second) {})
    }

    private final class Asker {}
}
