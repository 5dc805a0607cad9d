import Testing

@testable import HostUpstreams

@Suite("Limits as state machines")
struct LimitStateTests {
    @Test("the breaker opens after failures in a row, lets one try, and goes by how that ends")
    func breaker() {
        var breaker = CircuitBreaker(limit: 2, pause: 10)
        func pass(_ now: UInt64) -> CircuitBreaker.Pass? { breaker.admit(now: now) }
        breaker.ended(.usual, isSuccess: false, now: 0)
        breaker.ended(.usual, isSuccess: true, now: 0)
        breaker.ended(.usual, isSuccess: false, now: 0)
        #expect(!breaker.isTripped)
        breaker.ended(.usual, isSuccess: false, now: 0)
        #expect(breaker.isTripped && breaker.isOpen(now: 9))
        #expect(pass(9) == nil)
        #expect(pass(10) == .trial)
        #expect(pass(11) == nil)
        breaker.ended(.usual, isSuccess: true, now: 11)  // sent before it opened
        #expect(breaker.isTripped)
        breaker.ended(.trial, isSuccess: false, now: 12)
        #expect(pass(21) == nil)
        #expect(pass(22) == .trial)
        breaker.abandoned(.trial, now: 23)
        #expect(pass(23) == .trial)
        breaker.ended(.trial, isSuccess: true, now: 24)
        #expect(!breaker.isTripped && pass(24) == .usual)
    }

    @Test("a breaker without a limit never opens")
    func noBreaker() {
        var breaker = CircuitBreaker(limit: 0, pause: 10)
        for _ in 0..<100 { breaker.ended(.usual, isSuccess: false, now: 0) }
        #expect(breaker.admit(now: 0) == .usual)
    }

    @Test("tokens: a second's worth at once, then evenly; what was not used is not saved up")
    func bucket() {
        let second: UInt64 = 1_000_000_000
        var bucket = TokenBucket(rate: 4)
        let start = 100 * second
        #expect((0..<4).map { _ in bucket.take(now: start) } == [0, 0, 0, 0])
        #expect(bucket.take(now: start) == second / 4)
        #expect(bucket.take(now: start) == second / 2)
        #expect(bucket.take(now: start + 3 * second) == 0)
        let later = start + 60 * second
        #expect((0..<5).map { _ in bucket.take(now: later) } == [0, 0, 0, 0, second / 4])
        var none = TokenBucket(rate: nil)
        #expect((0..<1_000).allSatisfy { _ in none.take(now: 1) == 0 })
    }

    @Test("tokens: without a limit any more nobody waits")
    func noLimitAnyMore() {
        let start: UInt64 = 100_000_000_000
        var bucket = TokenBucket(rate: 1)
        for _ in 0..<60 { _ = bucket.take(now: start) }
        bucket.setRate(nil)
        #expect(bucket.wait(now: start) == 0)
        #expect(bucket.take(now: start) == 0)
    }

    @Test("turns: in order, bounded, and who has left is passed over")
    func turns() {
        var turns = TurnQueue<Int>(places: 2, lineLimit: 3)
        #expect((1...6).map { turns.enter($0) } == [.go, .go, .wait, .wait, .wait, .refused])
        #expect(turns.next() == nil)
        let (left, again, stranger) = (turns.leave(4), turns.leave(4), turns.leave(1))
        #expect(left && !again && !stranger)
        turns.giveBack()
        #expect(turns.next() == 3)
        #expect(turns.next() == nil)
        turns.giveBack()
        #expect(turns.next() == 5)
        turns.giveBack()
        turns.giveBack()
        #expect(turns.next() == nil)
        #expect(turns.taken == 0)
        turns.places = 1
        #expect(turns.enter(7) == .go)
        #expect(turns.enter(8) == .wait)
        turns.places = 2
        #expect(turns.next() == 8)
    }

    @Test("a line that people keep leaving does not fill up")
    func leaving() {
        var turns = TurnQueue<Int>(places: 1, lineLimit: 10)
        _ = turns.enter(0)
        var waited = 0
        for number in 1...20_000 {
            if turns.enter(number) == .wait, turns.leave(number) { waited += 1 }
        }
        #expect(waited == 20_000)
        turns.giveBack()
        #expect(turns.next() == nil)
    }

    @Test("a stream's buffer says when to hold and when to go on, and keeps every byte in order")
    func buffer() {
        var buffer = StreamBuffer()
        let piece = (0..<100_000).map { UInt8(truncatingIfNeeded: $0) }
        let verdicts = (0..<3).map { _ in piece.withUnsafeBytes { buffer.add($0) } }
        #expect(verdicts == [true, true, false])
        let first = buffer.take()
        #expect(first.resumes && first.bytes.count == StreamBuffer.limit)
        let second = buffer.take()
        #expect(!second.resumes)
        #expect(first.bytes + second.bytes == piece + piece + piece)
        #expect(buffer.isEmpty)
    }
}
