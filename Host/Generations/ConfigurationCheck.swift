import FoundationEssentials
public import HostConfiguration
import HostImages

/// What a look at the whole configuration and every plugin it names came to.
public struct ConfigurationCheck: Sendable {
    /// Empty when a start would succeed.
    public let problems: [ConfigurationProblem]
    /// What is right and deserves to be read: each processor, plugins that no entry names.
    public let notes: [String]
    /// What the plugins say about their settings, by the processor's name.
    public let descriptions: [String: [SettingDescription]]

    public init(
        problems: [ConfigurationProblem], notes: [String] = [], descriptions: [String: [SettingDescription]] = [:]
    ) {
        self.problems = problems
        self.notes = notes
        self.descriptions = descriptions
    }
}

extension SettingDescription {
    /// The settings that a manifest's schema describes, nested ones too.
    static func all(
        in schema: JSONValue?, below pointer: String = "", isSecret: Bool = false
    ) -> [SettingDescription] {
        guard case .object(let schema)? = schema, case .object(let properties)? = schema["properties"] else {
            return []
        }
        return properties.sorted { $0.key < $1.key }.flatMap { name, property -> [SettingDescription] in
            guard case .object(let field) = property else { return [] }
            let place = pointer + "/" + name.replacing("~", with: "~0").replacing("/", with: "~1")
            let isSecret = isSecret || field["writeOnly"] == .boolean(true)
            if field["properties"] != nil { return all(in: property, below: place, isSecret: isSecret) }
            var variable: String?
            if case .string(let name)? = field["x-env"] { variable = name }
            return [
                SettingDescription(
                    pointer: place, defaultJSON: field["default"].flatMap(text), variable: variable,
                    isSecret: isSecret || holdsSecret(property))
            ]
        }
    }

    /// Whether a list or dictionary has secrets somewhere in it: then none of it is shown.
    private static func holdsSecret(_ schema: JSONValue) -> Bool {
        switch schema {
        case .object(let members): members["writeOnly"] == .boolean(true) || members.values.contains(where: holdsSecret)
        case .array(let elements): elements.contains(where: holdsSecret)
        default: false
        }
    }

    private static func text(_ value: JSONValue) -> String? {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
    }
}
