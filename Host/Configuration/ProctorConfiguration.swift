/// All that plugins.yaml says, checked as far as it can be without looking at a plugin.
public struct ProctorConfiguration: Sendable {
    public let host: HostSettings
    /// In the order of the file; names are unique.
    public let processors: [ProcessorSettings]
    /// To tell about what is found wrong later, with place and line.
    public let source: ConfigurationSource
}
