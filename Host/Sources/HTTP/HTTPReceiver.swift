import HTTPTypes
import HostDispatch
import HostObservability
import Hummingbird
import NIOCore
import Synchronization

/// The HTTP side of one job: it answers once with a whole body, or streams pieces as the client takes them.
///
/// Pieces wait in a bounded window; when it is full the plugin hears so and waits, and when the client has taken
/// half of it the plugin is told to go on.
final class HTTPReceiver: DeliveryReceiver {
    /// Bytes and pieces that may wait for the client.
    private static let windowBytes = 256 * 1_024
    private static let windowPieces = 64

    private enum Phase {
        /// Nothing has been said yet.
        case waiting(UnsafeContinuation<Response, Never>)
        case streaming
        case ended(failed: Bool)
    }

    private struct State {
        var phase: Phase?
        var pieces: [ByteBuffer] = []
        var bytes = 0
        var wasFull = false
        var reader: UnsafeContinuation<Void, Never>?
        var ticket: JobTicket?
        var closed = false
    }

    private let state = Mutex(State())
    private let framing: PieceFraming
    private let mediaType: String
    private let jobID: String

    init(framing: PieceFraming, mediaType: String, jobID: String) {
        self.framing = framing
        self.mediaType = mediaType
        self.jobID = jobID
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
            state.closed = true
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
                if status != .ok, let last = framing.failure(error) { state.pieces.append(last) }
                return (nil, reader)
            }
            return (head, reader)
        }
        if let head {
            head.resume(
                returning: response(status, error, payload: completion.payload, mediaType: completion.mediaType))
        }
        reader?.resume()
    }

    func take(piece: UnsafeRawBufferPointer) -> PieceVerdict {
        enum Next {
            case verdict(PieceVerdict), head(UnsafeContinuation<Response, Never>), reader(
                UnsafeContinuation<Void, Never>)
        }
        let next: Next = state.withLock { state in
            if state.closed { return .verdict(.closed) }
            if case .ended = state.phase { return .verdict(.closed) }
            if state.pieces.count >= Self.windowPieces
                || (state.bytes > 0 && state.bytes + piece.count > Self.windowBytes)
            {
                state.wasFull = true
                return .verdict(.full)
            }
            let framed = framing.frame(piece)
            state.bytes += framed.readableBytes
            state.pieces.append(framed)
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
        _ status: JobStatus, _ error: JobError?, payload: UnsafeRawBufferPointer, mediaType own: String?
    ) -> Response {
        var headers: HTTPFields = [.contentType: own ?? (status == .ok ? mediaType : "application/json")]
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
                do {
                    while let piece = try await nextPiece() { try await writer.write(piece) }
                    try await writer.finish(nil)
                } catch {
                    disconnect()
                    throw error
                }
            })
    }

    /// The stream broke before its end: the connection is closed without the last chunk, so the client knows.
    struct BrokenStream: Error {}

    private func nextPiece() async throws -> ByteBuffer? {
        while true {
            enum Next { case piece(ByteBuffer, JobTicket?), end, broken, wait }
            let next: Next = state.withLock { state in
                if !state.pieces.isEmpty {
                    let piece = state.pieces.removeFirst()
                    state.bytes -= min(state.bytes, piece.readableBytes)
                    guard state.wasFull, state.pieces.count <= Self.windowPieces / 2,
                        state.bytes <= Self.windowBytes / 2
                    else { return .piece(piece, nil) }
                    state.wasFull = false
                    return .piece(piece, state.ticket)
                }
                guard case .ended(let failed) = state.phase else { return .wait }
                return failed && !framing.carriesFailure ? .broken : .end
            }
            switch next {
            case .piece(let piece, let ticket):
                ticket?.writable()
                return piece
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
                if !state.pieces.isEmpty { return true }
                state.reader = continuation
                return false
            }
            if ready { continuation.resume() }
        }
    }
}

extension HTTPField.Name {
    static let requestID = HTTPField.Name("X-Request-Id")!
}
