import Testing

@testable import HostRabbitMQ

@Suite("A message whose broker is away, blocked or silent")
struct PublishWaitingTests {
    @Test("a broker that is blocked or away is waited for, and uses up no attempt")
    func standing() {
        var desk = PublishDesk()
        desk.add("a", attempts: 1)
        desk.pass(300, .blocked("memory"))
        desk.pass(299, .unreachable("gone"))
        #expect(desk.outcomes.isEmpty && desk.retries.isEmpty)
        #expect(desk.send() == ["a"])
        desk.pass(9)
        desk.confirm(1)
        #expect(desk.code("a") == "confirmed")
    }

    @Test("a broker is waited for as long as the request's patience, whatever attempts are left")
    func patience() {
        var desk = PublishDesk()
        desk.add("blocked", attempts: 5)
        desk.add("away", patience: 700)
        desk.add("full", patience: 800)
        desk.pass(599, .blocked("memory"))
        #expect(desk.outcomes.isEmpty)
        desk.pass(1, .blocked("memory"))
        #expect(desk.code("blocked") == "broker.blocked")
        desk.pass(100, .unreachable("gone"))
        #expect(desk.code("away") == "broker.unreachable")
        desk.pass(100)
        #expect(desk.code("full") == "callback.timeout")
        #expect(desk.retries.isEmpty)
    }

    @Test("the time for a confirm begins when the message is sent")
    func timeOfConfirm() {
        var desk = PublishDesk()
        desk.add("a", attempts: 1)
        desk.pass(100)
        #expect(desk.send() == ["a"])
        desk.pass(9)
        #expect(desk.outcomes.isEmpty)
        desk.pass(1)
        #expect(desk.code("a") == "callback.timeout")
    }

    @Test("what was sent before the broker blocked is waited for, and has its time once it does not any more")
    func blockedUnderWay() {
        var desk = PublishDesk()
        for id in ["a", "b"] { desk.add(id, attempts: 1) }
        _ = desk.send()
        desk.pass(200, .blocked("memory"))
        #expect(desk.outcomes.isEmpty && desk.retries.isEmpty)
        desk.resume()
        #expect(desk.send() == [])
        desk.pass(9)
        desk.confirm(1)
        #expect(desk.code("a") == "confirmed")
        desk.pass(1)
        #expect(desk.code("b") == "callback.timeout")
        desk.add("c", attempts: 1)
        _ = desk.send()
        desk.pass(600, .blocked("memory"))
        #expect(desk.code("c") == "broker.blocked")
    }

    @Test("a lost connection has all that was under way sent again, first, in order, and with no attempt used up")
    func lost() {
        var desk = PublishDesk()
        for id in ["a", "b"] { desk.add(id, attempts: 1) }
        _ = desk.send()
        desk.add("c")
        for _ in 0..<10 {
            desk.lose()
            #expect(desk.send() == ["a", "b", "c"])
        }
        desk.confirm(1)
        #expect(desk.code("a") == "confirmed")
        desk.pass(5)
        desk.lose()
        desk.pass(594, .unreachable("gone"))
        #expect(desk.code("b") == nil)
        desk.pass(1, .unreachable("gone"))
        #expect(desk.code("b") == "broker.unreachable" && desk.code("c") == "broker.unreachable")
        #expect(desk.retries.isEmpty)
    }

    @Test("a connection that is lost when the patience is over ends what was under way")
    func lostAtLast() {
        var desk = PublishDesk()
        desk.add("a", patience: 5)
        _ = desk.send()
        desk.pass(5)
        desk.lose()
        #expect(desk.code("a") == "broker.unreachable" && desk.send() == [])
    }

    @Test("a connection that the broker ends over what was sent uses an attempt up")
    func broken() {
        var desk = PublishDesk()
        desk.add("a", attempts: 2)
        _ = desk.send()
        desk.lose(.broken)
        #expect(desk.retries == ["a"] && desk.send() == ["a"])
        desk.lose(.broken)
        #expect(desk.code("a") == "broker.unreachable")
    }

    @Test("attempts that were given up and never confirmed take no place, and at last the channel is exchanged")
    func givenUp() {
        var desk = PublishDesk()
        for number in 0..<PublishWindow.most { desk.add("\(number)", attempts: 1) }
        #expect(desk.send().count == PublishWindow.most)
        #expect(!desk.ledger.needsNewChannel)
        desk.pass(10)
        #expect(desk.outcomes.count == PublishWindow.most)
        desk.add("next", attempts: 1)
        #expect(desk.send() == ["next"])
        #expect(desk.ledger.needsNewChannel)
        desk.restartChannel()
        #expect(!desk.ledger.needsNewChannel && desk.retries.isEmpty)
        #expect(desk.send() == ["next"])
        desk.confirm(1)
        #expect(desk.code("next") == "confirmed")
    }

    @Test("a channel whose oldest message is not confirmed does not grow for ever")
    func slowHead() {
        var desk = PublishDesk()
        desk.add("slow")
        #expect(desk.send() == ["slow"])
        var sent = 1
        while !desk.ledger.needsNewChannel, sent < 1_000_000 {
            desk.add("\(sent)")
            _ = desk.send()
            sent += 1
            desk.confirm(UInt64(sent))
        }
        #expect(sent == PublishWindow.longestSpan)
        desk.restartChannel()
        #expect(desk.send() == ["slow"] && desk.retries.isEmpty)
    }
}
