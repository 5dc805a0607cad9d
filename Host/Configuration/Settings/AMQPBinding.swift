/// A queue of a RabbitMQ broker and how it is consumed.
public struct AMQPBinding: Sendable, Hashable {
    /// What is done about the queue before it is consumed.
    public enum Topology: String, Sendable, CaseIterable {
        /// It has to be there; a host may not configure.
        case passive
        /// Queue, dead-letter exchange's argument, binding and the ladder's queues are declared as the file says.
        case declare
        /// Nothing is asked: consuming tells.
        case none
    }

    public enum QueueType: String, Sendable, CaseIterable { case quorum, classic }

    /// How the queue is declared, with ``Topology/declare``.
    public struct Declaration: Sendable, Hashable {
        public var type = QueueType.quorum
        /// The exchange that it is bound to, and the key; nil binds nothing.
        public var exchange: String?
        public var key: String?
        /// `x-dead-letter-exchange`.
        public var deadLetterExchange: String?
        /// `x-message-ttl`.
        public var messageLifetime: Duration?
        /// `x-delivery-limit`, quorum queues only.
        public var deliveryLimit: Int?

        public init() {}
    }

    /// A name under `brokers:`.
    public var broker: String
    public var queue: String
    /// Deliveries that may be here unsettled.
    public var prefetch = 8
    public var topology = Topology.passive
    public var declaration = Declaration()
    /// A transient failure is tried again here, after a pause that holds its place; then it goes back to the broker.
    public var retry = RetryPolicy(attempts: 4, first: .seconds(1), most: .seconds(4))
    /// From so many redeliveries on a transient failure is one for good.
    public var deliveries = 5
    /// Waits in queues of the broker, one after another, instead of going back at once; empty: no ladder.
    public var ladder: [Duration] = []

    public init(broker: String, queue: String) {
        self.broker = broker
        self.queue = queue
    }

    /// The broker's queue for a step of the ladder, 0 for the first: `grading.retry.10000ms`.
    public func ladderQueue(_ step: Int) -> String? {
        guard ladder.indices.contains(step) else { return nil }
        let (seconds, attoseconds) = ladder[step].components
        return "\(queue).retry.\(seconds * 1000 + attoseconds / 1_000_000_000_000_000)ms"
    }
}

/// A message that tells how a job ended; it is part of the job.
public struct CallbackSettings: Sendable, Hashable {
    /// A name under `brokers:`; by default the binding's own.
    public var broker: String
    /// Empty: the broker's default exchange.
    public var exchange: String
    public var key: String
    /// The operation that makes the message of a job that failed for good; nil leaves such a job to the broker.
    public var failure: String?
    public var retry = RetryPolicy(attempts: 4, first: .milliseconds(500), most: .seconds(2))
    /// How long the broker may take to confirm one attempt.
    public var timeout = Duration.seconds(10)

    public init(broker: String, exchange: String, key: String) {
        self.broker = broker
        self.exchange = exchange
        self.key = key
    }
}
