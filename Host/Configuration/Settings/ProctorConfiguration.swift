/// All that plugins.yaml says, checked as far as it can be without looking at a plugin.
public struct ProctorConfiguration: Sendable {
    public let host: HostSettings
    /// In the order of the file; names are unique. So are those of `brokers` and `processors`.
    public let upstreams: [UpstreamSettings]
    public let brokers: [BrokerSettings]
    public let buckets: [BucketSettings]
    public let databases: [DatabaseSettings]
    public let processors: [ProcessorSettings]
    /// To tell about what is found wrong later, with place and line.
    public let source: ConfigurationSource
    /// The file with all references filled; nil when it could not be read.
    let tree: ConfigurationNode?
}
