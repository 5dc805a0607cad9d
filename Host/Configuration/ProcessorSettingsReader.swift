/// `processors:` to typed settings.
struct ProcessorSettingsReader {
    private static let known = ["plugin", "limits", "bindings", "config"]
    private static let planned = ["isolation", "may_call"]
    private static let emptyConfig = Array("{}".utf8)

    let folder: String
    private var bindings = BindingReader()

    init(folder: String) {
        self.folder = folder
    }

    mutating func read(_ node: ConfigurationNode?, problems: inout ProblemList) -> [ProcessorSettings] {
        guard let node else { return [] }
        guard case .mapping(let members) = node.content else {
            problems.add(
                "config.wrong_type", "processors must be a mapping of names, and here is \(node.kind)",
                suggestion: "for example: processors: { grading: { plugin: grading } }", at: node.position)
            return []
        }
        var processors: [ProcessorSettings] = []
        for member in members {
            if let processor = readProcessor(member, problems: &problems) { processors.append(processor) }
        }
        return processors
    }

    private mutating func readProcessor(
        _ member: ConfigurationNode.Member, problems: inout ProblemList
    ) -> ProcessorSettings? {
        let name = member.key
        if !Self.isName(name) {
            problems.add(
                "config.bad_value", "\(MessageText.quoted(name)) cannot name a processor",
                suggestion: "use lower case letters, digits and -, a letter first, at most 63", at: member.keyPosition)
        }
        guard
            let entry = MappingReader(
                member.value, name: Self.isName(name) ? name : "the processor", known: Self.known,
                planned: Self.planned, problems: &problems)
        else { return nil }
        var limits = ProcessorLimits()
        if let node = entry["limits"] { Self.readLimits(node, into: &limits, problems: &problems) }
        var bound: [Binding]?
        if let node = entry["bindings"] { bound = bindings.read(node, of: name, problems: &problems) }
        let config = Self.readConfig(entry["config"], problems: &problems)
        guard let node = entry.required("plugin", example: "grading", problems: &problems),
            let plugin = readPlugin(node, problems: &problems)
        else { return nil }
        return ProcessorSettings(
            name: name, plugin: plugin, pluginPosition: node.position, limits: limits, bindings: bound,
            configJSON: config.map { CanonicalJSON.bytes(of: $0, problems: &problems) } ?? Self.emptyConfig,
            position: member.keyPosition, config: config)
    }

    private static func isName(_ text: String) -> Bool {
        guard (1...63).contains(text.utf8.count), let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private func readPlugin(_ node: ConfigurationNode, problems: inout ProblemList) -> String? {
        guard let text = node.text("plugin", example: "grading, or ./libGrading.so", problems: &problems) else {
            return nil
        }
        if text.hasSuffix(".so") { return FilePath.resolve(text, against: folder) }
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
        guard
            let reader = MappingReader(
                node, name: "limits", known: ["concurrency", "queue", "timeout"], problems: &problems)
        else { return }
        if let value = reader["concurrency"]?.integer("concurrency", in: 0...1024, problems: &problems) {
            limits.concurrency = value
        }
        if let value = reader["queue"]?.integer("queue", in: 0...1_000_000, problems: &problems) {
            limits.queue = value
        }
        if let value = reader["timeout"]?
            .duration("timeout", in: .milliseconds(1) ... .seconds(86400), span: "1ms to 24h", problems: &problems)
        {
            limits.timeout = value
        }
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
                suggestion: "for example: config: { threshold: 0.5 }", at: node.position)
            return nil
        }
    }
}
