import Foundation

/// As much of JSON Schema as the schema of plugins.yaml uses, to judge documents by it.
struct SchemaCheck {
    let root: [String: Any]

    init(_ text: String) throws {
        root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
    }

    /// Where and why a document does not fit; empty when it does.
    func complaints(_ value: Any, _ schema: Any? = nil, at path: String = "") -> [String] {
        guard let schema = (schema ?? root) as? [String: Any] else { return ["\(path): no schema"] }
        var found: [String] = []
        if let reference = schema["$ref"] as? String {
            let name = reference.replacingOccurrences(of: "#/$defs/", with: "")
            found += complaints(value, (root["$defs"] as? [String: Any])?[name], at: path)
        }
        if let type = schema["type"], !isType(value, type) { found.append("\(path): not of type \(type)") }
        if let constant = schema["const"], !isEqual(value, constant) { found.append("\(path): not \(constant)") }
        if let choices = schema["enum"] as? [Any], !choices.contains(where: { isEqual(value, $0) }) {
            found.append("\(path): not one of \(choices)")
        }
        if let text = value as? String, let pattern = schema["pattern"] as? String,
            text.range(of: pattern, options: .regularExpression) == nil
        {
            found.append("\(path): does not look like \(pattern)")
        }
        if let number = value as? NSNumber, !isBoolean(number) {
            if let least = schema["minimum"] as? NSNumber, number.doubleValue < least.doubleValue {
                found.append("\(path): too small")
            }
            if let most = schema["maximum"] as? NSNumber, number.doubleValue > most.doubleValue {
                found.append("\(path): too big")
            }
        }
        if let elements = value as? [Any], let items = schema["items"] {
            for (index, element) in elements.enumerated() {
                found += complaints(element, items, at: "\(path)[\(index)]")
            }
        }
        if let members = value as? [String: Any] { found += memberComplaints(members, schema, at: path) }
        return found + combinationComplaints(value, schema, at: path)
    }

    private func memberComplaints(_ members: [String: Any], _ schema: [String: Any], at path: String) -> [String] {
        var found: [String] = []
        let properties = schema["properties"] as? [String: Any] ?? [:]
        for (name, value) in members {
            if let property = properties[name] {
                found += complaints(value, property, at: "\(path).\(name)")
            } else if let further = schema["additionalProperties"] {
                found +=
                    (further as? Bool) == false
                    ? ["\(path): unknown \(name)"] : complaints(value, further, at: "\(path).\(name)")
            }
            if let names = schema["propertyNames"] { found += complaints(name, names, at: "\(path) name") }
        }
        for name in schema["required"] as? [String] ?? [] where members[name] == nil {
            found.append("\(path): lacks \(name)")
        }
        return found
    }

    private func combinationComplaints(_ value: Any, _ schema: [String: Any], at path: String) -> [String] {
        var found: [String] = []
        let fits = { (schema: Any) in complaints(value, schema).isEmpty }
        if let forms = schema["anyOf"] as? [Any], !forms.contains(where: fits) {
            found += ["\(path): fits no form"] + forms.flatMap { complaints(value, $0, at: path) }
        }
        if let forms = schema["oneOf"] as? [Any], forms.filter(fits).count != 1 {
            found.append("\(path): fits not exactly one form")
        }
        for part in schema["allOf"] as? [Any] ?? [] { found += complaints(value, part, at: path) }
        if let condition = schema["if"], let consequence = schema["then"], fits(condition) {
            found += complaints(value, consequence, at: path)
        }
        return found
    }

    private func isType(_ value: Any, _ type: Any) -> Bool {
        if let types = type as? [String] { return types.contains { isType(value, $0) } }
        return switch type as? String {
        case "object": value is [String: Any]
        case "array": value is [Any]
        case "string": value is String
        case "null": value is NSNull
        case "boolean": (value as? NSNumber).map(isBoolean) == true
        case "number": (value as? NSNumber).map { !isBoolean($0) } == true
        case "integer":
            (value as? NSNumber).map { !isBoolean($0) && $0.doubleValue == $0.doubleValue.rounded() } == true
        default: false
        }
    }

    /// JSONSerialization gives `true` and `1` in one type.
    private func isBoolean(_ number: NSNumber) -> Bool { String(cString: number.objCType) == "c" }

    private func isEqual(_ first: Any, _ second: Any) -> Bool {
        if let first = first as? String { return first == second as? String }
        return (first as? NSNumber).map { $0 == second as? NSNumber } ?? false
    }
}
