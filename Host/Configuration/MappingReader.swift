/// Reads the known keys of one mapping, and complains about the others.
struct MappingReader {
    private let members: [String: ConfigurationNode.Member]
    /// What the mapping is called in a message: `limits`.
    let name: String
    /// Where a missing key is complained about.
    let position: SourcePosition

    /// Nil, with a problem added, when the node is no mapping.
    /// - Parameter planned: keys of the design that this version does not have; they are refused by name.
    init?(
        _ node: ConfigurationNode, name: String, known: [String], planned: [String] = [],
        problems: inout ProblemList
    ) {
        guard case .mapping(let members) = node.content else {
            problems.add(
                "config.wrong_type", "\(name) must be a mapping, and here is \(node.kind)",
                suggestion: "its keys: \(known.joined(separator: ", "))", at: node.position)
            return nil
        }
        for member in members where !known.contains(member.key) {
            if planned.contains(member.key) {
                problems.add(
                    "config.not_available",
                    "\(MessageText.quoted(member.key)) in \(name) is not available in this version",
                    suggestion: "remove it", at: member.keyPosition)
            } else {
                problems.add(
                    "config.unknown_key", "unknown key \(MessageText.quoted(member.key)) in \(name)",
                    suggestion: NearMiss.suggestion(for: member.key, among: known), at: member.keyPosition)
            }
        }
        self.members = Dictionary(members.map { ($0.key, $0) }, uniquingKeysWith: { first, _ in first })
        self.name = name
        self.position = node.position
    }

    subscript(key: String) -> ConfigurationNode? { members[key]?.value }

    /// The value of a key that must be there; its absence is a problem, told with an example.
    func required(_ key: String, example: String, problems: inout ProblemList) -> ConfigurationNode? {
        if let node = self[key] { return node }
        problems.add(
            "config.missing_key", "\"\(key)\" is missing in \(name)", suggestion: "write \(key): \(example)",
            at: position)
        return nil
    }
}
