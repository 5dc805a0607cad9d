/// The `host:` part of plugins.yaml: what all processors share.
public struct HostSettings: Sendable, Equatable {
    /// Where jobs come in by HTTP.
    public var http = ListenerSettings(host: "127.0.0.1", port: 8080)
    /// Health, metrics and control.
    public var admin = ListenerSettings(host: "127.0.0.1", port: 9090)
    /// Folders searched for plugins; relative paths in the file are resolved against the file's own folder.
    public var plugins: [String]
    /// The folder where the host keeps what it must remember; resolved as `plugins` are.
    public var state: String
    /// How long jobs of a replaced or stopped processor may still run.
    public var drain = Duration.seconds(30)
    public var log = LogSettings()

    /// The defaults, for a file in `folder`.
    public init(folder: String = ".") {
        plugins = [FilePath.resolve("./plugins", against: folder)]
        state = FilePath.resolve("./var", against: folder)
    }
}

/// One listening socket.
public struct ListenerSettings: Sendable, Equatable {
    /// A loopback address or `localhost`, without brackets.
    public var host: String
    /// 0 lets the system choose a free one.
    public var port: Int
    /// The largest request body, in bytes.
    public var bodyLimit = 20 << 20

    public init(host: String, port: Int) {
        self.host = host
        self.port = port
    }
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
