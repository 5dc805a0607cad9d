/// One listening socket.
public struct ListenerSettings: Sendable, Equatable {
    public enum Address: Sendable, Hashable {
        /// An address or host name without brackets. Port 0 lets the system choose a free one.
        case tcp(host: String, port: Int)
        /// A Unix socket by its path.
        case unix(path: String)
    }

    public var name: String
    public var address: Address
    /// Who may come in; nil when the file does not say, which only a loopback address or a Unix socket allows.
    public var authentication: AuthenticationSettings?
    /// The largest request body, in bytes.
    public var bodyLimit = 20 << 20
    /// Most bytes of a request's head: its first line and headers.
    public var headerLimit = 64 << 10
    /// How long a request's head may take to arrive, and each further piece of its body.
    public var readTimeout = Duration.seconds(15)
    /// How long a connection may stay open without a request.
    public var idleTimeout = Duration.seconds(75)
    /// Most connections at once; more wait in the kernel. Nil leaves it to the process's limit of open files.
    public var connections: Int?

    public init(name: String, address: Address) {
        self.name = name
        self.address = address
    }
}
