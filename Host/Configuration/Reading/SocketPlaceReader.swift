extension SocketPlace {
    /// A host's name or address, without brackets; nil when it is none, or more.
    static func host(_ text: String) -> String? {
        let isBracketed = text.hasPrefix("[") && text.hasSuffix("]")
        let host = isBracketed ? text.dropFirst().dropLast() : text[...]
        let isIPv6 = host.contains(":")
        let colons = host.count { $0 == ":" }
        let isPlain = host.allSatisfy { character in
            isIPv6
                ? character.isHexDigit || ":.".contains(character)
                : character.isASCII && (character.isLetter || character.isNumber || "._-".contains(character))
        }
        guard !host.isEmpty, isPlain, isIPv6 ? colons > 1 : !isBracketed else { return nil }
        return String(host)
    }

    /// `HOST:PORT`, `[::1]:PORT` or a host alone.
    init?(_ text: String, port standard: Int) {
        guard let url = ServiceURL("tcp://" + text), url.credentials == nil, url.rest.isEmpty else { return nil }
        self.init(host: url.host, port: url.port ?? standard)
    }

    /// A list of places, or one text with commas between them, as a variable holds it. Nil after adding a problem.
    static func list(
        _ key: SettingKey<ConfigurationNode>, in reader: MappingReader, port: Int, problems: inout ProblemList
    ) -> [SocketPlace]? {
        guard let node = reader[key] else { return nil }
        let example = key.entry.example
        var written: [(text: String, node: ConfigurationNode)] = []
        let elements = if case .sequence(let elements) = node.content { elements } else { [node] }
        for element in elements {
            guard let text = element.text(key.name, example: example, problems: &problems) else { return nil }
            written += text.split(separator: ",").map { ($0.trimmingSpaces, element) }
        }
        if written.isEmpty {
            problems.add(
                "config.missing_key", "\(key.name) names nobody", suggestion: "for example: \(key.name): \(example)",
                at: node.position)
            return nil
        }
        let places = written.map { text, element -> SocketPlace? in
            if let place = SocketPlace(text, port: port) { return place }
            problems.add(
                "config.bad_value", "\(key.name) has HOST:PORT, and here is \(element.quoted)",
                suggestion: "for example: \(key.name): \(example)", at: element.position)
            return nil
        }
        return places.contains(nil) ? nil : places.compactMap(\.self)
    }
}

extension Substring {
    fileprivate var trimmingSpaces: String {
        String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }
}
