/// What may stand under one name of `brokers:`.
enum BrokerKeys {
    static let url = SettingKey.url(
        "url", .nothing, example: "${AMQP_URL}", "amqp://, amqps://, redis:// or rediss://, with user and password.")
    static let amqp = SettingKey.url("amqp", .nothing, example: "${AMQP_URL}", "The same, for RabbitMQ only.")
    static let redis = SettingKey.url("redis", .nothing, example: "${REDIS_URL}", "The same, for Redis only.")
    static let host = SettingKey.line(
        "host", most: 255, example: "${RABBITMQ_HOST}", "Instead of a URL: the host of a RabbitMQ.")
    static let port = SettingKey.integer(
        "port", in: 1...65535, .derived, example: "5672", "With host: its port; 5672 by default, 5671 with tls.")
    static let virtualHost = SettingKey.line(
        "vhost", .derived, most: 255, example: "/", "With host: the virtual host; / by default.")
    static let username = SettingKey.line(
        "username", most: 255, example: "${RABBITMQ_USERNAME}",
        "The user, when the URL names none; without user and password RabbitMQ's guest.")
    static let password = SettingKey.secret(
        "password", least: 1, example: "${RABBITMQ_PASSWORD}", "The password, of any characters.")
    static let heartbeat = SettingKey.duration(
        "heartbeat", in: .seconds(1) ... .seconds(600), .derived, example: "20s",
        "RabbitMQ: how often both sides show that they live; 20s by default. Silent for twice as long is gone.")
    static let connectTimeout = SettingKey.duration(
        "connect_timeout", in: .milliseconds(100) ... .seconds(600), default: "10s",
        "How long connecting may take, handshakes included.")

    static let places = [url.entry, amqp.entry, redis.entry, host.entry]
    static let shape = MappingShape(
        keys: places + [
            port.entry, virtualHost.entry, username.entry, password.entry, TLSKeys.tls.entry, heartbeat.entry,
            connectTimeout.entry,
        ], short: "url", choices: [places.map(\.name)])
}
