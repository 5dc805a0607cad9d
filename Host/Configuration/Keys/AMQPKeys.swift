/// What may stand under `amqp:` of a binding.
enum AMQPKeys {
    /// Most bytes of a name in AMQP 0-9-1 (section 4.2.5.3, short strings).
    static let nameLimit = 255

    static let broker = SettingKey.text(
        "broker", .derived, example: "rabbit", "A name under brokers; the only RabbitMQ there by default.")
    static let queue = SettingKey.line(
        "queue", .refused, most: nameLimit, example: "grading.omr-request", "The broker's queue.")
    static let prefetch = SettingKey.integer(
        "prefetch", in: 1...65535, .value("8"), example: "8",
        "Jobs that the broker sends before the first of them has ended. Per host.")
    static let topology = SettingKey.choice(
        "topology", default: AMQPBinding.Topology.passive,
        "passive: the queue has to be there; declare: it is made as declare says; none: nothing is asked before.")
    static let declare = SettingKey.node(
        "declare", .mapping(DeclareKeys.shape), .nothing, example: "{ exchange: lumie.commands, key: grade }",
        "With topology declare: how the queue is made.")
    static let retry = RetryKeys.key(
        RetryPolicy(attempts: 4, first: .seconds(1), most: .seconds(4)),
        "When a job that failed for the moment is tried again on this host; meanwhile it keeps its place.",
        attempts: "Attempts on this host in all; then the broker has the job again.")
    static let deliveries = SettingKey.integer(
        "deliveries", in: 0...1000, .value("5"), example: "5",
        "After so many redeliveries a failure that was for the moment is one for good.")
    static let waits: ClosedRange<Duration> = .milliseconds(100) ... .seconds(86400)
    static let ladder = SettingKey.node(
        "ladder", .list(.duration(waits)), .value("[]"), example: "[ 10s, 1m ]",
        "Up to 10 waits in queues of the broker, one after another, instead of going back at once.")

    static let shape = MappingShape(
        keys: [
            broker.entry, queue.entry, prefetch.entry, topology.entry, declare.entry, retry.entry, deliveries.entry,
            ladder.entry,
        ], short: "queue")
}

/// What may stand under `declare:` of an amqp binding.
enum DeclareKeys {
    static let type = SettingKey.choice(
        "type", default: AMQPBinding.QueueType.quorum, "The queue's type; it is durable in both.")
    static let exchange = SettingKey.line(
        "exchange", most: AMQPKeys.nameLimit, example: "lumie.commands",
        "The exchange that the queue is bound to; it has to be there.")
    static let key = SettingKey.line(
        "key", most: AMQPKeys.nameLimit, orEmpty: true, example: "grading.omr.request",
        "With exchange: the key of the binding; the queue's name by default.")
    static let deadLetter = SettingKey.line(
        "dead_letter", most: AMQPKeys.nameLimit, example: "lumie.dlx",
        "The exchange of jobs that are rejected or too old.")
    static let lifetime = SettingKey.duration(
        "ttl", in: .milliseconds(1) ... .seconds(49 * 86400), .nothing, example: "10m",
        "How long a job may wait in the queue.")
    static let deliveryLimit = SettingKey.integer(
        "delivery_limit", in: 1...1_000_000, .nothing, example: "20",
        "Redeliveries that the broker allows; quorum queues only.")

    static let shape = MappingShape(keys: [
        type.entry, exchange.entry, key.entry, deadLetter.entry, lifetime.entry, deliveryLimit.entry,
    ])
}

/// What may stand under `callback:` of a binding.
enum CallbackKeys {
    static let broker = SettingKey.text(
        "broker", .derived, example: "rabbit", "A name under brokers; the queue's own by default.")
    static let exchange = SettingKey.line(
        "exchange", .value(""), most: AMQPKeys.nameLimit, orEmpty: true, example: "lumie.commands",
        "The exchange; empty: the broker's own, where the key is a queue's name.")
    static let key = SettingKey.line(
        "key", .refused, most: AMQPKeys.nameLimit, orEmpty: true, example: "grading.omr.callback",
        "The key that the message is sent with.")
    static let failure = SettingKey.text(
        "failure", example: "grading.failed",
        "The operation that makes the message of a job that failed for good; without it the broker has such a job.")
    static let retry = RetryKeys.key(
        RetryPolicy(attempts: 4, first: .milliseconds(500), most: .seconds(2)),
        "When a message that was not taken is sent again.",
        attempts: "Attempts in all; then the broker has the job again.")
    static let timeout = SettingKey.duration(
        "timeout", in: .milliseconds(100) ... .seconds(300), default: "10s",
        "How long the broker may take to confirm one attempt.")

    static let shape = MappingShape(keys: [
        broker.entry, exchange.entry, key.entry, failure.entry, retry.entry, timeout.entry,
    ])
}
