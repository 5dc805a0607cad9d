/// Ends a job for good: it would fail again, so it is never tried again and goes to the dead letters.
public struct Reject: Error, Sendable {
    public var message: String
    public var code: String
    public var httpStatus: Int?
    public var detail: JSONValue?

    /// - Parameters:
    ///   - message: a sentence for a person: what was found, what is needed, what to do.
    ///   - code: stable, for programs: `sheet.not_found`.
    ///   - httpStatus: 400...599, what an HTTP source answers; nil lets the host choose.
    ///   - detail: what an HTTP source answers as `{"detail": ...}` in place of the message.
    public init(_ message: String, code: String = "rejected", httpStatus: Int? = nil, detail: JSONValue? = nil) {
        self.message = message
        self.code = code
        self.httpStatus = httpStatus
        self.detail = detail
    }
}

/// Ends this attempt: the same job may succeed later.
public struct Retry: Error, Sendable {
    public var message: String
    public var code: String
    /// How long to wait at least; nil lets the host choose.
    public var after: Duration?
    public var httpStatus: Int?

    public init(
        _ message: String = "Not possible at the moment.", code: String = "retry", after: Duration? = nil,
        httpStatus: Int? = nil
    ) {
        self.message = message
        self.code = code
        self.after = after
        self.httpStatus = httpStatus
    }
}

/// Says that this instance can do no further job and has to be replaced.
public struct Broken: Error, Sendable {
    public var message: String
    public var code: String

    public init(_ message: String, code: String = "broken") {
        self.message = message
        self.code = code
    }
}
