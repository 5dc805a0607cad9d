import Fuzzing
import Testing

@testable import HostRabbitMQ

@Suite("Numbers that the broker confirms")
struct ConfirmRingTests {
    private func settle(_ ring: inout ConfirmRing<Int>, _ tag: UInt64, upTo: Bool = false) -> [Int] {
        var settled: [Int] = []
        ring.settle(tag, upTo: upTo, into: &settled)
        return settled
    }

    @Test("numbers begin at 1 and go up by 1")
    func numbers() {
        var ring = ConfirmRing<Int>()
        #expect((1...5).map { ring.append($0) } == [1, 2, 3, 4, 5])
        #expect(settle(&ring, 1) == [1])
        #expect(ring.append(6) == 6)
    }

    @Test("one by one in any order, each once")
    func single() {
        var ring = ConfirmRing<Int>()
        for number in 1...4 { ring.append(number) }
        #expect(settle(&ring, 3) == [3])
        #expect(settle(&ring, 3) == [])
        #expect(settle(&ring, 1) == [1])
        #expect(settle(&ring, 2) == [2])
        #expect(ring.count == 1)
        #expect(settle(&ring, 4) == [4])
        #expect(ring.isEmpty)
    }

    @Test("all up to one, without those that are settled")
    func multiple() {
        var ring = ConfirmRing<Int>()
        for number in 1...6 { ring.append(number) }
        #expect(settle(&ring, 2) == [2])
        #expect(settle(&ring, 4, upTo: true) == [1, 3, 4])
        #expect(settle(&ring, 4, upTo: true) == [])
        #expect(settle(&ring, 0, upTo: true) == [5, 6])
    }

    @Test("unknown numbers are passed over")
    func unknown() {
        var ring = ConfirmRing<Int>()
        #expect(settle(&ring, 7) == [])
        #expect(settle(&ring, .max, upTo: true) == [])
        ring.append(1)
        #expect(settle(&ring, 0) == [])
        #expect(settle(&ring, 2) == [])
        #expect(settle(&ring, .max, upTo: true) == [1])
    }

    @Test("a new channel counts from 1 again")
    func restart() {
        var ring = ConfirmRing<Int>()
        for number in 1...3 { ring.append(number) }
        #expect(settle(&ring, 2) == [2])
        #expect(ring.restart() == [1, 3])
        #expect(ring.append(9) == 1)
        #expect(settle(&ring, 1) == [9])
    }

    @Test("the first that is wanted is changed, and no other")
    func change() {
        var ring = ConfirmRing<Int>()
        for number in [1, 2, 2] { ring.append(number) }
        #expect(ring.changeFirst(where: { $0 == 2 }) { $0 = 7 })
        #expect(!ring.changeFirst(where: { $0 == 5 }) { $0 = 7 })
        #expect(Array(ring.waiting) == [1, 7, 2])
    }

    @Test("whatever order confirms come in, each message is settled once")
    func random() {
        var random = SeededRandom(3)
        for _ in 0..<200 {
            var ring = ConfirmRing<Int>()
            var open = Set<Int>()
            var last = 0
            for _ in 0..<100 {
                if Bool.random(using: &random) {
                    last += 1
                    #expect(ring.append(last) == UInt64(last))
                    open.insert(last)
                } else {
                    let tag = Int.random(in: 0...last + 1, using: &random)
                    let upTo = Bool.random(using: &random)
                    let expected = open.filter { upTo ? tag == 0 || $0 <= tag : $0 == tag }
                    #expect(settle(&ring, UInt64(tag), upTo: upTo) == expected.sorted())
                    open.subtract(expected)
                    #expect(ring.count == open.count)
                }
            }
        }
    }
}
