import Synchronization
import Testing

@testable import Report

@Suite("Many at once, in order")
struct InOrderTests {
    @Test("what is slow at the front holds back the others, and no more than a few of them", arguments: [1, 2, 8])
    func order(width: Int) async throws {
        let underWay = Mutex(0)
        let most = Mutex(0)
        var delivered: [Int] = []
        try await makeInOrder(Array(0..<100), width: width, ahead: width + 2) { number in
            let count = underWay.withLock { count in
                count += 1
                return count
            }
            most.withLock { $0 = max($0, count) }
            for _ in 0..<(number.isMultiple(of: 10) ? 50 : 1) { await Task.yield() }
            return number
        } deliver: { index, number in
            #expect(index == number)
            delivered.append(number)
            underWay.withLock { $0 -= 1 }
        }
        #expect(delivered == Array(0..<100))
        #expect(most.withLock { $0 } <= width + 2)
    }

    @Test("a failure ends it")
    func failure() async {
        struct Failure: Error {}
        let started = Mutex(0)
        await #expect(throws: Failure.self) {
            try await makeInOrder(Array(0..<100), width: 2, ahead: 4) { number in
                started.withLock { $0 += 1 }
                if number == 3 { throw Failure() }
                return number
            } deliver: { _, _ in
            }
        }
        #expect(started.withLock { $0 } < 20)
    }

    @Test("nothing to make is made at once")
    func nothing() async throws {
        try await makeInOrder([Int](), width: 2, ahead: 4) {
            $0
        } deliver: { _, _ in
            Issue.record("nothing comes")
        }
    }
}
