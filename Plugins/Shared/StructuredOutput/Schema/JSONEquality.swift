import PluginSDK

/// When two values are the same to JSON Schema: numbers by what they are worth, 1 and 1.0 alike.
enum JSONEquality {
    static func isSame(_ one: JSONValue, _ other: JSONValue) -> Bool {
        switch (one, other) {
        case (.integer(let whole), .number(let number)), (.number(let number), .integer(let whole)):
            return Int(exactly: number) == whole
        case (.array(let ours), .array(let theirs)):
            return ours.count == theirs.count && zip(ours, theirs).allSatisfy { isSame($0, $1) }
        case (.object(let ours), .object(let theirs)):
            return ours.count == theirs.count
                && ours.allSatisfy { name, value in theirs[name].map { isSame(value, $0) } ?? false }
        default: return one == other
        }
    }

    /// The same form for values that are the same, so that they can be put in a set.
    static func canonical(_ value: JSONValue) -> JSONValue {
        switch value {
        case .number(let number): Int(exactly: number).map { .integer($0) } ?? value
        case .array(let elements): .array(elements.map(canonical))
        case .object(let members): .object(members.mapValues(canonical))
        default: value
        }
    }
}
