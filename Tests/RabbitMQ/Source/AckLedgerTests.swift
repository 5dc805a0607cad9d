import Fuzzing
import Testing

@testable import HostRabbitMQ

@Suite struct AckLedgerTests {
    /// A ledger that can be changed within an expectation.
    private final class Book {
        private var ledger: AckLedger

        init(epoch: UInt64 = 1, prefetch: Int) { ledger = AckLedger(epoch: epoch, prefetch: prefetch) }

        var unsettled: Int { ledger.unsettled }
        var nextMoment: UInt64? { ledger.nextMoment }
        func take(_ tag: UInt64) -> AckLedger.Place { ledger.take(tag) }
        func done(_ place: AckLedger.Place, now: UInt64) -> Bool { ledger.done(place, now: now) }
        func refuse(_ place: AckLedger.Place, requeue: Bool) -> Bool { ledger.refuse(place, requeue: requeue) }
        func words(now: UInt64) -> [AckLedger.Word] { ledger.words(now: now) }
    }

    private func ledger(prefetch: Int = 100, taking count: Int) -> (Book, [AckLedger.Place]) {
        let ledger = Book(epoch: 7, prefetch: prefetch)
        let places = (1...count).map { ledger.take(UInt64($0)) }
        return (ledger, places)
    }

    @Test("what has ended without a gap goes in one word, up to the highest") func contiguous() {
        let (ledger, places) = ledger(taking: 5)
        for index in [2, 0, 1] { #expect(ledger.done(places[index], now: 0)) }
        #expect(ledger.words(now: 0) == [.acknowledge(3, upTo: true)])
        #expect(ledger.words(now: 0) == [])
        #expect(ledger.unsettled == 2)
    }

    @Test("one alone is acknowledged alone") func single() {
        let (ledger, places) = ledger(taking: 2)
        #expect(ledger.done(places[0], now: 0))
        #expect(ledger.words(now: 0) == [.acknowledge(1, upTo: false)])
    }

    @Test("what waits behind a slow one goes singly after a while, and the slow one when it has ended") func slowHead()
    {
        let (ledger, places) = ledger(taking: 4)
        #expect(ledger.done(places[2], now: 1_000))
        #expect(ledger.done(places[1], now: 50_000_000))
        #expect(ledger.words(now: 99_000_000) == [])
        #expect(ledger.nextMoment == 1_000 + AckLedger.patience)
        #expect(
            ledger.words(now: 1_000 + AckLedger.patience) == [
                .acknowledge(3, upTo: false), .acknowledge(2, upTo: false),
            ])
        #expect(ledger.nextMoment == nil)
        #expect(ledger.done(places[0], now: 200_000_000))
        #expect(ledger.done(places[3], now: 200_000_000))
        #expect(ledger.words(now: 200_000_000) == [.acknowledge(4, upTo: true)])
        #expect(ledger.unsettled == 0)
    }

    @Test("when more than half of the prefetch waits behind a slow one, it does not wait longer") func fullWindow() {
        let (ledger, places) = ledger(prefetch: 4, taking: 4)
        #expect(ledger.done(places[1], now: 0))
        #expect(ledger.done(places[2], now: 0))
        #expect(ledger.words(now: 0) == [])
        #expect(ledger.done(places[3], now: 0))
        #expect(ledger.words(now: 0).count == 3)
        #expect(ledger.unsettled == 1)
    }

    @Test("a refused one is told before the words that reach over it") func refusal() {
        let (ledger, places) = ledger(taking: 3)
        #expect(ledger.done(places[0], now: 0))
        #expect(ledger.done(places[2], now: 0))
        #expect(ledger.refuse(places[1], requeue: true))
        #expect(ledger.words(now: 0) == [.refuse(2, requeue: true), .acknowledge(3, upTo: true)])
    }

    @Test("nothing is settled twice") func twice() {
        let (ledger, places) = ledger(taking: 2)
        #expect(ledger.done(places[0], now: 0))
        #expect(!ledger.done(places[0], now: 0))
        #expect(!ledger.refuse(places[0], requeue: true))
        _ = ledger.words(now: 0)
        #expect(!ledger.done(places[0], now: 0))
        // The slot is another delivery's now.
        let next = ledger.take(3)
        #expect(next.slot == places[0].slot)
        #expect(!ledger.done(places[0], now: 0))
        #expect(!ledger.refuse(places[0], requeue: false))
        #expect(ledger.refuse(places[1], requeue: false))
        #expect(!ledger.refuse(places[1], requeue: false))
        #expect(ledger.words(now: 0) == [.refuse(2, requeue: false)])
    }

    @Test("no word reaches over a delivery that has not come yet") func late() {
        let ledger = Book(prefetch: 10)
        let (first, third) = (ledger.take(1), ledger.take(3))
        #expect(ledger.done(first, now: 0))
        #expect(ledger.done(third, now: 0))
        #expect(ledger.words(now: 0) == [.acknowledge(1, upTo: false), .acknowledge(3, upTo: false)])
        let (second, fourth) = (ledger.take(2), ledger.take(4))
        #expect(ledger.done(fourth, now: 0))
        #expect(ledger.words(now: 0) == [])
        #expect(ledger.done(second, now: 0))
        #expect(ledger.words(now: 0) == [.acknowledge(4, upTo: true)])
    }

    @Test("a delivery that comes after a higher one is put before it") func disorder() {
        let ledger = Book(prefetch: 10)
        let places = [1, 3, 5, 2, 4].map { ledger.take($0) }
        for index in [0, 1, 2] { #expect(ledger.done(places[index], now: 0)) }
        #expect(ledger.words(now: 0) == [.acknowledge(1, upTo: false)])
        #expect(ledger.done(places[3], now: 0))
        #expect(ledger.words(now: 0) == [.acknowledge(3, upTo: true)])
        #expect(ledger.done(places[4], now: 0))
        #expect(ledger.words(now: 0) == [.acknowledge(5, upTo: true)])
        #expect(ledger.unsettled == 0)
    }

    @Test("a delivery of another channel's time is not settled") func otherEpoch() {
        let (_, old) = ledger(taking: 1)
        let ledger = Book(epoch: 8, prefetch: 10)
        _ = ledger.take(1)
        #expect(!ledger.done(old[0], now: 0))
        #expect(!ledger.refuse(old[0], requeue: true))
        #expect(ledger.words(now: .max) == [])
    }

    /// A broker's view of the channel, which refuses what a real one would close the channel for.
    private struct Witness {
        var open: Set<UInt64> = []
        var acknowledged: Set<UInt64> = []
        var refused: Set<UInt64> = []

        mutating func hear(_ word: AckLedger.Word) {
            switch word {
            case .acknowledge(let tag, let upTo):
                #expect(open.contains(tag), "an unknown tag closes the channel")
                let told = open.filter { upTo ? $0 <= tag : $0 == tag }
                open.subtract(told)
                acknowledged.formUnion(told)
            case .refuse(let tag, _):
                let wasOpen = open.remove(tag) != nil
                #expect(wasOpen, "an unknown tag closes the channel")
                refused.insert(tag)
            }
        }
    }

    @Test("in any order of ends, each delivery is told once and as it ended", arguments: 0..<20, [true, false])
    func anyOrder(seed: UInt64, isOrdered: Bool) {
        var random = SeededRandom(seed)
        let prefetch = Int.random(in: 1...40, using: &random)
        let ledger = Book(prefetch: prefetch)
        var witness = Witness()
        var open: [AckLedger.Place] = []
        var (done, refused): (Set<UInt64>, Set<UInt64>) = ([], [])
        var (tag, now): (UInt64, UInt64) = (0, 0)
        var brought: [UInt64] = []
        for _ in 0..<2_000 {
            now += UInt64.random(in: 0...20_000_000, using: &random)
            // To the broker a delivery is open from the moment it sends it, wherever it is on its way.
            if ledger.unsettled + brought.count < prefetch, Bool.random(using: &random) {
                tag += 1
                witness.open.insert(tag)
                brought.append(tag)
            }
            if !brought.isEmpty, isOrdered || Bool.random(using: &random) {
                let next = isOrdered ? 0 : Int.random(in: 0..<brought.count, using: &random)
                open.append(ledger.take(brought.remove(at: next)))
            }
            if !open.isEmpty, Int.random(in: 0..<3, using: &random) > 0 {
                // Some stay for long.
                let place = open.remove(at: Int.random(in: min(1, open.count - 1)..<open.count, using: &random))
                if Int.random(in: 0..<8, using: &random) == 0 {
                    #expect(ledger.refuse(place, requeue: true))
                    refused.insert(place.tag)
                } else {
                    #expect(ledger.done(place, now: now))
                    done.insert(place.tag)
                }
            }
            if Bool.random(using: &random) { for word in ledger.words(now: now) { witness.hear(word) } }
            #expect(ledger.unsettled <= prefetch)
        }
        for place in open + brought.map({ ledger.take($0) }) {
            #expect(ledger.done(place, now: now))
            done.insert(place.tag)
        }
        for word in ledger.words(now: now) { witness.hear(word) }
        #expect(witness.acknowledged == done)
        #expect(witness.refused == refused)
        #expect(witness.open.isEmpty && ledger.unsettled == 0 && ledger.nextMoment == nil)
    }
}
