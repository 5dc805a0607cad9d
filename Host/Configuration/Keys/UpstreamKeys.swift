/// What may stand under one name of `upstreams:`.
enum UpstreamKeys {
    static let url = SettingKey.url("url", .refused, example: "https://backend.example/api", "Where it is.")
    static let sign = SettingKey.node(
        "sign", .mapping(SigningKeys.shape), .nothing, example: "{ hmac: \"${SECRET}\" }",
        "How requests are signed: X-Signature, X-Timestamp, X-Tenant-Slug.")
    static let bearer = SettingKey.secret(
        "bearer", least: 1, example: "${API_KEY}", "What Authorization: Bearer carries.")
    static let timeout = SettingKey.duration(
        "timeout", in: .milliseconds(1) ... .seconds(3600), default: "30s",
        "How long a request may take until its answer begins, and each further piece of it.")
    static let retry = RetryKeys.key(attempts: "3")

    static let shape = MappingShape(
        keys: [url.entry, sign.entry, bearer.entry, timeout.entry, retry.entry], short: "url")
}

enum SigningKeys {
    static let hmac = SettingKey.secret("hmac", .refused, least: 1, example: "${SECRET}", "The key of the signature.")
    static let canonical = AuthenticationKeys.canonical
    static let tenant = SettingKey.text(
        "tenant", example: "demo", "The tenant of requests that are made for no job of a tenant.")

    static let shape = MappingShape(keys: [hmac.entry, canonical.entry, tenant.entry])
}

/// What may stand under one name of `brokers:`.
enum BrokerKeys {
    static let url = SettingKey.url(
        "url", .nothing, example: "${AMQP_URL}", "amqp://, amqps://, redis:// or rediss://, with user and password.")
    static let amqp = SettingKey.url("amqp", .nothing, example: "${AMQP_URL}", "The same, for RabbitMQ only.")
    static let redis = SettingKey.url("redis", .nothing, example: "${REDIS_URL}", "The same, for Redis only.")

    static let shape = MappingShape(keys: [url.entry, amqp.entry, redis.entry], short: "url")
}
