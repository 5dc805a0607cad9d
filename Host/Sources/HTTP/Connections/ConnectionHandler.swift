import NIOCore
import NIOHTTP1

/// Runs one connection by ``ConnectionState``: stands between the parser and everything that knows requests, keeps the
/// time, frames answers for the client at hand, and tells a job that its client has gone. All of it on the
/// connection's event loop.
final class ConnectionHandler: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart
    typealias OutboundOut = HTTPServerResponsePart

    private var state: ConnectionState
    private var context: ChannelHandlerContext?
    private var timer: Scheduled<Void>?
    private var timerDeadline = UInt64.max
    private var form = ConnectionState.AnswerForm(isOld: false, hidesBody: false, closes: false)
    private var expectsContinue = false
    /// Bytes of all answers so far.
    private var written = 0
    /// The client has closed its side, or the connection is gone.
    private(set) var isClosed = false
    /// Called once when the client closes its side; set for the time of one request.
    var onDisconnect: (() -> Void)?

    /// No deadline that comes with a request is sooner.
    private let longestSleep: UInt64

    init(limits: ConnectionState.Limits) {
        longestSleep = limits.readTimeout
        state = ConnectionState(limits: limits, now: Self.now)
    }

    /// Why the request that is to be answered now is refused; nil for one like any other.
    var refusal: RequestRefusal? { state.current?.refusal }

    /// Somebody is about to read the body: a client that waits for that word hears it.
    func continueBody() {
        guard expectsContinue, let context, state.isReading else { return }
        expectsContinue = false
        context.writeAndFlush(
            wrapOutboundOut(.head(HTTPResponseHead(version: .http1_1, status: .continue))), promise: nil)
    }

    /// Bytes came from the client; false when they are not for the parser.
    func takes(_ bytes: ByteBuffer) -> Bool {
        let onlyLineBreaks = bytes.readableBytes <= 4 && bytes.readableBytesView.allSatisfy { $0 == 0x0D || $0 == 0x0A }
        switch state.bytesArrived(bytes.readableBytes, onlyLineBreaks: onlyLineBreaks, now: Self.now) {
        case .pass:
            schedule()
            return true
        case .drop: return false
        case .close:
            context?.close(promise: nil)
            return false
        }
    }

    /// Bytes of an answer go to the system.
    func gives(_ count: Int) { written += count }

    // MARK: From the client

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard state.isReading else { return }
        switch unwrapInboundIn(data) {
        case .head(let head):
            switch RequestHead.check(head) {
            case .success(let length):
                expectsContinue = length != .none && head.headers.contains(name: "expect")
                state.requestBegan(
                    ConnectionState.Request(
                        isHEAD: head.method == .HEAD, isOld: head.version == .http1_0,
                        keepsAlive: RequestHead.keepsAlive(head)),
                    length: length, now: Self.now)
                context.fireChannelRead(data)
            case .failure(let refusal): act(on: state.refuse(refusal), refusal)
            }
        case .body(let bytes):
            expectsContinue = false
            state.bodyArrived(bytes.readableBytes, now: Self.now)
            context.fireChannelRead(data)
        case .end:
            state.requestEnded(now: Self.now)
            context.fireChannelRead(data)
        }
        schedule()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError else { return context.fireErrorCaught(error) }
        guard state.isReading else { return }
        let refusal = RequestRefusal(error)
        act(on: state.refuse(refusal), refusal)
    }

    /// A refusal travels the way of a request, so that it is answered after those that came before it.
    private func act(on failure: ConnectionState.Failure, _ refusal: RequestRefusal) {
        guard let context else { return }
        switch failure {
        case .answer:
            context.fireChannelRead(
                wrapInboundOut(.head(HTTPRequestHead(version: .http1_1, method: .GET, uri: "/"))))
            context.fireChannelRead(wrapInboundOut(.end(nil)))
            context.fireChannelReadComplete()
        case .body:
            context.fireChannelReadComplete()
            context.fireErrorCaught(refusal)
        case .close: context.close(promise: nil)
        }
        schedule()
    }

    // MARK: To the client

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): write(head, context, promise)
        case .body:
            if form.hidesBody { promise?.succeed() } else { context.write(data, promise: promise) }
        case .end: writeEnd(data, context, promise)
        }
    }

    private func write(_ head: HTTPResponseHead, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        var head = head
        let hasLength = head.headers.contains(name: "content-length") || !head.status.mayHaveResponseBody
        let wantsClose = head.headers[canonicalForm: "connection"].contains { $0.lowercased() == "close" }
        form = state.answerBegins(hasLength: hasLength, closes: wantsClose)
        if form.isOld { head.version = .http1_0 }
        if form.closes {
            head.headers.replaceOrAdd(name: "connection", value: "close")
        } else if form.isOld {
            head.headers.replaceOrAdd(name: "connection", value: "keep-alive")
        }
        context.write(wrapOutboundOut(.head(head)), promise: promise)
        // Nobody waits for the rest of a stream that HEAD began: its job hears that the client has gone.
        if form.hidesBody, !hasLength {
            context.flush()
            finish(context)
        }
    }

    private func writeEnd(_ data: NIOAny, _ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        guard state.answerEnded(now: Self.now) else {
            context.write(data, promise: promise)
            return schedule()
        }
        let flushed = promise ?? context.eventLoop.makePromise()
        flushed.futureResult.assumeIsolated().whenComplete { [self] _ in finish(context) }
        context.write(data, promise: flushed)
    }

    /// The last answer is out: says so, and gives the client a moment to read it.
    private func finish(_ context: ChannelHandlerContext) {
        guard !isClosed else { return context.close(promise: nil) }
        state.linger(now: Self.now)
        context.close(mode: .output, promise: nil)
        schedule()
    }

    // MARK: Life

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        schedule()
    }

    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelInactive(context: ChannelHandlerContext) {
        state.closed()
        timer?.cancel()
        timer = nil
        tellDisconnect()
        context.fireChannelInactive()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        switch event {
        case is ChannelShouldQuiesceEvent:
            if state.quiesce() { context.close(promise: nil) }
        case ChannelEvent.inputClosed:
            tellDisconnect()
            if state.canCloseNow { context.close(promise: nil) }
            context.fireUserInboundEventTriggered(event)
        default: context.fireUserInboundEventTriggered(event)
        }
    }

    private func tellDisconnect() {
        isClosed = true
        onDisconnect?()
        onDisconnect = nil
    }

    // MARK: Time

    private static var now: UInt64 { NIODeadline.now().uptimeNanoseconds }

    /// Sees to it that the timer goes off no later than the state wants. It goes off early, to look again, so that it is
    /// seldom moved: moving is dear where there are thousands of timers.
    private func schedule() {
        guard let context, let deadline = state.deadline, deadline < timerDeadline else { return }
        timer?.cancel()
        timerDeadline = min(deadline, Self.now &+ longestSleep)
        timer = context.eventLoop.assumeIsolated().scheduleTask(deadline: .uptimeNanoseconds(timerDeadline)) {
            [self] in
            timer = nil
            timerDeadline = .max
            switch state.expire(now: Self.now) {
            case .nothing: schedule()
            case .close: context.close(promise: nil)
            case .failed(let failure): act(on: failure, .timedOut)
            case .quiet: endIfQuiet()
            }
        }
    }

    private func endIfQuiet() {
        guard let context else { return }
        let waiting = (try? context.channel.syncOptions?.getOption(.bufferedWritableBytes)) ?? 0
        if state.keepsQuiet(flushed: written - waiting, waiting: waiting, now: Self.now) {
            schedule()
        } else {
            context.close(promise: nil)
        }
    }
}
