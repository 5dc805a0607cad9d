/// `bindings:` to typed bindings. Remembers every address of the file, for two bindings on one are a mistake.
struct BindingReader {
    /// Whose bindings are read.
    struct Place {
        let processor: String
        /// What paths are resolved against.
        let folder: String
        /// The name of the processor's own listener.
        let own: String?
        /// Those that its bindings may name.
        let listeners: [String]
    }

    private let brokers: BrokerReferences
    private var addresses: [String: (processor: String, line: Int)] = [:]
    private var folders = FolderOverlaps()

    init(brokers: BrokerReferences) { self.brokers = brokers }

    mutating func read(
        _ node: ConfigurationNode, of place: Place, references: inout QueueReferences, problems: inout ProblemList
    ) -> [Binding] {
        let key = ProcessorKeys.bindings
        var bindings: [Binding] = []
        for element in node.list(key.name, example: key.entry.example, problems: &problems) ?? [] {
            if let binding = readBinding(element, of: place, references: &references, problems: &problems) {
                bindings.append(binding)
            }
        }
        return bindings
    }

    /// What can be told only when all is read.
    func finish(_ references: inout QueueReferences, problems: inout ProblemList) {
        references.check(problems: &problems)
        folders.check(problems: &problems)
    }

    private mutating func readBinding(
        _ node: ConfigurationNode, of place: Place, references: inout QueueReferences, problems: inout ProblemList
    ) -> Binding? {
        guard let reader = MappingReader(node, BindingKeys.shape, name: "a binding", problems: &problems) else {
            return nil
        }
        let target = readTarget(reader, references: &references, problems: &problems)
        // A source of a later version has been named already; no need to miss another.
        guard !BindingKeys.planned.contains(where: reader.has) else { return nil }
        let written = BindingKeys.sources.filter { reader.has($0.name) }
        guard written.count == 1 else {
            refuseSources(written, reader, problems: &problems)
            return nil
        }
        let operation = if case .operation(let name)? = target { name } else { String?.none }
        let found = readSource(
            reader, operation: operation, of: place, references: &references, problems: &problems)
        if reader[BindingKeys.http] == nil, let (source, node) = found {
            refuse([BindingKeys.listener, BindingKeys.enqueue], with: "http", in: reader, problems: &problems)
            if case .folder(let folder) = source { folders.add(folder, node) }
        }
        if reader[BindingKeys.amqp] == nil {
            refuse([BindingKeys.callback], with: "amqp", in: reader, problems: &problems)
        }
        let callback = reader[BindingKeys.amqp].flatMap { _ in
            readCallback(reader, source: found?.0, problems: &problems)
        }
        guard let (source, sourceNode) = found else { return nil }
        remember(source, sourceNode, of: place, problems: &problems)
        return target.map { Binding(source: source, target: $0, callback: callback, position: node.position) }
    }

    private func readCallback(
        _ reader: MappingReader, source: BindingSource?, problems: inout ProblemList
    ) -> CallbackSettings? {
        guard let node = reader[BindingKeys.callback] else { return nil }
        let broker = if case .amqp(let binding)? = source { binding.broker } else { "" }
        return AMQPBindingReader.callback(node, broker: broker, brokers: brokers, problems: &problems)
    }

    /// Keys that go with one source only.
    private func refuse<Value>(
        _ keys: [SettingKey<Value>], with source: String, in reader: MappingReader, problems: inout ProblemList
    ) {
        for key in keys {
            guard let node = reader[key] else { continue }
            problems.add(
                "config.conflict", "\(key.name) goes with \(source) alone", suggestion: "remove it",
                at: node.position)
        }
    }

    private func refuseSources(_ written: [KeyEntry], _ reader: MappingReader, problems: inout ProblemList) {
        if written.isEmpty {
            problems.add(
                "config.missing_key", "a binding needs a source",
                suggestion: "write http: POST /grade, or one of "
                    + BindingKeys.sources.dropFirst().map(\.name).joined(separator: ", "), at: reader.position)
        } else {
            problems.add(
                "config.conflict", "one binding has \(written.map(\.name).joined(separator: " and "))",
                suggestion: "write a binding for each", at: reader.position)
        }
    }

    private func readTarget(
        _ reader: MappingReader, references: inout QueueReferences, problems: inout ProblemList
    ) -> BindingTarget? {
        guard let enqueue = reader[BindingKeys.enqueue] else {
            return reader.required(BindingKeys.operation, problems: &problems).map(BindingTarget.operation)
        }
        if let operation = reader[BindingKeys.operation] {
            problems.add(
                "config.conflict", "a binding either does a job, by operation, or keeps it, by enqueue",
                suggestion: "remove one of the two; the queue's own binding names its operation",
                at: operation.position)
        }
        references.use(enqueue)
        return BindingKeys.enqueue.read(enqueue, &problems).map(BindingTarget.queue)
    }

    private func readSource(
        _ reader: MappingReader, operation: String?, of place: Place, references: inout QueueReferences,
        problems: inout ProblemList
    ) -> (BindingSource, ConfigurationNode)? {
        if let node = reader[BindingKeys.http] {
            return HTTPBindingReader.read(node, listener: reader[BindingKeys.listener], of: place, problems: &problems)
                .map { (.http($0), node) }
        }
        if let node = reader[BindingKeys.amqp] {
            return AMQPBindingReader.read(node, brokers: brokers, problems: &problems).map { (.amqp($0), node) }
        }
        if let node = reader[BindingKeys.queue] {
            return QueueBindingReader.read(node, problems: &problems).map { queue in
                references.bind(queue.name)
                return (.queue(queue), node)
            }
        }
        if let node = reader[BindingKeys.schedule] {
            return ScheduleBindingReader.read(
                node, processor: place.processor, operation: operation, problems: &problems
            ).map { (.schedule($0), node) }
        }
        guard let node = reader[BindingKeys.folder] else { return nil }
        return FolderBindingReader.read(node, folder: place.folder, problems: &problems).map { (.folder($0), node) }
    }

    private mutating func remember(
        _ source: BindingSource, _ node: ConfigurationNode, of place: Place, problems: inout ProblemList
    ) {
        guard let other = addresses[source.identity] else {
            addresses[source.identity] = (place.processor, node.position.line)
            return
        }
        var suggestion = "keep one of the two"
        if case .schedule = source { suggestion = "give one a name: { name: nightly }" }
        problems.add(
            "config.duplicate_binding",
            "\(node.shown(source.address)) is bound already, by \(other.processor) in line \(other.line)",
            suggestion: suggestion, at: node.position)
    }
}

extension BindingSource {
    /// Equal for two bindings that one host cannot have beside each other: paths that differ in the names of their
    /// parameters alone, and folders that are one place.
    public var identity: String {
        switch self {
        case .http(let http):
            "http \(http.listener) \(http.method) "
                + http.path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : $0 }.joined(separator: "/")
        case .folder(let folder): "folder " + FilePath.parts(folder.path).joined(separator: "/")
        case .queue, .schedule, .amqp: address
        }
    }
}
