import HostConfiguration

/// A message that has to reach the broker before its job is settled.
struct PublishRequest: Sendable {
    var exchange: String
    var routingKey: String
    var properties: MessageProperties
    var body: [UInt8]
    /// Tries in all, pauses, and how long one may go without a confirm. What was sent and came to nothing is a try;
    /// waiting for a broker is none.
    var retry: RetryPolicy
    var timeout: Duration
    /// How long it may wait, from the request on, for a broker that is away, is blocked or takes nothing.
    var patience = Self.patience
    /// The processor whose callback it is, for metrics; nil: it is not counted as a callback.
    var service: String?

    /// Its job stays unacknowledged meanwhile: well below the half hour after which RabbitMQ closes the consumer's
    /// channel, so that the attempts at the job and at its callback have their time beside it.
    static let patience = Duration.seconds(600)
}

/// What became of it, once and for all.
enum PublishOutcome: Sendable, Equatable {
    case confirmed
    /// Tried as often, or waited for as long, as it may be; the last reason, with a stable code: `callback.unroutable`,
    /// `callback.refused`, `callback.timeout`, `broker.unreachable`, `broker.blocked`. Only `callback.invalid` is final:
    /// AMQP cannot carry the message, and never will.
    case failed(code: String, message: String)
}

/// Publishes with confirms over a connection of its own: a broker that takes nothing holds up no acknowledgement.
///
/// Many messages are under way at once. Callable from any thread; does not block.
protocol MessagePublishing: AnyObject, Sendable {
    /// `done` is called once, on the publisher's thread; it must not block. After ``stop(within:)`` at the latest.
    func publish(_ request: PublishRequest, done: @escaping @Sendable (PublishOutcome) -> Void)
    /// Confirms that are waited for, and messages that wait to be sent.
    var pending: Int { get }
    /// Why nothing can be published at the moment; nil when it can.
    var hindrance: String? { get }
}
