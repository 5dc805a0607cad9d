import FoundationEssentials

/// A JSON answer that a queue sends on as a message of its own, its callback. The manifest's schema is that of `Body`.
///
///     func grade(_ sheet: Sheet, job: Job) async throws -> CallbackAnswer<Graded> {
///         guard let graded = read(sheet) else { return try CallbackAnswer(Graded.failed, isFailure: true) }
///         return try CallbackAnswer(graded, messageID: "\(sheet.batch):\(sheet.index)")
///     }
///
/// It reaches the host as an answer with the headers `message-id` and `outcome`; a source without callbacks, HTTP,
/// answers the body alone.
public struct CallbackAnswer<Body: Encodable & Sendable>: Sendable {
    /// The JSON as it is sent: what is kept for a later repetition is these bytes.
    public let bytes: [UInt8]
    /// Names the callback's message; nil: the job's id does. The same at each attempt, so that receivers can tell
    /// repetitions.
    public let messageID: String?
    /// The job is done, and what the answer tells is a failure: it is sent as any other, and counted as one.
    public let isFailure: Bool

    /// - Throws: what encoding the body throws.
    public init(_ body: Body, messageID: String? = nil, isFailure: Bool = false) throws {
        self.init(encoded: Array(try JSONCoding.encode(body)), messageID: messageID, isFailure: isFailure)
    }

    /// An answer that was encoded before, byte for byte.
    public init(encoded bytes: [UInt8], messageID: String? = nil, isFailure: Bool = false) {
        self.bytes = bytes
        self.messageID = messageID
        self.isFailure = isFailure
    }

    /// Of the ABI's result; at most 64.
    var headers: [(name: String, value: String)] {
        var headers: [(name: String, value: String)] = []
        if let messageID { headers.append(("message-id", messageID)) }
        if isFailure { headers.append(("outcome", "failure")) }
        return headers
    }
}
