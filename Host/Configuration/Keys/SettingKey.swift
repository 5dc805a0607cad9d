/// A key together with the one way to read its value.
struct SettingKey<Value>: Sendable {
    let entry: KeyEntry
    /// Nil after adding a problem.
    let read: @Sendable (ConfigurationNode, inout ProblemList) -> Value?

    var name: String { entry.name }
}

extension SettingKey<String> {
    static func text(
        _ name: String, _ absence: KeyEntry.Absence = .nothing, example: String, pattern: String? = nil,
        _ summary: String
    ) -> Self {
        let entry = KeyEntry(
            name: name, shape: .text(pattern: pattern), absence: absence, example: example, summary: summary)
        return Self(entry: entry) { $0.text(name, example: example, problems: &$1) }
    }

    /// Text of one line.
    /// - Parameters:
    ///   - most: bytes that it may have.
    ///   - orEmpty: whether it may have none.
    static func line(
        _ name: String, _ absence: KeyEntry.Absence = .nothing, most: Int, orEmpty: Bool = false, example: String,
        _ summary: String
    ) -> Self {
        let entry = KeyEntry(
            name: name, shape: .text(pattern: nil), absence: absence, example: example, summary: summary)
        return Self(entry: entry) {
            $0.line(name, most: most, orEmpty: orEmpty, example: example, problems: &$1)
        }
    }

    /// Where something is kept: `SCHEME:...`.
    static func location(
        _ name: String, _ absence: KeyEntry.Absence, schemes: [String], example: String, _ summary: String
    ) -> Self {
        let entry = KeyEntry(
            name: name, shape: .location(schemes), absence: absence, example: example, summary: summary)
        return Self(entry: entry) { $0.text(name, example: example, problems: &$1) }
    }
}

extension SettingKey<Int> {
    static func integer(
        _ name: String, in range: ClosedRange<Int>, _ absence: KeyEntry.Absence, example: String? = nil,
        _ summary: String
    ) -> Self {
        let entry = KeyEntry(
            name: name, shape: .integer(range), absence: absence, example: example ?? "\(range.lowerBound)",
            summary: summary)
        return Self(entry: entry) { $0.integer(name, in: range, example: entry.example, problems: &$1) }
    }

    /// In bytes.
    static func size(_ name: String, in range: ClosedRange<Int>, default value: String, _ summary: String) -> Self {
        let entry = KeyEntry(
            name: name, shape: .size(range), absence: .value(value), example: value, summary: summary)
        return Self(entry: entry) { $0.byteCount(name, in: range, problems: &$1) }
    }
}

extension SettingKey<Double> {
    static func number(
        _ name: String, in range: ClosedRange<Double>, default value: String, _ summary: String
    ) -> Self {
        let entry = KeyEntry(
            name: name, shape: .number(range), absence: .value(value), example: value, summary: summary)
        return Self(entry: entry) { $0.number(name, in: range, example: value, problems: &$1) }
    }
}

extension SettingKey<Bool> {
    static func boolean(_ name: String, default value: Bool, _ summary: String) -> Self {
        boolean(name, .value("\(value)"), example: "\(value)", summary)
    }

    static func boolean(_ name: String, _ absence: KeyEntry.Absence, example: String, _ summary: String) -> Self {
        let entry = KeyEntry(name: name, shape: .boolean, absence: absence, example: example, summary: summary)
        return Self(entry: entry) { $0.boolean(name, problems: &$1) }
    }
}

extension SettingKey<Duration> {
    static func duration(
        _ name: String, in range: ClosedRange<Duration>, _ absence: KeyEntry.Absence, example: String,
        _ summary: String
    ) -> Self {
        let entry = KeyEntry(
            name: name, shape: .duration(range), absence: absence, example: example, summary: summary)
        return Self(entry: entry) { $0.duration(name, in: range, problems: &$1) }
    }

    static func duration(
        _ name: String, in range: ClosedRange<Duration>, default value: String, _ summary: String
    ) -> Self {
        duration(name, in: range, .value(value), example: value, summary)
    }
}

extension SettingKey where Value: RawRepresentable<String> & CaseIterable & Sendable {
    static func choice(_ name: String, default value: Value, _ summary: String) -> Self {
        let entry = KeyEntry(
            name: name, shape: .choice(Value.allCases.map(\.rawValue)), absence: .value(value.rawValue),
            example: value.rawValue, summary: summary)
        return Self(entry: entry) { $0.choice(name, of: Value.self, problems: &$1) }
    }
}

extension SettingKey<Secret> {
    /// - Parameter least: bytes that it must have at least.
    static func secret(
        _ name: String, _ absence: KeyEntry.Absence = .nothing, least: Int, example: String, _ summary: String
    ) -> Self {
        let entry = KeyEntry(name: name, shape: .secret, absence: absence, example: example, summary: summary)
        return Self(entry: entry) { $0.secret(name, least: least, example: example, problems: &$1) }
    }
}

extension SettingKey<ServiceURL> {
    static func url(
        _ name: String, _ absence: KeyEntry.Absence, example: String, _ summary: String
    ) -> Self {
        let entry = KeyEntry(name: name, shape: .url, absence: absence, example: example, summary: summary)
        return Self(entry: entry) { $0.url(name, example: example, problems: &$1) }
    }
}

extension SettingKey<[Secret]> {
    /// One secret or a list of them: the next one is let in before the last one is taken out.
    static func secrets(_ name: String, least: Int, example: String, _ summary: String) -> Self {
        let entry = KeyEntry(
            name: name, shape: .oneOrMore(.secret), absence: .nothing, example: example, summary: summary)
        return Self(entry: entry) { node, problems in
            guard case .sequence(let elements) = node.content else {
                return node.secret(name, least: least, example: example, problems: &problems).map { [$0] }
            }
            if elements.isEmpty {
                problems.add(
                    "config.weak_secret", "\(name) is an empty list: nobody could come in",
                    suggestion: "for example: \(name): \(example)", at: node.position)
                return nil
            }
            let secrets = elements.map { $0.secret(name, least: least, example: example, problems: &problems) }
            return secrets.contains(nil) ? nil : secrets.compactMap(\.self)
        }
    }
}

extension SettingKey<[String]> {
    /// - Parameter element: what one element is called in a message.
    static func texts(
        _ name: String, of element: String, _ absence: KeyEntry.Absence, example: String, orOne: Bool = false,
        _ summary: String
    ) -> Self {
        let text = SettingShape.text(pattern: nil)
        let entry = KeyEntry(
            name: name, shape: orOne ? .oneOrMore(text) : .list(text), absence: absence, example: example,
            summary: summary)
        return Self(entry: entry) { node, problems in
            if orOne, case .scalar = node.content {
                return node.text(name, example: example, problems: &problems).map { [$0] }
            }
            return node.list(name, example: example, problems: &problems)?.compactMap {
                $0.text(element, example: example, problems: &problems)
            }
        }
    }
}

extension SettingKey<ConfigurationNode> {
    /// A key whose value a reader of its own reads.
    static func node(
        _ name: String, _ shape: SettingShape, _ absence: KeyEntry.Absence, example: String, _ summary: String
    ) -> Self {
        let entry = KeyEntry(name: name, shape: shape, absence: absence, example: example, summary: summary)
        return Self(entry: entry) { node, _ in node }
    }
}

extension KeyEntry {
    /// A key of the design that this version does not have; it is refused by name.
    static func planned(_ name: String) -> KeyEntry {
        KeyEntry(
            name: name, shape: .anything, absence: .nothing, example: "", summary: "",
            unavailable: "is not available in this version")
    }
}
