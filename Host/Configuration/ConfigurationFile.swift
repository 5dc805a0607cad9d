import Glibc

/// Reads plugins.yaml.
public enum ConfigurationFile {
    /// Reads and checks a file. Blocks while it reads; may be called on any thread.
    /// - Parameters:
    ///   - path: relative paths inside the file are resolved against its folder.
    ///   - environment: what `${NAME}` is filled from.
    /// - Throws: everything that is wrong, at once.
    public static func load(
        path: String, environment: [String: String]
    ) throws(ConfigurationProblems) -> ProctorConfiguration {
        try parse(bytes: read(path), name: path, environment: environment, files: .disk)
    }

    /// Checks the bytes of a file called `name`; looks at nothing outside them but what `files` gives for
    /// `${file:PATH}`.
    public static func parse(
        bytes: [UInt8], name: String, environment: [String: String], files: FileContents = .none
    ) throws(ConfigurationProblems) -> ProctorConfiguration {
        var problems = ProblemList(source: ConfigurationSource(name: name, bytes: bytes))
        let tree = tree(of: bytes, environment: environment, files: files, problems: &problems)
        if tree == nil, problems.isEmpty {
            problems.add(
                "config.empty", "the file says nothing", suggestion: "start with version: 1",
                at: SourcePosition(file: name))
        }
        guard let tree else { throw ConfigurationProblems(problems.inFileOrder) }
        let configuration = read(tree, problems: &problems)
        guard problems.isEmpty else { throw ConfigurationProblems(problems.inFileOrder) }
        return configuration
    }

    /// The host's settings as far as they can be told, whatever is wrong elsewhere: enough to find a running host.
    public static func hostSettings(path: String, environment: [String: String]) -> HostSettings {
        let fallback = HostSettings(folder: FilePath.folder(of: path))
        guard let bytes = try? read(path) else { return fallback }
        var problems = ProblemList(source: ConfigurationSource(name: path, bytes: bytes))
        guard let tree = tree(of: bytes, environment: environment, files: .disk, problems: &problems) else {
            return fallback
        }
        return read(tree, problems: &problems).host
    }

    /// The file as a tree, references filled and secrets marked.
    private static func tree(
        of bytes: [UInt8], environment: [String: String], files: FileContents, problems: inout ProblemList
    ) -> ConfigurationNode? {
        guard let composed = ConfigurationComposer.tree(of: bytes, problems: &problems) else { return nil }
        let folder = FilePath.folder(of: problems.source.name)
        var expansion = VariableExpansion(environment: environment, files: files, folder: folder)
        let shape = SettingShape.mapping(FileKeys.shape)
        let filled = LeftOut.removed(from: expansion.expand(composed, problems: &problems), shape)
        var marking = SecretMarking(source: problems.source)
        let tree = marking.mark(filled, shape)
        problems.source = marking.source
        return tree
    }

    private static func read(_ root: ConfigurationNode, problems: inout ProblemList) -> ProctorConfiguration {
        let folder = FilePath.folder(of: problems.source.name)
        guard let file = MappingReader(root, FileKeys.shape, name: "the file", problems: &problems) else {
            return ProctorConfiguration(
                host: HostSettings(folder: folder), upstreams: [], brokers: [], buckets: [], databases: [],
                processors: [], source: problems.source, tree: root)
        }
        _ = file.required(FileKeys.version, problems: &problems)
        var listeners = ListenerReader(folder: folder)
        let host = HostSettingsReader.read(file[FileKeys.host], listeners: &listeners, problems: &problems)
        let upstreams = UpstreamReader.read(file, folder: folder, problems: &problems)
        let brokers = BrokerReader.read(file, folder: folder, problems: &problems)
        let buckets = BlobReader.buckets(file, folder: folder, problems: &problems)
        let databases = DatabaseReader.read(
            file, folder: folder, embedded: host.store.path, problems: &problems)
        let grants = GrantReader(
            upstreams: EntryName.names(of: FileKeys.upstreams, in: file),
            buckets: EntryName.names(of: FileKeys.buckets, in: file),
            databases: EntryName.names(of: FileKeys.databases, in: file))
        let references = BrokerReferences(
            names: EntryName.names(of: FileKeys.brokers, in: file), brokers: brokers)
        var processors = ProcessorSettingsReader(listeners: listeners, brokers: references, grants: grants)
        return ProctorConfiguration(
            host: host, upstreams: upstreams, brokers: brokers, buckets: buckets, databases: databases,
            processors: processors.read(file, problems: &problems), source: problems.source, tree: root)
    }

    /// Little more than the parser takes, which then says that it is too much.
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
                suggestion: "name another with --config, or create it", position: SourcePosition(file: path))
        ])
    }
}
