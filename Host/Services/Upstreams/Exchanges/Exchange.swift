import HostDispatch
import HostServiceRequests
import HostThreads
import HostTransfers

/// One request of a plugin to an upstream, from its turn over its attempts to the last byte of its answer.
final class Exchange: @unchecked Sendable {  // touched on the transfer loop's thread only
    typealias Reply = @Sendable (ServiceAnswer) -> Void

    enum State: Equatable {
        /// For a place, for the rate, or for the next attempt.
        case waiting
        case sending
        /// The head of a stream was handed on.
        case streaming
        /// All of a stream has come, or it failed; what has come is not all read.
        case drained(ServiceRefusal?)
        case ended
    }

    let prepared: PreparedExchange
    private let isStream: Bool
    private let desk: ExchangeDesk
    private var reply: Reply?
    private var read: Reply?
    private(set) var state = State.waiting
    private let begin = MonotonicClock.now()
    private var attempts = 0
    private var holdsPlace = false
    /// A place among the attempts in a second that is still to come.
    private var holdsSlot = false
    private var pass: CircuitBreaker.Pass?
    private var transfer: Transfer?
    private var receiver: StreamReceiver?
    private var timer: ScheduledCall?
    /// Of the read that waits.
    private var patience: ScheduledCall?
    private var buffer = StreamBuffer()

    private var limits: UpstreamLimits { prepared.upstream.limits }
    private var name: String { prepared.upstream.settings.name }

    init(_ prepared: PreparedExchange, isStream: Bool, desk: ExchangeDesk, reply: @escaping Reply) {
        self.prepared = prepared
        self.isStream = isStream
        self.desk = desk
        self.reply = reply
    }

    // MARK: Turns and attempts

    func start() {
        guard !limits.breaker.isOpen(now: begin) else { return end(.circuitOpen(name), "circuit_open") }
        switch limits.turns.enter(prepared.key) {
        case .go: gotPlace()
        case .refused: end(.busy(name, "too many requests wait for their turn"), "busy")
        case .wait:
            let most = min(prepared.remaining(begin), prepared.upstream.settings.timeout)
            timer = desk.loop.after(most) { [self] in turnDidNotCome() }
        }
    }

    private func turnDidNotCome() {
        // It came when this was due already.
        guard !holdsPlace else { return }
        // A loop that stops calls what was to be done later at once.
        if desk.loop.isStopped { return end(.stopped, "cancelled") }
        end(.busy(name, "its turn did not come in time"), "busy")
    }

    func gotPlace() {
        holdsPlace = true
        timer?.cancel()
        timer = nil
        attempt()
    }

    private func attempt() {
        let now = MonotonicClock.now()
        let wait = Duration.nanoseconds(Int64(clamping: limits.bucket.wait(now: now)))
        guard wait < prepared.remaining(now) else {
            return end(.busy(name, "more requests in a second than it may get"), "busy")
        }
        guard let pass = limits.breaker.admit(now: now) else { return end(.circuitOpen(name), "circuit_open") }
        self.pass = pass
        _ = limits.bucket.take(now: now)
        guard wait > .zero else { return send() }
        holdsSlot = true
        state = .waiting
        timer = desk.loop.after(wait) { [self] in send() }
    }

    private func send() {
        guard state == .waiting else { return }
        state = .sending
        timer = nil
        holdsSlot = false
        attempts += 1
        let request = prepared.attempt(now: MonotonicClock.now(), second: desk.second())
        if isStream {
            let receiver = StreamReceiver(self)
            self.receiver = receiver
            transfer = desk.loop.stream(request, to: receiver)
        } else {
            let number = attempts
            transfer = desk.loop.start(request) { [self] result in answered(result, attempt: number) }
        }
    }

    private func answered(_ result: Result<TransferResponse, TransferFailure>, attempt: Int) {
        guard state == .sending, attempt == attempts else { return }
        switch result {
        case .failure(let failure): failed(failure)
        case .success(let response):
            if !isTriedAgain(response.head) { end(response.head, body: response.body) }
        }
    }

    private func failed(_ failure: TransferFailure) {
        // The time in all is the caller's: one with little of it must not trip the breaker for others.
        let tells = ![.cancelled, .tooLarge, .invalid, .totalTimeout].contains(failure.reason)
        if !isTriedAgain(.failure(failure.reason), isSuccess: false, tells: tells) {
            end(.failed(name, failure), failure.reason.rawValue)
        }
    }

    private func isTriedAgain(_ head: TransferHead) -> Bool {
        let asked = head.header("retry-after").flatMap { RetryAfter.wait($0, now: desk.second()) }
        return isTriedAgain(
            .answer(status: head.status, retryAfter: asked), isSuccess: head.status < 500 || head.status == 501,
            tells: true)
    }

    /// - Parameters:
    ///   - isSuccess: whether the upstream works.
    ///   - tells: whether the outcome says so at all.
    private func isTriedAgain(_ outcome: RetryRule.Outcome, isSuccess: Bool, tells: Bool) -> Bool {
        let now = MonotonicClock.now()
        passEnded(isSuccess: tells ? isSuccess : nil, now: now)
        let wait = prepared.rule.wait(
            after: attempts, outcome, remaining: prepared.remaining(now), chance: .random(in: 0...1))
        guard let wait, !limits.breaker.isOpen(now: now &+ wait.nanoseconds) else { return false }
        desk.metrics.retried(name)
        state = .waiting
        transfer?.cancel()
        transfer = nil
        receiver = nil
        timer = desk.loop.after(wait) { [self] in if state == .waiting { attempt() } }
        return true
    }

    private func passEnded(isSuccess: Bool?, now: UInt64) {
        guard let pass else { return }
        self.pass = nil
        if let isSuccess {
            limits.breaker.ended(pass, isSuccess: isSuccess, now: now)
        } else {
            limits.breaker.abandoned(pass, now: now)
        }
    }

    // MARK: Streams

    func head(_ head: TransferHead, from receiver: StreamReceiver) {
        guard state == .sending, receiver === self.receiver, !isTriedAgain(head) else { return }
        state = .streaming
        report(status: "\(head.status / 100)xx")
        answer(ServiceAnswer(.ok, AnswerFrame.bytes(head)))
    }

    func piece(_ piece: UnsafeRawBufferPointer, from receiver: StreamReceiver) -> Bool {
        guard state == .streaming, receiver === self.receiver else { return true }
        let goesOn = buffer.add(piece)
        return serve() || goesOn
    }

    func ended(_ failure: TransferFailure?, from receiver: StreamReceiver) {
        guard receiver === self.receiver else { return }
        switch state {
        case .sending:
            failed(failure ?? TransferFailure(.broken, "the answer has no head"))
        case .streaming:
            transfer = nil
            state = .drained(failure.map { .failed(name, $0) })
            givePlaceBack()
            // Nobody may ever read the rest.
            let keep = prepared.remaining(MonotonicClock.now()) + ExchangeDesk.restIsKept
            timer = desk.loop.after(keep) { [self] in close() }
            _ = serve()
        default: break
        }
    }

    /// Why a read is not possible now; nil when it is answered, or waits.
    ///
    /// - Parameter timeout: how long it waits; the exchange stays open when it is over.
    func read(within timeout: Duration?, _ reply: @escaping Reply) -> ServiceRefusal? {
        guard read == nil else { return .badExchange("this exchange is being read already: one read at a time") }
        switch state {
        case .streaming, .drained: break
        default: return .badExchange("this exchange has no stream to be read")
        }
        read = reply
        if !serve(), read != nil, let timeout {
            patience = desk.loop.after(timeout) { [self] in patienceEnded() }
        }
        return nil
    }

    private func patienceEnded() {
        guard let read = takeRead() else { return }
        read((desk.loop.isStopped ? ServiceRefusal.stopped : .silent(name)).answer)
    }

    private func takeRead() -> Reply? {
        patience?.cancel()
        patience = nil
        defer { read = nil }
        return read
    }

    /// Answers the read that waits, if it can be.
    ///
    /// - Returns: whether the buffer was emptied into it.
    private func serve() -> Bool {
        guard read != nil else { return false }
        if !buffer.isEmpty {
            let read = takeRead()
            let (bytes, resumes) = buffer.take()
            if resumes { transfer?.resume() }
            read?(ServiceAnswer(.ok, bytes))
            return true
        }
        if case .drained(let refusal) = state {
            let read = takeRead()
            state = .ended
            release()
            read?(refusal?.answer ?? ServiceAnswer(.ok, []))
        }
        return false
    }

    // MARK: Ends

    /// The plugin wants no more of it, or the rest was not fetched.
    func close() {
        guard state != .ended else { return }
        if case .drained = state {} else if state != .streaming { report(status: "cancelled") }
        state = .ended
        transfer?.cancel()
        release()
        takeRead()?(ServiceRefusal.cancelled.answer)
        answer(ServiceRefusal.cancelled.answer)
    }

    private func end(_ head: TransferHead, body: [UInt8]) {
        state = .ended
        report(status: "\(head.status / 100)xx")
        release()
        answer(ServiceAnswer(.ok, AnswerFrame.bytes(head, body: body)))
    }

    private func end(_ refusal: ServiceRefusal, _ reason: String) {
        guard state != .ended else { return }
        state = .ended
        report(status: reason)
        release()
        answer(refusal.answer)
    }

    private func answer(_ answer: ServiceAnswer) {
        let reply = reply
        self.reply = nil
        reply?(answer)
    }

    private func report(status: String) {
        desk.metrics.ended(name, status: status, seconds: Double(MonotonicClock.now() &- begin) / 1e9)
    }

    private func release() {
        timer?.cancel()
        timer = nil
        transfer = nil
        receiver = nil
        buffer = StreamBuffer()
        passEnded(isSuccess: nil, now: MonotonicClock.now())
        if holdsSlot { limits.bucket.giveBack() }
        holdsSlot = false
        _ = limits.turns.leave(prepared.key)
        desk.forget(self)
        givePlaceBack()
    }

    private func givePlaceBack() {
        guard holdsPlace else { return desk.show(prepared.upstream) }
        holdsPlace = false
        limits.turns.giveBack()
        desk.giveTurns(of: prepared.upstream)
    }
}
