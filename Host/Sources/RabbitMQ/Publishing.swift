import HostConfiguration

/// A message that has to reach the broker before its job is settled.
struct PublishRequest: Sendable {
    var exchange: String
    var routingKey: String
    var properties: MessageProperties
    var body: [UInt8]
    /// Tries in all, pauses, and how long one may go without a confirm.
    var retry: RetryPolicy
    var timeout: Duration
}

/// What became of it, once and for all.
enum PublishOutcome: Sendable, Equatable {
    case confirmed
    /// Tried as often as it may be; the last reason, with a stable code: `callback.unroutable`, `callback.refused`,
    /// `callback.timeout`, `broker.unreachable`, `broker.blocked`.
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
