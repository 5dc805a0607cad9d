/// The JSON Schema (draft 2020-12) of plugins.yaml, by which an editor completes and explains what is written.
///
/// It says what the readers ask of one value at a time. What needs a look at several - two bindings on one address, an
/// unknown queue - only `proctor check` knows.
public enum ConfigurationSchema {
    /// - Parameter settings: JSON Schemas of plugins' settings by the name that `plugin:` has; each one JSON object.
    public static func json(settings: [String: String] = [:]) -> String {
        document(settings: settings).text(indent: 2) + "\n"
    }

    static func document(settings: [String: String]) -> JSONDocument {
        var members: [(String, JSONDocument)] = [
            ("$schema", .string("https://json-schema.org/draft/2020-12/schema")),
            ("title", .string("plugins.yaml of Proctor")),
        ]
        members += ShapeSchema(plugins: settings.keys.sorted()).members(of: .mapping(FileKeys.shape))
        if !settings.isEmpty {
            let definitions = settings.sorted { $0.key < $1.key }.map { name, text in
                (ShapeSchema.definition(of: name), JSONDocument.verbatim(identified(text, name: name)))
            }
            members.append(("$defs", .object(definitions)))
        }
        return .object(members)
    }

    /// A schema with references of its own gets an identity, so that they lead into itself (section 9.2).
    private static func identified(_ text: String, name: String) -> String {
        guard text.contains("\"$ref\""), !text.contains("\"$id\""), let brace = text.firstIndex(of: "{") else {
            return text
        }
        let identity = JSONDocument.string("urn:proctor:settings:\(name)").text()
        return "{\"$id\":\(identity),\(text[text.index(after: brace)...])"
    }
}
