/// A rule of the contract that a plugin broke, as one sentence for its author.
public struct PluginFinding: Error, Sendable, Hashable, CustomStringConvertible {
    /// Stable, for programs: `job.completed_twice`.
    public let code: String
    public let message: String

    public init(code: String, message: String) {
        self.code = code
        self.message = message
    }

    public var description: String { "\(message) (\(code))" }
}

/// Everything that was found, at once.
public struct PluginFindings: Error, Sendable, CustomStringConvertible {
    public let findings: [PluginFinding]

    public init(_ findings: [PluginFinding]) { self.findings = findings }

    public var description: String { findings.map(\.description).joined(separator: "\n") }
}

/// How patient a harness is.
public struct HarnessLimits: Sendable {
    /// How long a job may take at all.
    public var completion: Duration = .seconds(30)
    /// How soon a cancelled job has to be over.
    public var cancellation: Duration = .seconds(2)
    /// How long a handler may hold a thread without a suspension.
    public var blocking: Duration = .seconds(10)
    /// Pieces of a stream that are unread at most, before the plugin is told to wait.
    public var window = 4
    /// Threads that are lent to the plugin; 0 lends none, so that it uses its own.
    public var threads = 3

    public init() {}
}
