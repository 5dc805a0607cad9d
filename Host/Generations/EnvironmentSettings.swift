import FoundationEssentials
import HostImages

/// Settings that the environment gives: a field whose schema names a variable takes it, before plugins.yaml and before
/// the default.
enum EnvironmentSettings {
    /// A variable whose text does not fit the field.
    struct Misfit: Error {
        let pointer: String
        let variable: String
        let wanted: String
    }

    /// The settings with what the environment says.
    ///
    /// - Parameters:
    ///   - config: from plugins.yaml, a JSON object.
    ///   - schema: the manifest's, whose properties may carry `x-env`.
    /// - Throws: what does not fit, all of it at once; never a value, which may be a secret.
    static func apply(
        to config: [UInt8], schema: JSONValue?, environment: [String: String]
    ) throws(Misfits) -> [UInt8] {
        guard let schema, let parsed = try? JSONDecoder().decode(JSONValue.self, from: Data(config)) else {
            return config
        }
        var misfits: [Misfit] = []
        let merged = merge(parsed, schema, environment, pointer: "", &misfits)
        guard misfits.isEmpty else { throw Misfits(all: misfits) }
        guard merged != parsed else { return config }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(merged)).map(Array.init) ?? config
    }

    struct Misfits: Error {
        let all: [Misfit]
    }

    private static func merge(
        _ value: JSONValue, _ schema: JSONValue, _ environment: [String: String], pointer: String,
        _ misfits: inout [Misfit]
    ) -> JSONValue {
        guard case .object(let description) = schema, case .object(let properties)? = description["properties"],
            case .object(var members) = value
        else { return value }
        for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
            guard case .object(let field) = property else { continue }
            let place = "\(pointer)/\(name)"
            if case .string(let variable)? = field["x-env"], let text = environment[variable] {
                if let read = read(text, type: field["type"]) {
                    members[name] = read
                } else {
                    misfits.append(Misfit(pointer: place, variable: variable, wanted: wanted(field["type"])))
                }
            } else if field["properties"] != nil {
                let merged = merge(members[name] ?? .object([:]), property, environment, pointer: place, &misfits)
                if merged != .object([:]) || members[name] != nil { members[name] = merged }
            }
        }
        return .object(members)
    }

    private static func read(_ text: String, type: JSONValue?) -> JSONValue? {
        guard case .string(let type)? = type else { return .string(text) }
        return switch type {
        case "integer": Int64(text).map(JSONValue.integer)
        case "number": Double(text).flatMap { $0.isFinite ? .number($0) : nil }
        case "boolean": ["true": .boolean(true), "false": .boolean(false)][text]
        case "string": .string(text)
        default: try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8))
        }
    }

    private static func wanted(_ type: JSONValue?) -> String {
        guard case .string(let type)? = type else { return "text" }
        return ["integer": "a whole number", "number": "a number", "boolean": "true or false"][type]
            ?? "JSON of type \(type)"
    }
}
