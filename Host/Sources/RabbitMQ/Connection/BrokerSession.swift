/// What is done over one connection to a broker. All of it runs on the connection's own thread.
///
/// A connection that is lost is made again; every channel, consumer and delivery tag of the old one is void then, and
/// nothing of it is ever used with the new one.
protocol BrokerSession: AnyObject, Sendable {
    /// A new connection is open: channels are opened, consumers begun. An error closes it again, and it is retried.
    func opened(_ broker: any OpenBroker) throws(BrokerFailure)
    /// Something came in. An error closes the connection.
    func received(_ event: BrokerEvent, _ broker: any OpenBroker) throws(BrokerFailure)
    /// Once after each batch of events, after a ``BrokerThread/wake()`` and after ``nextMoment``: what has gathered is
    /// sent. An error closes the connection.
    func turn(_ broker: any OpenBroker) throws(BrokerFailure)
    /// When ``turn(_:)`` has to run at the latest, on the monotonic clock; nil: when something happens.
    var nextMoment: UInt64? { get }
    /// The connection is gone: called once for each that was opened.
    func lost(_ failure: BrokerFailure)
    /// The same as ``turn(_:)`` while there is no connection: after a wake, after ``nextMoment``, and after each attempt
    /// to connect that failed.
    func turnWithoutBroker(_ failure: BrokerFailure)
    /// The thread has been stopped: nothing is called after this. ``lost(_:)`` was called before if a connection was open.
    func ended()
}

extension BrokerSession {
    func turnWithoutBroker(_ failure: BrokerFailure) {}
    func ended() {}
}

/// What may be sent over an open connection; on its own thread only. Calls that wait for an answer take at most the
/// connection's time for answers; events that come meanwhile are kept for the session.
protocol OpenBroker: AnyObject {
    /// - Parameter prefetch: most unsettled deliveries of the channel's consumers; nil: the channel does not consume.
    func openChannel(_ channel: UInt16, prefetch: UInt16?, confirms: Bool) throws(BrokerFailure)
    func closeChannel(_ channel: UInt16) throws(BrokerFailure)
    /// Declares a queue, or passively asks whether it is there. A refusal closes the channel: `channel` is then to be opened again.
    func declareQueue(_ queue: QueueDeclaration, on channel: UInt16) throws(BrokerFailure)
    func bind(queue: String, to exchange: String, key: String, on channel: UInt16) throws(BrokerFailure)
    func consume(_ queue: String, tag: String, on channel: UInt16) throws(BrokerFailure)
    func cancelConsumer(_ tag: String, on channel: UInt16) throws(BrokerFailure)
    func acknowledge(_ tag: UInt64, upTo: Bool, on channel: UInt16) throws(BrokerFailure)
    func refuse(_ tag: UInt64, requeue: Bool, on channel: UInt16) throws(BrokerFailure)
    /// Its confirm carries the channel's next number, from 1.
    func publish(_ message: borrowing OutgoingMessage, on channel: UInt16) throws(BrokerFailure)
    /// The broker's own name and version: `RabbitMQ 3.10.8`.
    var server: String { get }
    /// False when the socket's buffer is rather full: ``BrokerSession/turn(_:)`` is called when it is not any more.
    /// Asked before a publish, it keeps the thread from waiting for a broker that does not read.
    var hasRoom: Bool { get }
    /// Counts the connections of this thread, from 1.
    var generation: UInt64 { get }
}

/// What comes in over a connection.
enum BrokerEvent {
    case delivery(IncomingMessage)
    /// `isAck` false: the broker could not take it. Up to and with `tag` when `upTo`.
    case confirm(channel: UInt16, tag: UInt64, upTo: Bool, isAck: Bool)
    /// A mandatory message found no queue; its confirm follows.
    case returned(channel: UInt16, message: ReturnedMessage)
    /// The broker has ended a consumer: its queue is gone, say.
    case consumerCancelled(channel: UInt16, tag: String)
    /// The broker has closed a channel; it can be opened again.
    case channelClosed(channel: UInt16, code: UInt16, text: String)
    /// The broker takes nothing that is published, for want of memory or disk; nil: it does again.
    case blocked(String?)

    /// Nil when it concerns the whole connection.
    var channel: UInt16? {
        switch self {
        case .delivery(let message): message.channel
        case .confirm(let channel, _, _, _), .returned(let channel, _), .consumerCancelled(let channel, _),
            .channelClosed(let channel, _, _):
            channel
        case .blocked: nil
        }
    }
}

/// Why a connection, channel or request failed.
struct BrokerFailure: Error, Equatable {
    enum Reason: String {
        /// Not reachable, lost, silent beyond its heartbeats.
        case unreachable
        /// User, password or right refused: 403, 530.
        case refused
        /// Certificate or name.
        case untrusted
        /// 404: no such queue or exchange.
        case notFound
        /// 406: declared otherwise; or an unknown tag.
        case mismatch
        /// 405: another consumer has it alone.
        case locked
        /// Another word of the broker's, or what is none.
        case broken
    }

    let reason: Reason
    /// A sentence for a person, without credentials.
    let message: String
    /// The broker's code when it said one.
    var code: UInt16?
}

struct QueueDeclaration: Equatable {
    enum Value: Equatable { case text(String), number(Int64) }

    var name: String
    var isPassive = false
    var arguments: [(String, Value)] = []

    static func == (a: Self, b: Self) -> Bool {
        a.name == b.name && a.isPassive == b.isPassive && a.arguments.elementsEqual(b.arguments, by: ==)
    }
}

/// A message as it came.
struct IncomingMessage: Sendable {
    var channel: UInt16
    var tag: UInt64
    var redelivered: Bool
    var exchange: String
    var routingKey: String
    var properties: MessageProperties
    /// Owned: copied out of the library's buffers once.
    var body: [UInt8]
}

/// The basic properties that are used here (AMQP 0-9-1, class 60), and the header table.
///
/// A short string that came and is no UTF-8 is carried as it came by its projection: `a.$type = b.$type`.
struct MessageProperties: Sendable {
    enum Value: Equatable, Sendable {
        case text(String), integer(Int64), number(Double), boolean(Bool)
        /// A table or list, or bytes that are no UTF-8: known to be there, not carried.
        case other
    }

    @ShortString var contentType: String?
    @ShortString var messageID: String?
    @ShortString var correlationID: String?
    @ShortString var replyTo: String?
    @ShortString var type: String?
    @ShortString var appID: String?
    var priority: UInt8?
    @ShortString var expiration: String?
    var headers: [(name: String, value: Value)] = []

    init() {}
}

/// A message to be published: always persistent.
struct OutgoingMessage: ~Copyable {
    let exchange: String
    let routingKey: String
    let properties: MessageProperties
    let body: [UInt8]
    let isMandatory: Bool

    init(exchange: String, routingKey: String, properties: MessageProperties, body: [UInt8], isMandatory: Bool = true) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
        self.isMandatory = isMandatory
    }
}

/// What the broker says about a mandatory message that it gives back.
struct ReturnedMessage: Sendable, Equatable {
    /// Empty when the message had none.
    var messageID: String
    var exchange: String
    var routingKey: String
    /// 312: no queue is bound.
    var code: UInt16
    var text: String
}
