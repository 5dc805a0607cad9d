import Testing

@testable import HostHTTP

/// A state in a box: expectations cannot change a value.
private final class Walk {
    private var state: ConnectionState

    init(_ state: ConnectionState) { self.state = state }

    var current: ConnectionState.Request? { state.current }
    var deadline: UInt64? { state.deadline }
    var isReading: Bool { state.isReading }
    func bytesArrived(_ count: Int, onlyLineBreaks: Bool = false, now: UInt64) -> ConnectionState.Arrival {
        state.bytesArrived(count, onlyLineBreaks: onlyLineBreaks, now: now)
    }
    func requestBegan(_ request: ConnectionState.Request, length: BodyLength, now: UInt64) {
        state.requestBegan(request, length: length, now: now)
    }
    func bodyArrived(_ count: Int, now: UInt64) { state.bodyArrived(count, now: now) }
    func requestEnded(now: UInt64) { state.requestEnded(now: now) }
    func refuse(_ refusal: RequestRefusal) -> ConnectionState.Failure { state.refuse(refusal) }
    func answerBegins(hasLength: Bool) -> ConnectionState.AnswerForm {
        state.answerBegins(hasLength: hasLength, closes: false)
    }
    func answerEnded(now: UInt64) -> Bool { state.answerEnded(now: now) }
    func linger(now: UInt64) { state.linger(now: now) }
    func quiesce() -> Bool { state.quiesce() }
    func keepsQuiet(flushed: Int, waiting: Int, now: UInt64) -> Bool {
        state.keepsQuiet(flushed: flushed, waiting: waiting, now: now)
    }
    func expire(now: UInt64) -> ConnectionState.Expiry { state.expire(now: now) }
}

@Suite("Connection state") struct ConnectionStateTests {
    private static let second: UInt64 = 1_000_000_000
    private static let limits = ConnectionState.Limits(readTimeout: 15 * second, idleTimeout: 75 * second)

    private func state() -> Walk { Walk(ConnectionState(limits: Self.limits, now: 0)) }
    private func at(_ seconds: UInt64) -> UInt64 { seconds * Self.second }

    private func isQuiet(_ expiry: ConnectionState.Expiry) -> Bool {
        if case .quiet = expiry { return true }
        return false
    }

    private func isClose(_ expiry: ConnectionState.Expiry) -> Bool {
        if case .close = expiry { return true }
        return false
    }

    @Test("a connection without a request ends when its time is up")
    func idle() {
        let state = state()
        #expect(state.deadline == at(75))
        #expect(!isQuiet(state.expire(now: at(74))))
        #expect(isQuiet(state.expire(now: at(75))))
        #expect(!state.keepsQuiet(flushed: 0, waiting: 0, now: at(75)))
    }

    @Test("a head that does not arrive in time is refused with 408")
    func slowHead() {
        let state = state()
        _ = state.bytesArrived(1, now: at(10))
        _ = state.bytesArrived(1, now: at(24))
        #expect(state.deadline == at(25))
        guard case .failed(.answer) = state.expire(now: at(25)) else {
            Issue.record("not refused")
            return
        }
        #expect(state.current?.refusal?.status == 408)
        #expect(state.answerBegins(hasLength: true).closes)
        #expect(state.answerEnded(now: at(25)))
    }

    @Test("a body has to go on by its piece within each time")
    func tricklingBody() {
        let state = state()
        state.requestBegan(.init(), length: .bytes(100_000), now: at(0))
        state.bodyArrived(4_096, now: at(14))
        #expect(state.deadline == at(29))
        for second in 15..<29 as Range<UInt64> { state.bodyArrived(200, now: at(second)) }
        #expect(state.deadline == at(29))
        guard case .failed(.body) = state.expire(now: at(29)) else {
            Issue.record("not refused")
            return
        }
    }

    @Test("while an earlier request is being answered the client's time stands still")
    func pipelined() {
        let state = state()
        state.requestBegan(.init(), length: .none, now: at(0))
        state.requestEnded(now: at(0))
        #expect(state.deadline == at(75))
        state.requestBegan(.init(), length: .bytes(10), now: at(1))
        #expect(state.deadline == at(76))
        _ = state.answerBegins(hasLength: true)
        #expect(!state.answerEnded(now: at(60)))
        #expect(state.deadline == at(75))
    }

    @Test("a job may be long, and an answer taken slowly, but a client that takes nothing goes")
    func stalled() {
        let state = state()
        state.requestBegan(.init(), length: .none, now: at(0))
        state.requestEnded(now: at(0))
        #expect(isQuiet(state.expire(now: at(75))))
        #expect(state.keepsQuiet(flushed: 0, waiting: 0, now: at(75)))
        #expect(state.deadline == at(150))
        #expect(state.keepsQuiet(flushed: 500, waiting: 1_000, now: at(150)))
        #expect(state.keepsQuiet(flushed: 501, waiting: 1_000, now: at(225)))
        #expect(!state.keepsQuiet(flushed: 501, waiting: 1_000, now: at(300)))
    }

    @Test("an answer that was handed over is still taken after it")
    func slowTail() {
        let state = state()
        state.requestBegan(.init(), length: .none, now: at(0))
        state.requestEnded(now: at(0))
        _ = state.answerBegins(hasLength: true)
        #expect(!state.answerEnded(now: at(1)))
        #expect(state.keepsQuiet(flushed: 10, waiting: 5, now: at(76)))
        #expect(!state.keepsQuiet(flushed: 15, waiting: 0, now: at(151)))
    }

    @Test("line breaks between requests begin none")
    func lineBreaks() {
        let state = state()
        _ = state.bytesArrived(2, onlyLineBreaks: true, now: at(1))
        #expect(state.deadline == at(75))
    }

    @Test("an answer before the end of a large body is the last, and of a small one is not")
    func earlyAnswer() {
        for (length, closes) in [
            (BodyLength.bytes(1_000), false), (.bytes(65_536), false), (.bytes(65_537), true), (.chunked, true),
        ] {
            let state = state()
            state.requestBegan(.init(), length: length, now: 0)
            #expect(state.answerBegins(hasLength: true).closes == closes, "\(length)")
        }
    }

    @Test("a small rest of a body whose request is answered does not have for ever")
    func leftover() {
        let state = state()
        state.requestBegan(.init(), length: .bytes(1_000), now: 0)
        _ = state.answerBegins(hasLength: true)
        #expect(!state.answerEnded(now: at(1)))
        #expect(state.deadline == at(16))
        guard case .failed(.close) = state.expire(now: at(16)) else {
            Issue.record("not closed")
            return
        }
    }

    @Test("after the last answer a bounded rest is thrown away, for a bounded time")
    func lingering() {
        let state = state()
        state.requestBegan(.init(keepsAlive: false), length: .bytes(1 << 30), now: 0)
        #expect(state.answerBegins(hasLength: true).closes)
        #expect(state.answerEnded(now: 0))
        #expect(state.deadline == at(75))
        state.linger(now: at(5))
        let end = at(5) + Self.limits.lingerTime
        #expect(state.deadline == end)
        guard case .drop = state.bytesArrived(Self.limits.lingerBytes, now: at(5)) else {
            Issue.record("not dropped")
            return
        }
        guard case .close = state.bytesArrived(1, now: at(5)) else {
            Issue.record("not closed")
            return
        }
        #expect(isClose(state.expire(now: end)))
    }

    @Test("HTTP/1.0 and HEAD end an answer without a length by closing")
    func forms() {
        for (request, hasLength, closes) in [
            (ConnectionState.Request(isOld: true), true, false), (.init(isOld: true), false, true),
            (.init(isHEAD: true), true, false), (.init(isHEAD: true), false, true), (.init(), false, false),
        ] {
            let state = state()
            state.requestBegan(request, length: .none, now: 0)
            state.requestEnded(now: 0)
            let form = state.answerBegins(hasLength: hasLength)
            #expect(form.closes == closes && form.isOld == request.isOld && form.hidesBody == request.isHEAD)
        }
    }

    @Test("a listener that closes ends a silent connection at once and others with their answer")
    func quiesce() {
        let silent = state()
        #expect(silent.quiesce())
        let arriving = state()
        _ = arriving.bytesArrived(1, now: 0)
        #expect(!arriving.quiesce())
        let busy = state()
        busy.requestBegan(.init(), length: .none, now: 0)
        busy.requestEnded(now: 0)
        #expect(!busy.quiesce())
        #expect(busy.answerBegins(hasLength: true).closes)
        #expect(busy.answerEnded(now: 0))
    }

    @Test("nonsense after a request is answered after it")
    func refusalWaits() {
        let state = state()
        state.requestBegan(.init(), length: .none, now: 0)
        state.requestEnded(now: 0)
        guard case .answer = state.refuse(RequestRefusal(status: 400, reason: "")) else {
            Issue.record("not answered")
            return
        }
        #expect(state.current?.refusal == nil)
        #expect(!state.answerBegins(hasLength: true).closes)
        #expect(!state.answerEnded(now: 0))
        #expect(state.current?.refusal?.status == 400)
        #expect(state.answerBegins(hasLength: true).closes)
        #expect(!state.isReading)
    }
}
