/// An entry under `brokers:`: a message broker that bindings name.
public struct BrokerSettings: Sendable, Equatable {
    public enum Kind: String, Sendable, CaseIterable {
        /// RabbitMQ, by AMQP 0-9-1.
        case amqp
        /// Redis, where BullMQ keeps its queues.
        case redis
    }

    public let name: String
    public let kind: Kind
    /// Without brackets.
    public var host: String
    public var port: Int
    /// Of a RabbitMQ never nil: `guest` and `guest` when the file names neither.
    public var username: String?
    public var password: Secret?
    /// AMQP's virtual host; for Redis the number of the database.
    public var virtualHost: String
    /// Nil: not encrypted.
    public var tls: TLSSettings?
    /// How often both sides show that they live; a peer that is silent for twice as long is gone. AMQP only.
    public var heartbeat = Duration.seconds(20)
    /// How long connecting may take, handshakes included.
    public var connectTimeout = Duration.seconds(10)
    public let position: SourcePosition

    public init(
        name: String, kind: Kind, host: String, port: Int, virtualHost: String, position: SourcePosition
    ) {
        self.name = name
        self.kind = kind
        self.host = host
        self.port = port
        self.virtualHost = virtualHost
        self.position = position
    }

    /// To be shown: no credentials.
    public var shownAddress: String {
        let place = host.contains(":") ? "[\(host)]" : host
        return "\(kind.rawValue)\(tls == nil ? "" : "s")://\(place):\(port)/\(virtualHost == "/" ? "" : virtualHost)"
    }
}
