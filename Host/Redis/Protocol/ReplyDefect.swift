/// Why bytes are no reply. What follows them cannot be read either: the connection is of no use any more.
public enum ReplyDefect: Error, Sendable, Equatable {
    /// A byte that begins no type.
    case type
    /// A line that does not end, or has no end where it should.
    case line
    case number
    /// A length that is negative or more than the limits allow.
    case length
    case depth
}

/// How much of a reply is believed.
public struct ReplyLimits: Sendable {
    /// Most bytes of one string. Redis itself keeps at most 512 MiB.
    public var string = 64 << 20
    /// Most bytes of a line: a simple string, an error, a number.
    public var line = 64 << 10
    /// Most elements of one list; twice as many in a map.
    public var elements = 1 << 20
    /// Most lists in one another.
    public var depth = 16
    /// Most bytes of one reply with all that is in it.
    public var reply = 256 << 20

    public init() {}
}
