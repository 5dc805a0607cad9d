import HTTPTypes
import HostDispatch
import HostThreads
import Hummingbird
import NIOCore

/// Turns requests into jobs and their ends into responses. Runs on the event loop of the connection.
struct JobResponder: HTTPResponder {
    /// What travels from the request to the plugin as job headers. Credentials never do.
    static let passedHeaders: [(name: HTTPField.Name, job: String)] = [
        (.contentType, "content-type"), (.accept, "accept"), (.tracestate, "tracestate"),
        (.tenantSlug, "x-tenant-slug"),
    ]

    let router: JobRouter?
    let plain: PlainRoutes
    let bodyLimit: Int

    func respond(to request: Request, context: ConnectionContext) async -> Response {
        let path = request.uri.path
        let method = request.method.rawValue
        if let router {
            let key = method + " " + path
            if router.snapshot.http[key] != nil {
                return await job(request, key: key, router: router, context: context)
            }
        }
        if let answer = await plain(method, path) { return answer.response }
        if router?.snapshot.isEnding == true { return Self.ending }
        if let methods = router?.snapshot.methods[path] {
            var response = PlainAnswer.failure(405, "Method Not Allowed").response
            response.headers[.allow] = methods.sorted().joined(separator: ", ")
            return response
        }
        return Self.notFound
    }

    private static var notFound: Response { PlainAnswer.failure(404, "Not Found").response }

    /// For the time between the signal to end and the end: another host may take the request.
    private static var ending: Response {
        var response = PlainAnswer.failure(503, "the host is ending").response
        response.headers[.retryAfter] = "1"
        response.headers[.connection] = "close"
        return response
    }

    private func job(_ request: Request, key: String, router: JobRouter, context: ConnectionContext) async -> Response {
        let body: ByteBuffer
        do {
            body = try await request.body.collect(upTo: bodyLimit)
        } catch is NIOTooManyBytesError {
            var response = PlainAnswer.failure(413, "the body is larger than \(bodyLimit) bytes").response
            response.headers[.connection] = "close"
            return response
        } catch {
            return PlainAnswer.failure(400, "the body could not be read").response
        }
        let jobID = request.headers[.requestID].flatMap { Self.isPlain($0) ? $0 : nil } ?? RequestIdentity.job()
        var headers: [(name: String, value: String)] = []
        for (name, job) in Self.passedHeaders {
            if let value = request.headers[name] { headers.append((job, value)) }
        }
        headers.append(("traceparent", request.headers[.traceparent] ?? RequestIdentity.traceparent()))

        let watch = context.disconnectWatch
        if watch?.isClosed == true { return PlainAnswer.failure(499, "the client has gone").response }
        let received = MonotonicClock.now()
        let response = await withUnsafeContinuation { continuation in
            var receiver: HTTPReceiver?
            let submitted = router.submit(find: { $0.http[key] }) { route in
                let made = HTTPReceiver(
                    framing: PieceFraming(accept: request.headers[.accept], mediaType: route.mediaType),
                    mediaType: route.mediaType, jobID: jobID)
                made.expect(continuation)
                receiver = made
                return Delivery(
                    envelope: JobEnvelope(id: jobID, operation: route.operation, headers: headers),
                    payload: BufferPayload(buffer: body), receiver: made, received: received)
            }
            guard let submitted else {
                return continuation.resume(returning: router.snapshot.isEnding ? Self.ending : Self.notFound)
            }
            receiver?.hold(submitted.ticket)
            watch?.onDisconnect = { receiver?.disconnect() }
        }
        // A whole answer needs the watch no more; a stream keeps it until the next request takes it over.
        if response.body.contentLength != nil { watch?.onDisconnect = nil }
        return response
    }

    /// An id from outside goes into logs and headers: printable ASCII without spaces, and not long.
    private static func isPlain(_ id: String) -> Bool {
        !id.isEmpty && id.utf8.count <= 128 && id.utf8.allSatisfy { (0x21...0x7E).contains($0) }
    }
}

/// A request's body as the connection received it, lent to the plugin without a copy.
struct BufferPayload: JobPayload {
    let buffer: ByteBuffer

    func withUnsafeBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        buffer.withUnsafeReadableBytes(body)
    }
}

/// What the responder knows of a request beside the request.
struct ConnectionContext: InitializableFromSource, RequestContext {
    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        self.coreContext = .init(source: source)
        self.channel = source.channel
    }

    /// The connection's watch; nil off its event loop, where it could not be touched.
    var disconnectWatch: DisconnectWatch? {
        guard channel.eventLoop.inEventLoop else { return nil }
        return try? channel.pipeline.syncOperations.handler(type: DisconnectWatch.self)
    }
}

extension HTTPField.Name {
    static let traceparent = HTTPField.Name("traceparent")!
    static let tracestate = HTTPField.Name("tracestate")!
    static let tenantSlug = HTTPField.Name("X-Tenant-Slug")!
}
