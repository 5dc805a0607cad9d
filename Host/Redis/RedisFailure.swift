/// Why a command has no result.
public enum RedisFailure: Error, Sendable, Equatable, CustomStringConvertible {
    /// Never sent: there is no connection now. The text says why, for a person, without what was asked.
    case unreachable(String)
    /// Sent, and the connection ended before the reply: it may have been carried out.
    case interrupted(String)
    /// No reply in its time: it may have been carried out, or still be.
    case timeout
    /// Never sent: too many commands wait already.
    case busy
    /// Never sent: the client has been closed.
    case closed
    /// The server said no.
    case server(RedisError)

    public var description: String {
        switch self {
        case .unreachable(let reason): reason
        case .interrupted(let reason): "the connection ended: \(reason)"
        case .timeout: "the server did not answer in time"
        case .busy: "too many commands wait for the server"
        case .closed: "the connection has been closed by this host"
        case .server(let error): "the server refused with \(error.code)"
        }
    }
}
