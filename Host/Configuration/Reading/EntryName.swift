/// Names that operators choose for entries: of processors, listeners, upstreams, brokers, buckets, databases and queues.
enum EntryName {
    /// Lower case letters, digits and `-`, a letter first, at most 63.
    static func isName(_ text: String) -> Bool {
        guard (1...63).contains(text.utf8.count), let first = text.utf8.first, isLetter(first) else { return false }
        return text.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "-") }
    }

    /// Of queues and schedules, which others may have named: letters of both cases, digits, `.`, `_` and `-`, a letter
    /// or digit first, at most 127.
    static func isQueueName(_ text: String) -> Bool {
        guard (1...127).contains(text.utf8.count), let first = text.utf8.first else { return false }
        return (isLetter(first | 0x20) || isDigit(first))
            && text.utf8.allSatisfy { isLetter($0 | 0x20) || isDigit($0) || "._-".utf8.contains($0) }
    }

    /// Complains about a key that is no name. - Parameter kind: `a processor`.
    static func check(_ member: ConfigurationNode.Member, _ kind: String, problems: inout ProblemList) -> Bool {
        if isName(member.key) { return true }
        problems.add(
            "config.bad_name", "\(MessageText.quoted(member.key)) cannot name \(kind)",
            suggestion: "use lower case letters, digits and -, a letter first, at most 63", at: member.keyPosition)
        return false
    }

    /// The name of a queue or schedule, complained about when it is none.
    static func queueName(
        _ key: SettingKey<String>, in reader: MappingReader, problems: inout ProblemList
    ) -> String? {
        guard let node = reader[key], let text = key.read(node, &problems) else { return nil }
        if isQueueName(text) { return text }
        problems.add(
            "config.bad_name", "\(key.name) cannot be \(node.quoted)",
            suggestion: "use letters, digits and . _ -, a letter or digit first, at most 127", at: node.position)
        return nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

    /// The entries of a mapping of names; none, with a problem added, when it is no mapping.
    static func entries(
        of key: SettingKey<ConfigurationNode>, in reader: MappingReader, problems: inout ProblemList
    ) -> [ConfigurationNode.Member] {
        guard let node = reader[key] else { return [] }
        if case .mapping(let members) = node.content { return members }
        problems.add(
            "config.wrong_type", "\(key.name) must be a mapping of names, and here is \(node.kind)",
            suggestion: "for example: \(key.name): \(key.entry.example)", at: node.position)
        return []
    }

    /// What a mapping of names defines, right or wrong; nothing is complained about.
    static func names(of key: SettingKey<ConfigurationNode>, in reader: MappingReader) -> [String] {
        guard case .mapping(let members)? = reader[key]?.content else { return [] }
        return members.map(\.key)
    }
}
