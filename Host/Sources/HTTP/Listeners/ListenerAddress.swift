public import HostConfiguration

/// Where a listener listens, once it does.
public struct ListenerAddress: Sendable, Equatable, CustomStringConvertible {
    /// `http`, `admin`, a name under `host.listeners`, or a processor's.
    public let name: String
    /// With the port that the system chose, if it was to choose.
    public let address: ListenerSettings.Address

    public init(name: String, address: ListenerSettings.Address) {
        self.name = name
        self.address = address
    }

    /// `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/proctor.sock`.
    public var description: String { address.text }
}

extension ListenerSettings.Address {
    /// `127.0.0.1:8080`, `[::1]:8080` or `unix:/run/proctor.sock`.
    public var text: String {
        switch self {
        case .tcp(let host, let port): host.contains(":") ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        }
    }
}

/// Why a listener does not listen.
public struct ListenerFailure: Error, Sendable, Equatable, CustomStringConvertible {
    public let name: String
    public let address: ListenerSettings.Address
    /// What the system said.
    public let reason: String

    public var description: String {
        "the \(name) listener cannot listen on \(address.text): \(reason)"
    }
}
