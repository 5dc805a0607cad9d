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
    /// Whether the connection is encrypted: `amqps://`, `rediss://`.
    public let isEncrypted: Bool
    /// All of it, credentials included.
    public let url: Secret
    /// The URL without its credentials, to be shown.
    public let shownURL: String
    public let position: SourcePosition
}
