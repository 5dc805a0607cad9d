import Testing

@testable import HostRabbitMQ

@Suite("A message from request to outcome")
struct PublishLedgerTests {
    @Test("messages are sent in order and end with their confirms")
    func confirms() {
        var desk = PublishDesk()
        for id in ["a", "b", "c"] { desk.add(id) }
        #expect(desk.send() == ["a", "b", "c"])
        desk.confirm(2, upTo: true)
        #expect(desk.outcomes == ["a": .confirmed, "b": .confirmed])
        desk.confirm(3)
        #expect(desk.ledger.pending == 0)
        desk.confirm(3)
        #expect(desk.outcomes.count == 3)
    }

    @Test("a refused message is sent again after a pause, which doubles, as often as it may be")
    func refused() {
        var desk = PublishDesk()
        desk.add("a")
        _ = desk.send()
        desk.confirm(1, isAck: false)
        #expect(desk.send() == [])
        desk.pass(1)
        #expect(desk.send() == ["a"])
        desk.confirm(2, isAck: false)
        desk.pass(1)
        #expect(desk.send() == [])
        desk.pass(1)
        #expect(desk.send() == ["a"])
        desk.confirm(3, isAck: false)
        #expect(desk.code("a") == "callback.refused")
        #expect(desk.retries == ["a", "a"])
    }

    @Test("a returned message is unroutable though its confirm says yes")
    func unroutable() {
        var desk = PublishDesk()
        desk.add("a", attempts: 1)
        desk.add("b", attempts: 1)
        _ = desk.send()
        desk.returned("a")
        desk.confirm(2, upTo: true)
        #expect(desk.code("a") == "callback.unroutable")
        #expect(desk.code("b") == "confirmed")
    }

    @Test("of messages with one id the first with the returned address is meant, then the next")
    func sameID() {
        var desk = PublishDesk()
        for key in ["good", "bad", "bad"] { desk.add("a", key: key, attempts: 2) }
        _ = desk.send()
        desk.returned("a", key: "bad")
        #expect(desk.outcomes.isEmpty)
        desk.confirm(2)
        #expect(desk.retries == ["a"])
        desk.confirm(1)
        #expect(desk.code("a") == "confirmed")
    }

    @Test("no confirm in time is a failed attempt")
    func timeout() {
        var desk = PublishDesk()
        desk.add("a", attempts: 2)
        _ = desk.send()
        desk.pass(9)
        #expect(desk.retries.isEmpty)
        desk.pass(1)
        #expect(desk.retries == ["a"])
        desk.pass(1)
        #expect(desk.send() == ["a"])
        desk.pass(10)
        #expect(desk.code("a") == "callback.timeout")
    }

    @Test("a confirm that comes late counts, wherever the message is by then")
    func late() {
        var desk = PublishDesk()
        desk.add("pausing")
        desk.add("ready")
        desk.add("again")
        _ = desk.send()
        desk.pass(10)
        desk.confirm(1)
        #expect(desk.code("pausing") == "confirmed")
        desk.pass(1)
        desk.confirm(2)
        #expect(desk.code("ready") == "confirmed")
        #expect(desk.send() == ["again"])
        desk.confirm(3)
        #expect(desk.code("again") == "confirmed")
        desk.confirm(4)
        #expect(desk.ledger.pending == 0 && desk.send() == [])
    }

    @Test("what an attempt given up comes to later harms the next one not")
    func lateFailure() {
        var desk = PublishDesk()
        desk.add("a")
        _ = desk.send()
        desk.pass(10)
        desk.pass(1)
        #expect(desk.send() == ["a"])
        desk.confirm(1, isAck: false)
        #expect(desk.retries == ["a"])
        desk.confirm(2)
        #expect(desk.code("a") == "confirmed")
    }

    @Test("a missing exchange fails its own messages; the others are sent again, no attempt of theirs is used")
    func missingExchange() {
        var desk = PublishDesk()
        desk.add("good", attempts: 1)
        desk.add("bad", exchange: "it's gone", attempts: 1)
        desk.add("other", attempts: 1)
        _ = desk.send()
        desk.close(404, "NOT_FOUND - no exchange 'it's gone' in vhost '/'")
        #expect(desk.code("bad") == "callback.refused")
        #expect(desk.send() == ["good", "other"])
        desk.confirm(2, upTo: true)
        #expect(desk.code("good") == "confirmed" && desk.code("other") == "confirmed")
    }

    @Test("an exchange that is missing is asked for again once a second, by one message alone")
    func missingAgain() {
        var desk = PublishDesk()
        desk.add("bad", exchange: "gone", attempts: 1)
        _ = desk.send()
        desk.close(404, "NOT_FOUND - no exchange 'gone' in vhost '/'")
        desk.add("soon", exchange: "gone", attempts: 1)
        #expect(desk.send() == [])
        #expect(desk.code("soon") == "callback.refused")
        desk.add("good")
        desk.add("later", exchange: "gone", attempts: 1)
        desk.add("last", exchange: "gone", attempts: 1)
        desk.now += 1_000_000_000
        #expect(desk.send() == ["good"])
        desk.confirm(1)
        #expect(desk.send() == ["later"])
        desk.confirm(2)
        #expect(desk.send() == ["last"])
    }

    @Test("a channel closed for an unknown reason has its messages sent one by one until the cause is found")
    func suspects() {
        var desk = PublishDesk()
        for id in ["a", "bad", "c"] { desk.add(id, attempts: 1) }
        _ = desk.send()
        desk.close(406, "PRECONDITION_FAILED - message size 9 is larger than configured max size 8")
        #expect(desk.outcomes.isEmpty)
        #expect(desk.send() == ["a"])
        desk.confirm(1)
        #expect(desk.send() == ["bad"])
        desk.close(406, "PRECONDITION_FAILED")
        #expect(desk.code("bad") == "callback.refused")
        desk.add("new")
        #expect(desk.send() == ["c"])
        desk.confirm(1)
        #expect(desk.send() == ["new"])
    }

    @Test("no more than the window is under way")
    func window() {
        var desk = PublishDesk()
        for number in 0..<PublishWindow.most + 5 { desk.add("\(number)") }
        #expect(desk.send().count == PublishWindow.most)
        desk.confirm(3, upTo: true)
        #expect(desk.send().count == 3)
    }

    @Test("what the protocol cannot carry fails at once, for good")
    func limits() {
        var desk = PublishDesk()
        desk.add(String(repeating: "i", count: 256))
        desk.add("b", exchange: String(repeating: "x", count: 256))
        #expect(desk.code("b") == "callback.invalid")
        #expect(desk.outcomes.count == 2 && desk.send() == [])
    }

    @Test("at the end everything has an outcome, once")
    func end() {
        var desk = PublishDesk()
        for id in ["underWay", "pausing"] { desk.add(id) }
        _ = desk.send()
        desk.confirm(2, isAck: false)
        desk.add("ready")
        desk.ledger.endAll("stopping")
        desk.tell()
        #expect(desk.outcomes.count == 3)
        #expect(Set(["underWay", "pausing", "ready"].map { desk.code($0) }) == ["broker.unreachable"])
        #expect(desk.ledger.pending == 0)
        desk.confirm(1)
        desk.pass(100)
        #expect(desk.outcomes.count == 3 && desk.send() == [])
    }

    @Test("the exchange is read out of the broker's words")
    func words() {
        #expect(PublishLedger.exchange(in: "NOT_FOUND - no exchange 'a.b' in vhost '/'") == "a.b")
        #expect(PublishLedger.exchange(in: "ACCESS_REFUSED - access to exchange 'q' in vhost 'v' refused") == "q")
        for text in ["", "no exchange '", "exchange 'a", "PRECONDITION_FAILED - unknown delivery tag 1"] {
            #expect(PublishLedger.exchange(in: text) == nil)
        }
    }
}
