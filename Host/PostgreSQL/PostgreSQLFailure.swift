/// Why a request to PostgreSQL was not done. Never a parameter's value, a row's content or a password.
public struct PostgreSQLFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public enum Reason: String, Sendable, CaseIterable {
        /// The server cannot be reached, refuses the log-in, ends, or has no room; or the connection was lost, and then
        /// it is not known whether what was under way has happened.
        case unreachable
        /// It took too long. What the server had begun it has undone, or will undo.
        case timeout
        /// Too many requests are waiting already.
        case busy
        /// A transaction was in the way: `40001`, `40P01`. All of it can be tried again.
        case conflict
        /// The server says that the statement is wrong, or not allowed.
        case refused
        /// The pool was closed.
        case closed
    }

    public let reason: Reason
    /// A sentence for a person, without names of hosts and users.
    public let message: String
    /// What libpq or the server said about a connection, for operators alone: it names hosts, addresses and users.
    public let detail: String?
    /// The server's five characters (PostgreSQL's manual, appendix A); nil when it was not the server that said it.
    public let sqlstate: String?
    /// Where in the statement's text, counted in characters from 1; nil when the server did not say.
    public let place: Int?

    public init(
        _ reason: Reason, _ message: String, sqlstate: String? = nil, place: Int? = nil, detail: String? = nil
    ) {
        self.reason = reason
        self.message = message
        self.detail = detail
        self.sqlstate = sqlstate
        self.place = place
    }

    /// All of it, for logs and operators.
    public var description: String {
        let text = detail.map { "\(message): \($0)" } ?? message
        return sqlstate.map { "\(text) (\($0))" } ?? text
    }

    /// There is no connection, for this reason.
    static func noConnection(_ detail: String, sqlstate: String? = nil) -> PostgreSQLFailure {
        PostgreSQLFailure(.unreachable, "there is no connection to the server", sqlstate: sqlstate, detail: detail)
    }

    static let closed = PostgreSQLFailure(.closed, "the connection pool is closed")

    /// What the server said about a statement. Its detail and hint are left out: they quote rows.
    init(sqlstate: String, message: String, place: Int? = nil) {
        self.init(
            Self.reason(of: sqlstate), Self.withoutValues(message, sqlstate: sqlstate), sqlstate: sqlstate,
            place: place)
    }

    private static func reason(of sqlstate: String) -> Reason {
        switch sqlstate {
        case "40001", "40P01": return .conflict
        case "57014": return .timeout
        default: break
        }
        // Lost connections, want of memory, disk or slots, a server that starts or stops, its operating system.
        let isServers = ["08", "53", "57", "58"].contains { sqlstate.hasPrefix($0) }
        return isServers ? .unreachable : .refused
    }

    /// Class 22, data exceptions, quotes the value that was wrong: `invalid input syntax for type integer: "17x"`.
    private static func withoutValues(_ message: String, sqlstate: String) -> String {
        guard sqlstate.hasPrefix("22"), let first = message.firstIndex(of: "\""),
            let last = message.lastIndex(of: "\""), first < last
        else { return message }
        return message[..<first] + "\"…\"" + message[message.index(after: last)...]
    }
}
