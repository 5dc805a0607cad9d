/// One entry under `processors:`: a plugin, how much it may do at once, where its jobs come from, and its settings.
public struct ProcessorSettings: Sendable, Equatable {
    public let name: String
    /// A plugin's name (`grading`), its id (`org.example.grading`), or a path that ends in `.so`, resolved against
    /// the file's folder.
    public let plugin: String
    public let pluginPosition: SourcePosition
    public let limits: ProcessorLimits
    /// Nil when the file does not say: the plugin's own defaults then hold. Empty means none.
    public let bindings: [Binding]?
    /// A listener of the processor's own, called after it; its HTTP bindings are there unless they name another.
    public let listener: ListenerSettings?
    /// Embedded queues beside its own that the processor may put jobs into.
    public let mayEnqueue: [String]
    /// Entries of `upstreams:`, `buckets:` and `databases:` that the processor may use.
    public let upstreams: [String]
    public let buckets: [String]
    public let databases: [String]
    /// The plugin's settings as JSON with sorted keys: equal settings are equal bytes. `{}` when absent.
    public let configJSON: [UInt8]
    /// Where the entry's name stands.
    public let position: SourcePosition
    let config: ConfigurationNode?

    /// Where a setting stands that a plugin complains about by JSON pointer (`/threshold`). For one that is absent,
    /// the place of what should hold it. Nil when the text is no pointer.
    public func position(ofPointer pointer: String) -> SourcePosition? {
        guard let config else { return pointer.isEmpty || pointer.hasPrefix("/") ? position : nil }
        return config.position(ofPointer: pointer)
    }
}

/// Bounds of one processor on this host.
public struct ProcessorLimits: Sendable, Equatable {
    /// Jobs at once; 0 means one for each core.
    public var concurrency = 0
    /// Threads for its handlers; 0 means one more than jobs at once.
    public var threads = 0
    /// Jobs that may wait for their turn; beyond it they are turned away as busy.
    public var queue = 256
    /// How long one attempt at a job may take.
    public var timeout = Duration.seconds(60)

    public init() {}
}
