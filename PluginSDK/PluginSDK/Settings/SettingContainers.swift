extension Optional: SettingValue where Wrapped: SettingValue {
    public static var schema: JSONValue { Wrapped.schema }
    public var json: JSONValue { self?.json ?? .null }
    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> Wrapped?? {
        if json == .null { return .some(nil) }
        guard let value = Wrapped.read(json, at: pointer, problems: &problems) else { return nil }
        return .some(value)
    }
}

extension Array: SettingValue where Element: SettingValue {
    public static var schema: JSONValue { ["type": "array", "items": Element.schema] }
    public var json: JSONValue { .array(map(\.json)) }
    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> [Element]? {
        guard case .array(let elements) = json else {
            problems.append(.wrongType(json, needed: "a list", at: pointer))
            return nil
        }
        let before = problems.count
        let values = elements.enumerated().compactMap { index, element in
            Element.read(element, at: pointer.appending(index), problems: &problems)
        }
        return problems.count == before ? values : nil
    }
}

extension Dictionary: SettingValue where Key == String, Value: SettingValue {
    public static var schema: JSONValue { ["type": "object", "additionalProperties": Value.schema] }
    public var json: JSONValue { .object(mapValues(\.json)) }
    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> [String: Value]? {
        guard case .object(let members) = json else {
            problems.append(.wrongType(json, needed: "an object", at: pointer))
            return nil
        }
        let before = problems.count
        var values: [String: Value] = [:]
        for (name, member) in members.sorted(by: { $0.key < $1.key }) {
            values[name] = Value.read(member, at: pointer.appending(name), problems: &problems)
        }
        return problems.count == before ? values : nil
    }
}
