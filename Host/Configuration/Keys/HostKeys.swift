/// The file's top, and what may stand under `host:`.
enum FileKeys {
    static let version = SettingKey.integer("version", in: 1...1, .refused, "The version of this file's form.")
    static let host = SettingKey.node(
        "host", .mapping(HostKeys.shape), .parts, example: "{ state: ./var }", "What all processors share.")
    static let upstreams = SettingKey.node(
        "upstreams", .named(.mapping(UpstreamKeys.shape)), .nothing,
        example: "{ backend: { url: \"https://backend.example\" } }", "Outside HTTP services, by name.")
    static let brokers = SettingKey.node(
        "brokers", .named(.mapping(BrokerKeys.shape)), .nothing, example: "{ rabbit: \"${AMQP_URL}\" }",
        "Message brokers, by name.")
    static let buckets = SettingKey.node(
        "buckets", .named(.mapping(BucketKeys.shape)), .nothing, example: "{ images: { url: \"file:./images\" } }",
        "Places of objects that others write too, by name.")
    static let databases = SettingKey.node(
        "databases", .named(.mapping(DatabaseKeys.shape)), .nothing, example: "{ main: \"sqlite:./main.db\" }",
        "Databases for processors, by name.")
    static let processors = SettingKey.node(
        "processors", .named(.mapping(ProcessorKeys.shape)), .nothing, example: "{ grading: { plugin: grading } }",
        "Configured plugins, by name.")

    static let shape = MappingShape(keys: [
        version.entry, host.entry, upstreams.entry, brokers.entry, buckets.entry, databases.entry, processors.entry,
    ])
}

enum HostKeys {
    static let http = SettingKey.node(
        "http", .mapping(ListenerKeys.http), .parts, example: "{ listen: 127.0.0.1:8080 }",
        "Where jobs come in by HTTP.")
    static let listeners = SettingKey.node(
        "listeners", .named(.mapping(ListenerKeys.further)), .nothing,
        example: "{ public: { listen: \"0.0.0.0:8443\", auth: { bearer: \"${TOKEN}\" } } }",
        "More listeners for jobs, by the name that bindings use.")
    static let admin = SettingKey.node(
        "admin", .mapping(ListenerKeys.admin), .parts, example: "{ listen: 127.0.0.1:9090 }",
        "Health, metrics and control.")
    static let plugins = SettingKey.texts(
        "plugins", of: "a plugin folder", .value("[ ./plugins ]"), example: "[ ./plugins ]",
        "Folders that are searched for lib*.so.")
    static let state = SettingKey.text(
        "state", .value("./var"), example: "./var", "The folder where the host keeps what it must remember.")
    static let store = SettingKey.node(
        "store", .mapping(StoreKeys.shape), .parts, example: "sqlite:./var/proctor.db",
        "Where plugins' store is; and the embedded database: queues, dead letters, schedules.")
    static let blobs = SettingKey.node(
        "blobs", .mapping(BlobKeys.shape), .parts, example: "file:./var/blobs",
        "Where plugins' blobs are: a folder, or a bucket of an S3 service.")
    static let retention = SettingKey.node(
        "retention", .mapping(RetentionKeys.shape), .parts, example: "{ dead_letters: { age: 30d } }",
        "How long and how much is kept of what has ended.")
    static let drain = SettingKey.duration(
        "drain", in: .zero ... .seconds(3600), default: "30s",
        "How long jobs of a replaced or stopped processor may still run.")
    static let log = SettingKey.node(
        "log", .mapping(LogKeys.shape), .parts, example: "{ level: info }", "What the host writes to standard error.")

    static let shape = MappingShape(keys: [
        http.entry, listeners.entry, admin.entry, plugins.entry, state.entry, store.entry, blobs.entry,
        retention.entry, drain.entry, log.entry,
    ])
}

enum RetentionKeys {
    static let deadLetters = bound("dead_letters", "30d", "100000", "Jobs that failed for good.")
    static let history = bound(
        "history", "7d", "1000000",
        "That a job was done and how it ended; a second job of the same id is compared with it.")
    static let results = bound("results", "1d", "100000", "The answers of jobs from queues.")

    static let age = ageKey("30d")
    static let count = countKey("100000")

    static let shape = MappingShape(keys: [deadLetters.entry, history.entry, results.entry])

    private static func ageKey(_ value: String) -> SettingKey<Duration> {
        .duration("age", in: .seconds(60) ... .seconds(3650 * 86400), default: value, "How long it is kept.")
    }

    private static func countKey(_ value: String) -> SettingKey<Int> {
        .integer("count", in: 0...1_000_000_000, .value(value), example: value, "How many are kept at most.")
    }

    private static func bound(
        _ name: String, _ age: String, _ count: String, _ summary: String
    ) -> SettingKey<ConfigurationNode> {
        .node(
            name, .mapping(MappingShape(keys: [ageKey(age).entry, countKey(count).entry])), .parts,
            example: "{ age: \(age), count: \(count) }", summary)
    }
}

enum LogKeys {
    static let level = SettingKey.choice("level", default: LogSettings.Level.info, "The least that is written.")
    static let format = SettingKey.choice(
        "format", default: LogSettings.Format.human, "human: a line to be read; json: an object a line.")

    static let shape = MappingShape(keys: [level.entry, format.entry])
}
