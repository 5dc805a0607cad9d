import PluginSDK

/// Configurations that a settings schema forbids, one rule broken in each.
struct SettingsViolation: Sendable, Equatable {
    /// "a number above the maximum of mean".
    let what: String
    let settings: String

    /// - Parameter valid: a configuration that the schema allows.
    static func all(of schema: JSONValue, changing valid: [String: JSONValue]) -> [SettingsViolation] {
        var violations: [SettingsViolation] = []
        func add(_ what: String, _ name: String, _ value: JSONValue?) {
            var changed = valid
            changed[name] = value
            violations.append(SettingsViolation(what: what, settings: JSONValue.object(changed).text))
        }
        if schema["additionalProperties"] == false { add("an unknown setting", "no_such_setting", 1) }
        if case .array(let required)? = schema["required"] {
            for case .string(let name) in required { add("no \(name), which is required", name, nil) }
        }
        guard case .object(let properties)? = schema["properties"] else { return violations }
        for (name, property) in properties.sorted(by: { $0.key < $1.key }) {
            if let wrong = valueOfAnotherType(than: property) { add("\(wrong.text) for \(name)", name, wrong) }
            if case .array? = property["enum"] { add("no choice of \(name)", name, "no-such-choice") }
            if let least = number(property["minimum"]) {
                add("a number below the minimum of \(name)", name, .number(least - 1))
            }
            if let greatest = number(property["maximum"]) {
                add("a number above the maximum of \(name)", name, .number(greatest + 1))
            }
        }
        return violations
    }

    private static func valueOfAnotherType(than property: JSONValue) -> JSONValue? {
        switch property["type"] {
        case .string("string"): [1]
        case .string("boolean"), .string("object"), .string("array"): "neither"
        case .string("integer"), .string("number"): "many"
        default: nil
        }
    }

    private static func number(_ value: JSONValue?) -> Double? {
        switch value {
        case .integer(let number): Double(number)
        case .number(let number): number
        default: nil
        }
    }
}
