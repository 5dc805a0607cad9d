/// Reads the known keys of one mapping, and complains about the others.
struct MappingReader {
    private let members: [String: ConfigurationNode.Member]
    /// What the mapping is called in a message: `limits`.
    let name: String
    /// Where a missing key is complained about.
    let position: SourcePosition

    /// Nil, with a problem added, when the node is no mapping, nor text that stands for one.
    init?(_ node: ConfigurationNode, _ shape: MappingShape, name: String, problems: inout ProblemList) {
        guard let members = Self.members(of: node, shape) else {
            let keys = "its keys: \(shape.available.map(\.name).joined(separator: ", "))"
            problems.add(
                "config.wrong_type",
                "\(name) must be \(shape.word.map { "\($0) or " } ?? "")a mapping, and here is \(node.kind)",
                suggestion: keys, at: node.position)
            return nil
        }
        for member in members { Self.check(member, shape, name: name, problems: &problems) }
        self.members = Dictionary(members.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        self.name = name
        position = node.position
    }

    private static func members(of node: ConfigurationNode, _ shape: MappingShape) -> [ConfigurationNode.Member]? {
        switch node.content {
        case .mapping(let members): members
        case .scalar:
            shape.short.flatMap { short in
                node.isText ? [.init(key: short, keyPosition: node.position, value: node)] : nil
            }
        case .sequence: nil
        }
    }

    private static func check(
        _ member: ConfigurationNode.Member, _ shape: MappingShape, name: String, problems: inout ProblemList
    ) {
        guard let entry = shape[member.key] else {
            guard !problems.isFull else { return problems.count() }
            return problems.add(
                "config.unknown_key", "unknown key \(MessageText.quoted(member.key)) in \(name)",
                suggestion: NearMiss.suggestion(for: member.key, among: shape.available.map(\.name)),
                at: member.keyPosition)
        }
        if let reason = entry.unavailable {
            problems.add(
                "config.not_available", "\(MessageText.quoted(member.key)) in \(name) \(reason)",
                suggestion: entry.remedy, at: member.keyPosition)
        }
    }

    /// The value of a key as it stands in the file.
    subscript<Value>(key: SettingKey<Value>) -> ConfigurationNode? { members[key.name]?.value }

    /// Where a key stands.
    func keyPosition(of name: String) -> SourcePosition? { members[name]?.keyPosition }

    /// Whether a key is written, known or not.
    func has(_ name: String) -> Bool { members[name] != nil }

    /// The value of a key; nil when it is absent, or wrong and complained about.
    func read<Value>(_ key: SettingKey<Value>, problems: inout ProblemList) -> Value? {
        self[key].flatMap { key.read($0, &problems) }
    }

    /// Sets what a key says; leaves what is there when it says nothing.
    func read<Value>(_ key: SettingKey<Value>, into target: inout Value, problems: inout ProblemList) {
        if let value = read(key, problems: &problems) { target = value }
    }

    /// The value of a key that must be there; its absence is a problem, told with an example.
    func required<Value>(_ key: SettingKey<Value>, problems: inout ProblemList) -> Value? {
        if let node = self[key] { return key.read(node, &problems) }
        problems.add(
            "config.missing_key", "\"\(key.name)\" is missing in \(name)",
            suggestion: "write \(key.name): \(key.entry.example)", at: position)
        return nil
    }
}
