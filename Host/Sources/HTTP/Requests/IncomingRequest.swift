import HTTPTypes
import HummingbirdCore
import NIOCore

/// One request while it is being answered. Stays on the event loop of its connection.
final class IncomingRequest {
    let method: String
    let target: RequestTarget
    let fields: HTTPFields
    let loop: any EventLoop
    /// Nil off the event loop, where it could not be touched.
    let connection: ConnectionHandler?
    private let request: Request
    private let reader: RequestBodyReader
    private var read: RequestBodyReader.Body?

    init(_ request: Request, on channel: any Channel, reader: RequestBodyReader) {
        method = request.method.rawValue
        target = RequestTarget(request.head.path ?? "")
        fields = request.headers
        loop = channel.eventLoop
        connection =
            channel.eventLoop.inEventLoop
            ? try? channel.pipeline.syncOperations.handler(type: ConnectionHandler.self) : nil
        self.request = request
        self.reader = reader
    }

    /// Path and query, as they came.
    var fullTarget: String { request.head.path ?? "" }

    /// The body, which is read from the connection the first time.
    ///
    /// - Parameter hashes: whether its digest is wanted; only the first call decides.
    func body(hashes: Bool = false) async throws(EarlyAnswer) -> RequestBodyReader.Body {
        if let read { return read }
        do {
            let body = try await reader.read(request, from: connection, hashes: hashes)
            read = body
            return body
        } catch {
            throw EarlyAnswer(error)
        }
    }
}
