public import HostConfiguration

/// Where a server is and how to speak with it.
public struct RedisSettings: Sendable {
    public enum Place: Sendable, Equatable {
        /// One server.
        case server(SocketPlace)
        /// The one that sentinels name as the master of this name.
        case sentinel(master: String, sentinels: [SocketPlace])
    }

    public var place: Place
    public var username: String?
    public var password: Secret?
    /// For the sentinels themselves.
    public var sentinelPassword: Secret?
    /// The number of the database.
    public var database = 0
    /// Nil: not encrypted. For sentinels too.
    public var tls: TLSSettings?
    /// What the server calls the connection in `CLIENT LIST`. No spaces.
    public var name = "proctor"
    /// How long a command may take when it does not say; waiting for a connection included.
    public var timeout = Duration.seconds(5)
    /// How long connecting may take, the TCP connection and the handshakes each; the first commands wait as long.
    public var connectTimeout = Duration.seconds(3)
    /// How long commands wait for a connection that has just been lost. Behind it they fail at once.
    public var grace = Duration.milliseconds(500)
    /// How often an idle connection is tried.
    public var heartbeat = Duration.seconds(10)
    /// Most commands that wait for replies.
    public var commands = 100_000
    /// Most bytes of commands that wait for replies.
    public var bytes = 256 << 20

    public init(place: Place) { self.place = place }
}
