/// A request that came to the model, and what became of its answer.
package struct SeenRequest: Decodable, Sendable {
    package enum End: String, Decodable, Sendable {
        case open
        case answered
        /// The client went away before the answer was complete.
        case clientClosed = "client_closed"
        /// A script broke the answer off.
        case cut
    }

    /// When its last byte came: CLOCK_MONOTONIC, nanoseconds.
    package let at: Int64
    package let method: String
    package let path: String
    /// Lowercase names; without keys.
    package let headers: [String: String]
    /// A string when it is not JSON.
    package let body: ScriptValue
    package let end: End
    /// On the clock of ``at``; nil while it is open.
    package let endedAt: Int64?
    package let status: Int?
    /// Tokens that were given so far.
    package let tokens: Int

    private enum CodingKeys: String, CodingKey {
        case at, method, path, headers, body, end, status, tokens
        case endedAt = "ended_at"
    }
}
