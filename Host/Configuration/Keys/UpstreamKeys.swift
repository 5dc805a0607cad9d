/// What may stand under one name of `upstreams:`.
enum UpstreamKeys {
    static let url = SettingKey.url(
        "url", .refused, example: "https://backend.example/api", "Where it is; paths are added at its end.")
    static let sign = SettingKey.node(
        "sign", .mapping(SigningKeys.shape), .nothing, example: "{ hmac: \"${SECRET}\" }",
        "How requests are signed: X-Signature, X-Timestamp, X-Tenant-Slug.")
    static let bearer = SettingKey.secret(
        "bearer", least: 1, example: "${API_KEY}", "What Authorization: Bearer carries.")
    static let headers = SettingKey.node(
        "headers", .headers, .nothing, example: "{ X-Api-Key: \"${API_KEY}\" }",
        "Further headers of each request, by name; a plugin cannot change them.")
    static let connectTimeout = SettingKey.duration(
        "connect_timeout", in: .milliseconds(1) ... .seconds(600), default: "5s",
        "How long connecting may take, handshakes included.")
    static let timeout = SettingKey.duration(
        "timeout", in: .milliseconds(1) ... .seconds(3600), default: "30s",
        "How long one attempt may take until its answer begins.")
    static let idleTimeout = SettingKey.duration(
        "idle_timeout", in: .milliseconds(1) ... .seconds(3600), default: "30s", "How long the answer may be silent.")
    static let totalTimeout = SettingKey.duration(
        "total_timeout", in: .milliseconds(1) ... .seconds(86400), default: "2m",
        "How long a request may take in all, its attempts and waits included.")
    static let retry = RetryKeys.key(
        RetryPolicy(attempts: 3, first: .milliseconds(200), most: .seconds(5)),
        "When a request that failed for the moment is sent again.", attempts: "Attempts in all.")
    static let breaker = SettingKey.node(
        "breaker", .mapping(BreakerKeys.shape), .parts, example: "{ failures: 5, pause: 30s }",
        "When the upstream is left alone. Per host.")
    static let concurrency = SettingKey.integer(
        "concurrency", in: 1...100_000, .value("64"), example: "64",
        "Requests at once; more wait their turn. Per host.")
    static let rate = SettingKey.integer(
        "rate", in: 1...1_000_000, .nothing, example: "50",
        "Requests in a second, on average; no limit by default. Per host.")
    static let responseLimit = SettingKey.size(
        "response_limit", in: 1024...(1 << 30), default: "64MiB",
        "The largest answer that is taken as a whole.")
    static let proxy = SettingKey.url(
        "proxy", .nothing, example: "http://proxy.example:3128",
        "http://HOST:PORT that requests go through; none by default, whatever the environment says.")
    static let version = SettingKey.choice(
        "version", default: UpstreamSettings.HTTPVersion.automatic,
        "auto: HTTP/2 where the server offers it over TLS; 2: HTTP/2 at once, also without TLS.")

    static let shape = MappingShape(
        keys: [
            url.entry, sign.entry, bearer.entry, headers.entry, connectTimeout.entry, timeout.entry,
            idleTimeout.entry, totalTimeout.entry, retry.entry, breaker.entry, concurrency.entry, rate.entry,
            responseLimit.entry, TLSKeys.tls.entry, proxy.entry, version.entry,
        ], short: "url")
}

enum SigningKeys {
    static let hmac = SettingKey.secret("hmac", .refused, least: 1, example: "${SECRET}", "The key of the signature.")
    static let canonical = AuthenticationKeys.canonical
    static let tenant = SettingKey.line(
        "tenant", most: 255, example: "demo", "The tenant of requests that are made for no job of a tenant.")
    static let signatureHeader = header("signature_header", "X-Signature", "The name of the signature's header.")
    static let timestampHeader = header(
        "timestamp_header", "X-Timestamp", "The name of the time's header: seconds since 1970.")
    static let tenantHeader = header("tenant_header", "X-Tenant-Slug", "The name of the tenant's header.")

    static let shape = MappingShape(keys: [
        hmac.entry, canonical.entry, tenant.entry, signatureHeader.entry, timestampHeader.entry, tenantHeader.entry,
    ])

    private static func header(_ name: String, _ standard: String, _ summary: String) -> SettingKey<String> {
        .text(name, .value(standard), example: standard, pattern: HeaderName.pattern, summary)
    }
}

enum BreakerKeys {
    static let failures = SettingKey.integer(
        "failures", in: 0...1_000_000, .value("10"), "After so many failures in a row it is left alone; 0: never.")
    static let pause = SettingKey.duration(
        "pause", in: .milliseconds(100) ... .seconds(3600), default: "10s",
        "How long it is left alone; then one request tries.")

    static let shape = MappingShape(keys: [failures.entry, pause.entry])
}
