import HTTPTypes
import HostObservability
import HummingbirdCore
import NIOCore

/// An answer that the host gives by itself: health, readiness, status, errors before a job exists.
public struct PlainAnswer: Sendable {
    public var status: Int
    public var mediaType: String
    public var body: String

    public init(status: Int = 200, mediaType: String = "application/json", body: String) {
        self.status = status
        self.mediaType = mediaType
        self.body = body
    }

    /// `{"detail": message}`, as the services before this one wrote their errors.
    public static func failure(_ status: Int, _ message: String) -> PlainAnswer {
        PlainAnswer(status: status, body: JSONText.object([("detail", JSONText.quoted(message))]))
    }

    /// The response, with further headers.
    func response(_ extra: [(HTTPField.Name, String)] = []) -> Response {
        var headers: HTTPFields = [.contentType: mediaType]
        for (name, value) in extra { headers[name] = value }
        return Response(
            status: .init(code: status), headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: body)))
    }
}

/// Answers `METHOD /path` without a job; nil when the path is not its own. On the event loop: it may
/// suspend, and must not block.
public typealias PlainRoutes = @Sendable (_ method: String, _ path: String) async -> PlainAnswer?
