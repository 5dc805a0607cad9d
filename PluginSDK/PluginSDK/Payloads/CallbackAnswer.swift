import FoundationEssentials

/// A JSON answer that a queue sends on as a message of its own, its callback. The manifest's schema is that of `Body`.
///
///     func grade(_ sheet: Sheet, job: Job) async throws -> CallbackAnswer<Graded> {
///         guard let graded = read(sheet) else { return try CallbackAnswer(Graded.failed, isFailure: true) }
///         return try CallbackAnswer(graded, messageID: "\(sheet.batch):\(sheet.index)")
///     }
///
/// It reaches the host as an answer with the headers `message-id` and `outcome`; a source without callbacks, HTTP,
/// answers the body, with the answer's own headers.
public struct CallbackAnswer<Body: Encodable & Sendable>: Sendable {
    /// The JSON as it is sent: what is kept for a later repetition is these bytes.
    public let bytes: [UInt8]
    /// Names the callback's message; nil: the job's id does. The same at each attempt, so that receivers can tell
    /// repetitions.
    public let messageID: String?
    /// The job is done, and what the answer tells is a failure: it is sent as any other, and counted as one.
    public let isFailure: Bool
    /// What an HTTP client gets beside the body, by lower-case names that begin with `x-`; others are left out. A
    /// callback's message does not have them.
    public let httpHeaders: [(name: String, value: String)]

    /// - Throws: what encoding the body throws.
    public init(
        _ body: Body, messageID: String? = nil, isFailure: Bool = false,
        httpHeaders: KeyValuePairs<String, String> = [:]
    ) throws {
        self.init(
            encoded: Array(try JSONCoding.encode(body)), messageID: messageID, isFailure: isFailure,
            httpHeaders: httpHeaders)
    }

    /// An answer that was encoded before, byte for byte.
    public init(
        encoded bytes: [UInt8], messageID: String? = nil, isFailure: Bool = false,
        httpHeaders: KeyValuePairs<String, String> = [:]
    ) {
        self.bytes = bytes
        self.messageID = messageID
        self.isFailure = isFailure
        self.httpHeaders = httpHeaders.map { ($0.key.lowercased(), $0.value) }.filter { $0.0.hasPrefix("x-") }
    }

    /// Of the ABI's result; at most 64.
    var headers: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let messageID { headers.append(("message-id", messageID)) }
        if isFailure { headers.append(("outcome", "failure")) }
        return headers + httpHeaders
    }
}
