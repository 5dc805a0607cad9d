import Testing

@testable import HostRabbitMQ

@Suite struct AttemptCountTests {
    @Test("a new message is at its first attempt") func first() {
        var count = AttemptCount([], redelivered: false)
        #expect(count.attempt == 1 && count.redeliveries == 0 && count.isCounted)
        count.tries = 2
        #expect(count.attempt == 2)
    }

    @Test("a quorum queue's count is taken as it is") func quorum() {
        var count = AttemptCount([("x-delivery-count", .integer(3))], redelivered: true)
        count.tries = 1
        #expect(count.isCounted && count.redeliveries == 3 && count.attempt == 4)
    }

    @Test("a redelivered message without a count has to be counted in the store") func classic() {
        var count = AttemptCount([("traceparent", .text("x"))], redelivered: true)
        #expect(!count.isCounted)
        count.counted(2)
        count.tries = 1
        #expect(count.isCounted && count.redeliveries == 2 && count.attempt == 3)
    }

    @Test("a copy for the ladder carries step, redeliveries and attempts on") func ladder() {
        var count = AttemptCount([("x-delivery-count", .integer(2))], redelivered: true)
        count.tries = 4
        var next = AttemptCount(count.copied, redelivered: false)
        next.tries = 1
        #expect(next.step == 1 && next.redeliveries == 3 && next.attempt == 7)
        var last = AttemptCount(next.copied + [("x-delivery-count", .integer(1))], redelivered: true)
        last.tries = 1
        #expect(last.step == 2 && last.redeliveries == 5 && last.attempt == 9)
    }

    @Test("numbers that nobody could mean are bounded", arguments: [Int64.min, -1, Int64.max])
    func nonsense(number: Int64) {
        let names = ["x-delivery-count", "x-proctor-step", "x-proctor-redeliveries", "x-proctor-attempts"]
        let count = AttemptCount(names.map { ($0, .integer(number)) }, redelivered: true)
        #expect((0...2_000_000).contains(count.redeliveries))
        #expect((0...1_000_000).contains(count.step))
        #expect((1...2_000_001).contains(count.attempt))
    }

    @Test("a count that is no number is no count") func text() {
        let count = AttemptCount(
            [("x-delivery-count", .text("7")), ("x-proctor-step", .boolean(true))], redelivered: true)
        #expect(!count.isCounted && count.redeliveries == 0 && count.step == 0)
    }
}
