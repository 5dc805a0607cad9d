/// JSON Schema of one place of the file.
struct ShapeSchema {
    /// Names of plugins whose settings are described.
    let plugins: [String]

    /// A value with a reference in it is text, whatever it becomes.
    private static let reference = #"\$\{"#
    private static let names = "^[a-z][a-z0-9-]{0,62}$"

    static func definition(of plugin: String) -> String { "settings-\(plugin)" }

    func document(of shape: SettingShape) -> JSONDocument { .object(members(of: shape)) }

    func members(of shape: SettingShape) -> [(String, JSONDocument)] {
        switch shape {
        case .text(let pattern): text(pattern: pattern)
        case .integer(let range):
            orReference([
                ("type", .string("integer")), ("minimum", .integer(range.lowerBound)),
                ("maximum", .integer(range.upperBound)),
            ])
        case .number(let range):
            orReference([
                ("type", .string("number")), ("minimum", .number(range.lowerBound)),
                ("maximum", .number(range.upperBound)),
            ])
        case .boolean: orReference([("type", .string("boolean"))])
        case .duration: text(pattern: #"^[0-9]+(\.[0-9]+)? ?(ms|s|m|h|d)$"#)
        case .size: text(pattern: "^[0-9]+(\\.[0-9]+)? ?(B|[KMG]iB|kB|MB|GB)$")
        case .choice(let words): orReference([("enum", .array(words.flatMap(Self.values)))])
        case .secret: [("type", .string("string")), ("writeOnly", .boolean(true))]
        case .url: text(pattern: "^[A-Za-z][A-Za-z0-9+.-]*://")
        case .location(let schemes): text(pattern: "^(\(schemes.joined(separator: "|"))):")
        case .list(let element): list(element)
        case .oneOrMore(let element):
            [("anyOf", .array([document(of: element), .object(list(element))]))]
        case .mapping(let mapping): self.mapping(mapping)
        case .named(let value):
            [
                ("type", .string("object")), ("propertyNames", .object([("pattern", .string(Self.names))])),
                ("additionalProperties", document(of: value)),
            ]
        case .headers:
            [
                ("type", .string("object")),
                ("propertyNames", .object([("pattern", .string(HeaderName.pattern))])),
                ("additionalProperties", document(of: .secret)),
            ]
        case .anything: [("type", .string("object"))]
        case .settings: [("type", .array([.string("object"), .string("null")]))]
        }
    }

    /// A word that YAML takes for a number may be written as one.
    private static func values(of word: String) -> [JSONDocument] {
        [.string(word)] + (Int(word).map { [.integer($0)] } ?? Double(word).map { [.number($0)] } ?? [])
    }

    private func text(pattern: String?) -> [(String, JSONDocument)] {
        let type = [("type", JSONDocument.string("string"))]
        return pattern.map { type + [("pattern", .string("\($0)|\(Self.reference)"))] } ?? type
    }

    private func orReference(_ members: [(String, JSONDocument)]) -> [(String, JSONDocument)] {
        [("anyOf", .array([.object(members), .object(text(pattern: nil) + [("pattern", .string(Self.reference))])]))]
    }

    private func list(_ element: SettingShape) -> [(String, JSONDocument)] {
        [("type", .string("array")), ("items", document(of: element))]
    }

    private func mapping(_ mapping: MappingShape) -> [(String, JSONDocument)] {
        var forms: [JSONDocument] = []
        if let word = mapping.word { forms.append(.object([("const", .string(word))])) }
        if let short = mapping.short.flatMap({ mapping[$0] }) { forms.append(document(of: short.shape)) }
        let object = self.object(mapping)
        return forms.isEmpty ? object : [("anyOf", .array(forms + [.object(object)]))]
    }

    private func object(_ mapping: MappingShape) -> [(String, JSONDocument)] {
        var members: [(String, JSONDocument)] = [
            ("type", .string("object")),
            ("properties", .object(mapping.available.map { ($0.name, described($0)) })),
            ("additionalProperties", .boolean(false)),
        ]
        let required = mapping.available.filter { if case .refused = $0.absence { true } else { false } }
        if !required.isEmpty { members.append(("required", .array(required.map { .string($0.name) }))) }
        var conditions = mapping.choices.map { names in
            JSONDocument.object([("oneOf", .array(names.map { .object([("required", .array([.string($0)]))]) }))])
        }
        if mapping.keys.contains(where: { if case .settings = $0.shape { true } else { false } }) {
            conditions += plugins.map(settings)
        }
        if !conditions.isEmpty { members.append(("allOf", .array(conditions))) }
        return members
    }

    private func described(_ entry: KeyEntry) -> JSONDocument {
        var members = [("description", JSONDocument.string(entry.summary))]
        members += self.members(of: entry.shape)
        if case .value(let text) = entry.absence {
            members.append(("default", DefaultValue.json(text, of: entry.shape)))
        }
        return .object(members)
    }

    /// What a processor of this plugin has under `config:`.
    private func settings(of plugin: String) -> JSONDocument {
        let name = JSONDocument.object([("const", .string(plugin))])
        let described = JSONDocument.object([("$ref", .string("#/$defs/\(Self.definition(of: plugin))"))])
        return .object([
            ("if", .object([("properties", .object([("plugin", name)])), ("required", .array([.string("plugin")]))])),
            ("then", .object([("properties", .object([("config", described)]))])),
        ])
    }
}

/// A default of the table as JSON.
enum DefaultValue {
    static func json(_ text: String, of shape: SettingShape) -> JSONDocument {
        switch shape {
        case .integer: Int(text).map(JSONDocument.integer) ?? .string(text)
        case .number: Double(text).map(JSONDocument.number) ?? .string(text)
        case .boolean: .boolean(text == "true")
        case .list: .array(elements(text).map(JSONDocument.string))
        default: .string(text)
        }
    }

    /// Of a list in brackets: `[ ./plugins ]`.
    static func elements(_ text: String) -> [String] {
        text.split { "[], ".contains($0) }.map(String.init)
    }
}
