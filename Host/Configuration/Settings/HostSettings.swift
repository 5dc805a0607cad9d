/// The `host:` part of plugins.yaml: what all processors share.
public struct HostSettings: Sendable, Equatable {
    /// Where jobs come in by HTTP: `host.http` first, then those under `host.listeners`. A processor's own listener is
    /// with the processor.
    public var listeners = [
        ListenerSettings(name: HTTPBinding.defaultListener, address: .tcp(host: "127.0.0.1", port: 8080))
    ]
    /// Health, metrics and control.
    public var admin = ListenerSettings(name: "admin", address: .tcp(host: "127.0.0.1", port: 9090))
    /// Folders searched for plugins; relative paths in the file are resolved against the file's own folder.
    public var plugins: [String]
    /// The folder where the host keeps what it must remember; resolved as `plugins` are.
    public var state: String
    public var store: StoreSettings
    /// Where plugins' store is; nil: in the embedded database.
    public var remoteStore: RemoteStoreSettings?
    /// The folder of plugins' blobs.
    public var blobs: String
    /// Where plugins' blobs are instead of that folder; nil: in the folder.
    public var remoteBlobs: S3Settings?
    public var retention = RetentionSettings()
    /// How long jobs of a replaced or stopped processor may still run.
    public var drain = Duration.seconds(30)
    public var log = LogSettings()

    /// The defaults, for a file in `folder`.
    public init(folder: String = ".") {
        plugins = [FilePath.resolve("./plugins", against: folder)]
        state = FilePath.resolve("./var", against: folder)
        store = StoreSettings(path: state + "/proctor.db")
        blobs = state + "/blobs"
    }
}

/// The embedded database: queue, dead letters, store.
public struct StoreSettings: Sendable, Equatable {
    public var path: String
    /// Whether each commit waits for the disk. Without it a power cut may undo the last moments; a crash never does.
    public var isSynchronous = true

    public init(path: String) { self.path = path }
}

/// How long and how much is kept of what has ended.
public struct RetentionSettings: Sendable, Equatable {
    public struct Bound: Sendable, Equatable {
        public var age: Duration
        public var count: Int

        public init(age: Duration, count: Int) {
            self.age = age
            self.count = count
        }
    }

    public var deadLetters = Bound(age: .seconds(30 * 86400), count: 100_000)
    /// That a job was done, and how it ended: also what a second job of the same id is compared with.
    public var history = Bound(age: .seconds(7 * 86400), count: 1_000_000)
    /// The answers of jobs from queues.
    public var results = Bound(age: .seconds(86400), count: 100_000)

    public init() {}
}

public struct LogSettings: Sendable, Equatable {
    public enum Level: String, Sendable, CaseIterable { case trace, debug, info, notice, warning, error, critical }
    public enum Format: String, Sendable, CaseIterable {
        /// A line to be read.
        case human
        /// One JSON object a line.
        case json
    }

    public var level = Level.info
    public var format = Format.human
}
