/// What may be said about a listening socket.
enum ListenerKeys {
    static func listen(_ absence: KeyEntry.Absence, example: String = "127.0.0.1:8080") -> SettingKey<String> {
        .text(
            "listen", absence, example: example,
            "Address and port, or unix:PATH. Port 0 takes any free one. Beyond loopback it must be said who may come in."
        )
    }
    static let bodyLimit = SettingKey.size(
        "body_limit", in: 1024...(1 << 30), default: "20MiB", "The largest request body.")
    static let headerLimit = SettingKey.size(
        "header_limit", in: 1024...(1 << 20), default: "64KiB", "Most bytes of a request's first line and headers.")
    static let readTimeout = SettingKey.duration(
        "read_timeout", in: .milliseconds(100) ... .seconds(3600), default: "15s",
        "How long a request's head may take to arrive, and each further piece of its body.")
    static let idleTimeout = SettingKey.duration(
        "idle_timeout", in: .milliseconds(100) ... .seconds(3600), default: "75s",
        "How long a connection may stay open without a request.")
    static let connections = SettingKey.integer(
        "connections", in: 1...1_000_000, .nothing, example: "1000",
        "Most connections at once; more wait. Without it the process's limit of open files decides.")
    static let auth = SettingKey.node(
        "auth", .mapping(AuthenticationKeys.shape), .nothing, example: "{ bearer: \"${TOKEN}\" }",
        "Who may come in. Must be said for an address beyond loopback; none lets everybody in.")
    static let token = SettingKey.secrets(
        "token", least: AuthenticationKeys.leastSecret, example: "${PROCTOR_ADMIN_TOKEN}",
        "What Authorization: Bearer has to carry; one or several. Required beyond loopback.")

    private static let bounds = [
        bodyLimit.entry, headerLimit.entry, readTimeout.entry, idleTimeout.entry, connections.entry,
    ]

    /// A listener for jobs.
    static func jobs(_ listen: SettingKey<String>) -> MappingShape {
        MappingShape(keys: [listen.entry] + bounds + [auth.entry, .planned("tls")], short: "listen")
    }

    /// To read it; whether it may be left out depends on the listener.
    static let address = listen(.refused)

    static let http = jobs(listen(.value("127.0.0.1:8080")))
    /// One under `host.listeners`, and a processor's own.
    static let further = jobs(listen(.refused))
    static let admin = MappingShape(
        keys: [listen(.value("127.0.0.1:9090"), example: "127.0.0.1:9090").entry, token.entry] + bounds + [
            KeyEntry(
                name: "auth", shape: .anything, absence: .nothing, example: "", summary: "",
                unavailable: "cannot be set: its token says who may come in",
                remedy: "write token: ${PROCTOR_ADMIN_TOKEN}"),
            .planned("tls"),
        ], short: "listen")
}

/// What may be said about who comes in.
enum AuthenticationKeys {
    /// Fewer bytes can be guessed.
    static let leastSecret = 16

    static let bearer = SettingKey.secrets(
        "bearer", least: leastSecret, example: "${TOKEN}", "What Authorization: Bearer has to carry; one or several.")
    static let hmac = SettingKey.node(
        "hmac", .mapping(signature), .nothing, example: "{ secret: \"${SECRET}\" }",
        "Requests carry a signature: X-Signature, X-Timestamp, X-Tenant-Slug.")
    static let secret = SettingKey.secret(
        "secret", .refused, least: leastSecret, example: "${SECRET}", "The key of the signature.")
    static let canonical = SettingKey.text(
        "canonical", .value(CanonicalText.standard), example: CanonicalText.standard,
        "What is signed. A \\n is a line break.")
    static let window = SettingKey.duration(
        "window", in: .seconds(1) ... .seconds(3600), default: "300s",
        "How far a request's time may be from this host's clock; a signature seen within it is refused again.")

    static let signature = MappingShape(keys: [secret.entry, canonical.entry, window.entry], short: "secret")
    static let shape = MappingShape(keys: [bearer.entry, hmac.entry], word: "none")
}
