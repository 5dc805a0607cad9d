/// What may stand under one name of `processors:`.
enum ProcessorKeys {
    static let plugin = SettingKey.text(
        "plugin", .refused, example: "grading",
        "The plugin's name, its id, or the path of its shared object.")
    static let limits = SettingKey.node(
        "limits", .mapping(LimitKeys.shape), .parts, example: "{ concurrency: 2, timeout: 60s }",
        "How much it may do on this host.")
    static let listen = SettingKey.node(
        "listen", .mapping(ListenerKeys.further), .nothing, example: "127.0.0.1:8000",
        "A listener of its own, with /health and /metrics; its HTTP bindings are there unless they name another.")
    static let mayEnqueue = SettingKey.texts(
        "may_enqueue", of: "a queue", .value("[]"), example: "[ grading ]",
        "Queues beside its own that it may put jobs into.")
    static let upstreams = grant("upstreams", "backend", "Upstreams that it may use.")
    static let buckets = grant("buckets", "images", "Buckets that it may use.")
    static let databases = grant("databases", "main", "Databases that it may use.")
    static let bindings = SettingKey.node(
        "bindings", .list(.mapping(BindingKeys.shape)), .derived,
        example: "[ { http: POST /grade, operation: grading.grade } ]",
        "Where its jobs come from; what the plugin suggests by default. [] means nowhere.")
    static let config = SettingKey.node(
        "config", .settings, .nothing, example: "{ threshold: 0.5 }",
        "The plugin's own settings; proctor inspect shows what it knows.")

    static let shape = MappingShape(keys: [
        plugin.entry, limits.entry, listen.entry, mayEnqueue.entry, upstreams.entry, buckets.entry, databases.entry,
        bindings.entry, config.entry, .planned("isolation"), .planned("may_call"),
    ])

    private static func grant(_ name: String, _ entry: String, _ summary: String) -> SettingKey<[String]> {
        .texts(name, of: "a name", .value("[]"), example: "[ \(entry) ]", summary)
    }
}

enum LimitKeys {
    static let concurrency = SettingKey.integer(
        "concurrency", in: 0...1024, .value("0"), "Jobs at once; 0 means one for each core.")
    static let threads = SettingKey.integer(
        "threads", in: 0...1025, .value("0"),
        "Threads for its handlers; 0 means one more than jobs at once. Handlers that wait without blocking, as for a model, need few."
    )
    static let queue = SettingKey.integer(
        "queue", in: 0...1_000_000, .value("256"),
        "Jobs that may wait for their turn; more are turned away as busy.")
    static let timeout = SettingKey.duration(
        "timeout", in: .milliseconds(1) ... .seconds(86400), default: "60s",
        "How long one attempt at a job may take: from its start, by HTTP and call from its arrival.")

    static let shape = MappingShape(keys: [concurrency.entry, threads.entry, queue.entry, timeout.entry])
}
