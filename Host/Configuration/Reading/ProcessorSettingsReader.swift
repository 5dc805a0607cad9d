/// `processors:` to typed settings.
struct ProcessorSettingsReader {
    private static let emptyConfig = Array("{}".utf8)

    private var listeners: ListenerReader
    private let hostListeners: [String]
    private let grants: GrantReader
    private var bindings: BindingReader
    private var references = QueueReferences()

    /// - Parameters:
    ///   - listeners: has read the host's.
    ///   - brokers: those of the file.
    ///   - grants: knows what else there is in the file.
    init(listeners: ListenerReader, brokers: BrokerReferences, grants: GrantReader) {
        self.listeners = listeners
        self.grants = grants
        bindings = BindingReader(brokers: brokers)
        hostListeners = listeners.names
    }

    mutating func read(_ file: MappingReader, problems: inout ProblemList) -> [ProcessorSettings] {
        var processors: [ProcessorSettings] = []
        for member in EntryName.entries(of: FileKeys.processors, in: file, problems: &problems) {
            if let processor = readProcessor(member, problems: &problems) { processors.append(processor) }
        }
        bindings.finish(&references, problems: &problems)
        return processors
    }

    private mutating func readProcessor(
        _ member: ConfigurationNode.Member, problems: inout ProblemList
    ) -> ProcessorSettings? {
        let name = member.key
        let isName = EntryName.check(member, "a processor", problems: &problems)
        guard
            let entry = MappingReader(
                member.value, ProcessorKeys.shape, name: isName ? name : "the processor", problems: &problems)
        else { return nil }
        var limits = ProcessorLimits()
        if let node = entry[ProcessorKeys.limits] { Self.readLimits(node, into: &limits, problems: &problems) }
        let listener = entry[ProcessorKeys.listen].flatMap { readListener($0, member, problems: &problems) }
        let mayEnqueue = entry.read(ProcessorKeys.mayEnqueue, problems: &problems) ?? []
        if case .sequence(let nodes)? = entry[ProcessorKeys.mayEnqueue]?.content {
            nodes.forEach { references.use($0) }
        }
        let upstreams = grants.read(
            ProcessorKeys.upstreams, of: grants.upstreams, in: entry, problems: &problems)
        let buckets = grants.read(ProcessorKeys.buckets, of: grants.buckets, in: entry, problems: &problems)
        let databases = grants.read(
            ProcessorKeys.databases, of: grants.databases, in: entry, problems: &problems)
        var bound: [Binding]?
        if let node = entry[ProcessorKeys.bindings] {
            let place = BindingReader.Place(
                processor: name, folder: listeners.folder, own: listener?.name,
                listeners: hostListeners + [listener?.name].compactMap(\.self))
            bound = bindings.read(node, of: place, references: &references, problems: &problems)
        }
        let config = Self.readConfig(entry[ProcessorKeys.config], problems: &problems)
        guard let plugin = readPlugin(entry, problems: &problems), let node = entry[ProcessorKeys.plugin] else {
            return nil
        }
        return ProcessorSettings(
            name: name, plugin: plugin, pluginPosition: node.position, limits: limits, bindings: bound,
            listener: listener, mayEnqueue: mayEnqueue, upstreams: upstreams, buckets: buckets,
            databases: databases,
            configJSON: config.map { CanonicalJSON.bytes(of: $0, problems: &problems) } ?? Self.emptyConfig,
            position: member.keyPosition, config: config)
    }

    private mutating func readListener(
        _ node: ConfigurationNode, _ member: ConfigurationNode.Member, problems: inout ProblemList
    ) -> ListenerSettings? {
        guard !hostListeners.contains(member.key), member.key != "admin" else {
            problems.add(
                "config.bad_name", "its own listener would be called \"\(member.key)\", as one of the host's is",
                suggestion: "give the processor or the listener another name", at: node.position)
            return nil
        }
        let defaults = ListenerSettings(name: member.key, address: .tcp(host: "127.0.0.1", port: 0))
        return listeners.read(
            node, ListenerKeys.further, label: "the listener of \(member.key)", defaults: defaults,
            guarding: .authentication, problems: &problems)
    }

    private func readPlugin(_ entry: MappingReader, problems: inout ProblemList) -> String? {
        guard let text = entry.required(ProcessorKeys.plugin, problems: &problems),
            let node = entry[ProcessorKeys.plugin]
        else { return nil }
        if text.hasSuffix(".so") { return FilePath.resolve(text, against: listeners.folder) }
        guard !text.contains("/") else {
            problems.add(
                "config.bad_value", "the plugin's path \(node.quoted) does not end in .so",
                suggestion: "name the shared object itself, or write the plugin's name", at: node.position)
            return nil
        }
        return text
    }

    private static func readLimits(
        _ node: ConfigurationNode, into limits: inout ProcessorLimits, problems: inout ProblemList
    ) {
        guard let reader = MappingReader(node, LimitKeys.shape, name: "limits", problems: &problems) else { return }
        reader.read(LimitKeys.concurrency, into: &limits.concurrency, problems: &problems)
        reader.read(LimitKeys.threads, into: &limits.threads, problems: &problems)
        reader.read(LimitKeys.queue, into: &limits.queue, problems: &problems)
        reader.read(LimitKeys.timeout, into: &limits.timeout, problems: &problems)
    }

    /// The settings are the plugin's own; here they must only be a mapping, or absent.
    private static func readConfig(_ node: ConfigurationNode?, problems: inout ProblemList) -> ConfigurationNode? {
        guard let node else { return nil }
        switch node.content {
        case .mapping: return node
        case .scalar(let scalar) where CoreSchema.value(of: scalar) == .null: return nil
        case .scalar, .sequence:
            problems.add(
                "config.wrong_type", "config must be a mapping, and here is \(node.kind)",
                suggestion: "for example: config: \(ProcessorKeys.config.entry.example)", at: node.position)
            return nil
        }
    }
}
