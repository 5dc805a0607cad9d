public import HostConfiguration

/// One HTTP request to an outside server, ready to be sent as it is.
public struct TransferRequest: Sendable {
    public var method: String
    /// Absolute, percent-encoded.
    public var url: String
    /// As they are sent; neither names nor values have line breaks.
    public var headers: [(name: String, value: String)]
    public var body: [UInt8]
    /// Whether it may be sent twice without harm. Only then is it sent again, unasked, when a kept connection turns out
    /// to be dead; any other that may have arrived ends as ``TransferFailure/Reason/broken``.
    public var isRepeatable: Bool
    public var connectTimeout = Duration.seconds(5)
    /// From the start until the answer's head is there.
    public var firstByteTimeout = Duration.seconds(30)
    /// Between two pieces of the answer. A stream that is held up by its own reader is not idle.
    public var idleTimeout = Duration.seconds(30)
    /// For everything; nil: no bound of its own.
    public var totalTimeout: Duration?
    /// Most bytes of an answer that is taken as a whole; a stream has no bound.
    public var responseLimit = 64 << 20
    public var tls = TLSSettings()
    /// `http://host:port`; nil: none.
    public var proxy: String?
    public var version = UpstreamSettings.HTTPVersion.automatic

    /// The methods by which nothing more happens when they are sent twice (RFC 9110, section 9.2.2).
    public static let repeatableMethods: Set = ["GET", "HEAD", "PUT", "DELETE", "OPTIONS"]

    public init(method: String, url: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        isRepeatable = Self.repeatableMethods.contains(method)
        self.url = url
        self.headers = headers
        self.body = body
    }
}

/// The first part of an answer.
public struct TransferHead: Sendable {
    public let status: Int
    /// Lower-case names, in the order of arrival; a name may come several times.
    public let headers: [(name: String, value: String)]

    public init(status: Int, headers: [(name: String, value: String)]) {
        self.status = status
        self.headers = headers
    }

    /// The first value of a header, by its lower-case name.
    public func header(_ name: String) -> String? { headers.first { $0.name == name }?.value }
}

/// A whole answer, whatever its status.
public struct TransferResponse: Sendable {
    public let head: TransferHead
    public let body: [UInt8]

    public init(head: TransferHead, body: [UInt8]) {
        self.head = head
        self.body = body
    }
}

/// Why there is no whole answer.
public struct TransferFailure: Error, Sendable, Equatable {
    public enum Reason: String, Sendable, CaseIterable {
        /// The request cannot be sent as it is: its URL, method or a header is none.
        case invalid
        /// Name not found, connection refused or lost before anything was sent: it can be sent again safely.
        case unreachable
        /// The peer's certificate or name is not to be trusted, or no common protocol.
        case untrusted
        case connectTimeout = "connect_timeout"
        case firstByteTimeout = "first_byte_timeout"
        case idleTimeout = "idle_timeout"
        case totalTimeout = "total_timeout"
        /// The answer ended early or was none, or the connection was lost when the request may have arrived.
        case broken
        case tooLarge = "too_large"
        case cancelled
    }

    public let reason: Reason
    /// A sentence for a person; no URL with a query, no header.
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }
}

/// Hears a streamed answer, on the loop's thread: every function returns at once. `head` comes once, then pieces, then
/// `ended`, once, in any case.
public protocol TransferReceiver: AnyObject, Sendable {
    func head(_ head: TransferHead)
    /// - Parameter piece: borrowed until return.
    /// - Returns: false to hold the stream: this piece counts as taken, and the next comes after ``Transfer/resume()``.
    func piece(_ piece: UnsafeRawBufferPointer) -> Bool
    func ended(_ failure: TransferFailure?)
}
