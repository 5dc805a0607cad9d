import PluginSDK

/// Whether OpenAI takes a schema with `strict`: every object names all its properties as required and allows no others
/// (platform.openai.com/docs/guides/structured-outputs, "Supported schemas"). With any other it refuses the request, so
/// that such a one is sent without, and guides the model all the same.
enum StrictSchema {
    static func allows(_ schema: JSONValue) -> Bool { isObject(schema) && allowsAll(schema) }

    private static func isObject(_ schema: JSONValue) -> Bool {
        schema["type"] == "object" && schema["anyOf"] == nil
    }

    /// Looks at every part, also where no schema can be: a property may be called `properties`.
    private static func allowsAll(_ part: JSONValue) -> Bool {
        switch part {
        case .array(let elements): return elements.allSatisfy(allowsAll)
        case .object(let members):
            if describesObject(members) {
                guard case .object(let properties)? = members["properties"],
                    members["additionalProperties"] == false,
                    Set(properties.keys) == Set((members["required"] ?? []).elements.compactMap(\.string))
                else { return false }
                return properties.values.allSatisfy(allowsAll)
                    && members.allSatisfy { $0.key == "properties" || allowsAll($0.value) }
            }
            return members.values.allSatisfy(allowsAll)
        default: return true
        }
    }

    private static func describesObject(_ members: [String: JSONValue]) -> Bool {
        members["type"] == "object" || members["type"]?.elements.contains("object") == true
    }
}
