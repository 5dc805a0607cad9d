import Glibc

/// Reads plugins.yaml.
public enum ConfigurationFile {
    private static let known = ["version", "host", "processors"]
    private static let planned = ["upstreams", "brokers"]

    /// Reads and checks a file. Blocks while it reads; may be called on any thread.
    /// - Parameters:
    ///   - path: relative paths inside the file are resolved against its folder.
    ///   - environment: what `${NAME}` is filled from.
    /// - Throws: everything that is wrong, at once.
    public static func load(
        path: String, environment: [String: String]
    ) throws(ConfigurationProblems) -> ProctorConfiguration {
        try parse(bytes: read(path), name: path, environment: environment)
    }

    /// Checks the bytes of a file called `name`; looks at nothing outside them.
    public static func parse(
        bytes: [UInt8], name: String, environment: [String: String]
    ) throws(ConfigurationProblems) -> ProctorConfiguration {
        let source = ConfigurationSource(name: name, bytes: bytes)
        var problems = ProblemList(source: source)
        let tree = ConfigurationComposer.tree(of: bytes, problems: &problems)
        if tree == nil, problems.isEmpty {
            problems.add(
                "config.empty", "the file says nothing", suggestion: "start with version: 1",
                at: SourcePosition(file: name))
        }
        guard let tree else { throw ConfigurationProblems(problems.inFileOrder) }
        let configuration = read(
            VariableExpansion(environment: environment).expand(tree, problems: &problems), source: source,
            problems: &problems)
        guard problems.isEmpty else { throw ConfigurationProblems(problems.inFileOrder) }
        return configuration
    }

    /// The host's settings as far as they can be told, whatever is wrong elsewhere: enough to find a running host.
    public static func hostSettings(path: String, environment: [String: String]) -> HostSettings {
        let fallback = HostSettings(folder: FilePath.folder(of: path))
        guard let bytes = try? read(path) else { return fallback }
        let source = ConfigurationSource(name: path, bytes: bytes)
        var problems = ProblemList(source: source)
        guard let tree = ConfigurationComposer.tree(of: bytes, problems: &problems) else { return fallback }
        let expanded = VariableExpansion(environment: environment).expand(tree, problems: &problems)
        return read(expanded, source: source, problems: &problems).host
    }

    private static func read(
        _ root: ConfigurationNode, source: ConfigurationSource, problems: inout ProblemList
    ) -> ProctorConfiguration {
        let folder = FilePath.folder(of: source.name)
        guard
            let reader = MappingReader(
                root, name: "the file", known: known, planned: planned, problems: &problems)
        else {
            return ProctorConfiguration(host: HostSettings(folder: folder), processors: [], source: source)
        }
        if let version = reader.required("version", example: "1", problems: &problems) {
            _ = version.integer("version", in: 1...1, problems: &problems)
        }
        let host = HostSettingsReader.read(reader["host"], folder: folder, problems: &problems)
        var processors = ProcessorSettingsReader(folder: folder)
        return ProctorConfiguration(
            host: host, processors: processors.read(reader["processors"], problems: &problems), source: source)
    }

    /// At most one byte more than the parser takes, which then says that it is too much.
    private static func read(_ path: String) throws(ConfigurationProblems) -> [UInt8] {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw unreadable(path, errno) }
        defer { close(descriptor) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65536)
        while bytes.count <= ConfigurationComposer.sizeLimit {
            let count = Glibc.read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else { throw unreadable(path, errno) }
            guard count > 0 else { break }
            bytes += chunk.prefix(count)
        }
        return bytes
    }

    private static func unreadable(_ path: String, _ code: Int32) -> ConfigurationProblems {
        ConfigurationProblems([
            ConfigurationProblem(
                code: "config.unreadable",
                message: "the file cannot be read: \(String(cString: strerror(code)))",
                suggestion: "name another with --config, or create it", position: SourcePosition(file: path),
                lineText: "")
        ])
    }
}
