import Testing

@testable import HostQueue

@Suite struct OwnerSilenceTests {
    private let second: UInt64 = 1_000_000_000

    @Test("silence is the time since a beat was seen the second time, whatever it says")
    func beats() {
        var silence = OwnerSilence()
        silence.look([1: 500, 2: 500], at: 0)
        silence.look([1: 500, 2: 400], at: second)
        #expect(silence.milliseconds(of: 1) == 0)
        silence.look([1: 500, 2: 400], at: 2 * second)
        #expect(silence.milliseconds(of: 1) == 1_000)
        #expect(silence.milliseconds(of: 2) == 0)
        silence.look([1: 500, 2: 400], at: 3 * second)
        #expect(silence.milliseconds(of: 1) == 2_000)
        #expect(silence.milliseconds(of: 2) == 1_000)
    }

    @Test("a long time between two looks counts as two seconds; one that goes back counts nothing")
    func pauses() {
        var silence = OwnerSilence()
        for _ in 0..<2 { silence.look([1: 500], at: second) }
        silence.look([1: 500], at: 3_600 * second)
        #expect(silence.milliseconds(of: 1) == 2_000)
        silence.look([1: 500], at: second)
        #expect(silence.milliseconds(of: 1) == 2_000)
        silence.look([1: 500], at: .max)
        #expect(silence.milliseconds(of: 1) == 4_000)
    }

    @Test("an owner that has gone and comes back begins anew")
    func gone() {
        var silence = OwnerSilence()
        for moment in 0..<3 { silence.look([1: 500], at: UInt64(moment) * second) }
        #expect(silence.milliseconds(of: 1) == 1_000)
        silence.look([:], at: 3 * second)
        #expect(silence.milliseconds(of: 1) == 0)
        for moment in 4..<6 { silence.look([1: 500], at: UInt64(moment) * second) }
        #expect(silence.milliseconds(of: 1) == 0)
    }
}
