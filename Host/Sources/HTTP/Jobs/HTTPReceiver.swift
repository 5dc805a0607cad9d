import HTTPTypes
import HostDispatch
import HostObservability
import HummingbirdCore
import NIOCore
import Synchronization

/// The HTTP side of one job: it answers once with a whole body, or streams pieces as the client takes them.
///
/// Pieces wait in a ``PieceWindow``; when it is full the plugin hears so and waits, and when the connection has taken
/// what was there the plugin is told to go on. The connection takes no more than the socket has room for.
final class HTTPReceiver: DeliveryReceiver {
    /// How long an event stream may be silent: proxies close what they take for dead, mostly after a minute.
    static let heartbeat = TimeAmount.seconds(15)

    private enum Phase {
        /// Nothing has been said yet.
        case waiting(UnsafeContinuation<Response, Never>)
        case streaming
        case ended(failed: Bool)
    }

    private struct State {
        var phase: Phase?
        var window = PieceWindow()
        var reader: UnsafeContinuation<Void, Never>?
        var ticket: JobTicket?
        var isClosed = false
        /// Something was sent since the last heartbeat.
        var hasSent = false
        var heartbeatIsDue = false
    }

    private let state = Mutex(State())
    private let framing: PieceFraming
    private let mediaType: String
    private let jobID: String
    private let loop: (any EventLoop)?
    private let heartbeat: TimeAmount

    /// - Parameter loop: for heartbeats; nil for none.
    init(
        framing: PieceFraming, mediaType: String, jobID: String, loop: (any EventLoop)?,
        heartbeat: TimeAmount = HTTPReceiver.heartbeat
    ) {
        self.framing = framing
        self.mediaType = mediaType
        self.jobID = jobID
        self.loop = loop
        self.heartbeat = heartbeat
    }

    func expect(_ continuation: UnsafeContinuation<Response, Never>) {
        state.withLock { $0.phase = .waiting(continuation) }
    }

    func hold(_ ticket: JobTicket?) {
        state.withLock { $0.ticket = ticket }
    }

    /// The client has gone: cancels the job.
    func disconnect() {
        let ticket = state.withLock { state in
            state.isClosed = true
            return state.ticket
        }
        ticket?.cancel()
    }

    func settle(_ completion: borrowing Completion) {
        let status = completion.status
        let error = completion.error
        let (head, reader) = state.withLock {
            state -> (UnsafeContinuation<Response, Never>?, UnsafeContinuation<Void, Never>?) in
            let reader = state.reader
            state.reader = nil
            defer { state.phase = .ended(failed: status != .ok) }
            guard case .waiting(let head) = state.phase else {
                if status != .ok, let last = framing.failure(error) { state.window.append(last) }
                return (nil, reader)
            }
            return (head, reader)
        }
        if let head {
            head.resume(
                returning: response(
                    status, error, payload: completion.payload, mediaType: completion.mediaType,
                    own: completion.headers))
        }
        reader?.resume()
    }

    func take(piece: UnsafeRawBufferPointer) -> PieceVerdict {
        enum Next {
            case verdict(PieceVerdict), head(UnsafeContinuation<Response, Never>)
            case reader(UnsafeContinuation<Void, Never>)
        }
        let next: Next = state.withLock { state in
            if state.isClosed { return .verdict(.closed) }
            if case .ended = state.phase { return .verdict(.closed) }
            guard state.window.hasRoom(for: piece.count) else { return .verdict(.full) }
            state.window.append(framing.frame(piece))
            if case .waiting(let head) = state.phase {
                state.phase = .streaming
                return .head(head)
            }
            guard let reader = state.reader else { return .verdict(.accepted) }
            state.reader = nil
            return .reader(reader)
        }
        switch next {
        case .verdict(let verdict): return verdict
        case .head(let head): head.resume(returning: streamResponse())
        case .reader(let reader): reader.resume()
        }
        return .accepted
    }

    // MARK: Answers

    private func response(
        _ status: JobStatus, _ error: JobError?, payload: UnsafeRawBufferPointer, mediaType ownType: String?,
        own ownHeaders: [(name: String, value: String)]
    ) -> Response {
        var headers: HTTPFields = [.contentType: ownType ?? (status == .ok ? mediaType : "application/json")]
        AnsweredHeaders.add(ownHeaders, to: &headers)
        headers[.requestID] = jobID
        if let seconds = StatusTable.retryAfter(status, error: error) { headers[.retryAfter] = String(seconds) }
        var body = ByteBuffer(bytes: payload)
        if status != .ok, payload.isEmpty {
            let text = error.map { $0.message.isEmpty ? $0.code : $0.message } ?? status.rawValue
            body = ByteBuffer(string: PlainAnswer.failure(0, text).body)
        }
        return Response(
            status: StatusTable.status(status, error: error), headers: headers, body: ResponseBody(byteBuffer: body))
    }

    private func streamResponse() -> Response {
        var headers: HTTPFields = [.contentType: framing.mediaType ?? mediaType, .cacheControl: "no-store"]
        headers[.requestID] = jobID
        return Response(
            status: .ok, headers: headers,
            body: ResponseBody { [self] writer in
                let beats = startHeartbeats()
                defer { beats?.cancel() }
                do {
                    while let pieces = try await nextPieces() { try await writer.write(pieces) }
                    try await writer.finish(nil)
                } catch {
                    disconnect()
                    throw error
                }
            })
    }

    /// The stream broke before its end: the connection is closed without the last chunk, so the client knows.
    struct BrokenStream: Error {}

    private func nextPieces() async throws -> ByteBuffer? {
        while true {
            enum Next { case pieces(ByteBuffer, JobTicket?), end, broken, wait }
            let next: Next = state.withLock { state in
                if let (buffer, wasFull) = state.window.takeAll() {
                    state.hasSent = true
                    return .pieces(buffer, wasFull ? state.ticket : nil)
                }
                if case .ended(let failed) = state.phase {
                    return failed && !framing.carriesFailure ? .broken : .end
                }
                guard state.heartbeatIsDue, let heartbeat = framing.heartbeat else { return .wait }
                state.heartbeatIsDue = false
                return .pieces(heartbeat, nil)
            }
            switch next {
            case .pieces(let buffer, let ticket):
                ticket?.writable()
                return buffer
            case .end: return nil
            case .broken: throw BrokenStream()
            case .wait: await waitForChange()
            }
        }
    }

    private func waitForChange() async {
        await withUnsafeContinuation { continuation in
            let ready = state.withLock { state in
                if case .ended = state.phase { return true }
                if !state.window.isEmpty || state.heartbeatIsDue { return true }
                state.reader = continuation
                return false
            }
            if ready { continuation.resume() }
        }
    }

    // MARK: Heartbeats

    private func startHeartbeats() -> RepeatedTask? {
        guard framing.heartbeat != nil else { return nil }
        return loop?.scheduleRepeatedTask(initialDelay: heartbeat, delay: heartbeat) { [self] _ in beat() }
    }

    /// Sends a sign of life when the stream was silent for one interval and somebody waits for what comes next.
    private func beat() {
        let reader = state.withLock { state in
            defer { state.hasSent = false }
            guard !state.hasSent, let reader = state.reader else { return nil as UnsafeContinuation<Void, Never>? }
            state.heartbeatIsDue = true
            state.reader = nil
            return reader
        }
        reader?.resume()
    }
}
