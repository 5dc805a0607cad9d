import HTTPTypes
import HostDispatch
import HostThreads
import HummingbirdCore
import NIOCore

/// Hands a request to the processor that it is bound to, and waits for the answer.
struct JobSubmission: Sendable {
    let router: JobRouter
    let listener: String

    /// One request, ready to be a job.
    struct Work {
        /// As it is bound: GET for HEAD.
        var method: String
        var path: String
        var fields: HTTPFields
        var parameters: RequestParameters
        /// Lent to the plugin as it is.
        var payload: any JobPayload
    }

    /// - Parameters:
    ///   - loop: the connection's.
    ///   - otherwise: the answer when nothing is bound there any more.
    func answer(
        _ work: Work, connection: ConnectionHandler?, loop: any EventLoop, otherwise: @autoclosure () -> Response
    ) async -> Response {
        let fields = work.fields
        let given = fields[.requestID].flatMap { RequestIdentity.isPlain($0) ? $0 : nil }
        let id = given ?? RequestIdentity.job()
        if connection?.isClosed == true { return PlainAnswer.failure(499, "the client has gone").response() }
        let received = MonotonicClock.now()
        let response = await withUnsafeContinuation { continuation in
            var receiver: HTTPReceiver?
            let submitted = router.submit(
                find: { $0.http[listener]?.route(method: work.method, path: work.path) },
                delivery: { route in
                    let made = HTTPReceiver(
                        framing: PieceFraming(accept: fields[.accept], mediaType: route.mediaType),
                        mediaType: route.mediaType, jobID: id, loop: loop)
                    made.expect(continuation)
                    receiver = made
                    let headers = PassedHeaders.headers(of: fields, parameters: work.parameters)
                    return Delivery(
                        envelope: JobEnvelope(id: id, operation: route.operation, headers: headers),
                        origin: "http", payload: work.payload, receiver: made, received: received)
                })
            guard let submitted else { return continuation.resume(returning: otherwise()) }
            receiver?.hold(submitted.ticket)
            connection?.onDisconnect = { receiver?.disconnect() }
        }
        // A whole answer needs the watch no more; a stream keeps it until the next request takes it over.
        if response.body.contentLength != nil { connection?.onDisconnect = nil }
        return response
    }
}

extension PathTable {
    /// The route of a job at this method and path.
    func route(method: String, path: String) -> Route? {
        guard case .found(let match) = match(method: method, path: path), match.purpose == .job else { return nil }
        return match.bound.route
    }
}

/// A request's body as the connection received it, lent to the plugin without a copy.
struct BufferPayload: JobPayload {
    let buffer: ByteBuffer
    /// The bytes count for as long as the job has them.
    let share: BodyBudget.Share

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        buffer.withUnsafeReadableBytes(body)
    }
}
