/// A type that a setting may have.
public protocol SettingValue: DeclarableValue {
    /// The JSON Schema of this type.
    static var schema: JSONValue { get }
    /// This value as a configuration would say it.
    var json: JSONValue { get }
    /// Reads a value. Nil when it is wrong: then at least one problem has been added.
    static func read(_ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]) -> Self?
}

/// A type whose settings may have a least and a greatest value.
public protocol RangedSettingValue: SettingValue, Comparable {
    /// What the schema calls the two.
    static var boundNames: (least: String, greatest: String) { get }
}

extension RangedSettingValue {
    public static var boundNames: (least: String, greatest: String) { ("minimum", "maximum") }
}

/// An enum whose cases are what a person may choose from.
public protocol SettingChoice: SettingValue, CaseIterable, RawRepresentable where RawValue == String {}

extension String: SettingValue {
    public static var unset: String { "" }
    public static var schema: JSONValue { ["type": "string"] }
    public var json: JSONValue { .string(self) }
    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> String? {
        if case .string(let text) = json { return text }
        problems.append(.wrongType(json, needed: "a string", at: pointer))
        return nil
    }
}

extension Bool: SettingValue {
    public static var unset: Bool { false }
    public static var schema: JSONValue { ["type": "boolean"] }
    public var json: JSONValue { .bool(self) }
    public static func read(_ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]) -> Bool? {
        if case .bool(let value) = json { return value }
        problems.append(.wrongType(json, needed: "true or false", at: pointer))
        return nil
    }
}

extension Int: RangedSettingValue {
    public static var unset: Int { 0 }
    public static var schema: JSONValue { ["type": "integer"] }
    public var json: JSONValue { .integer(self) }
    public static func read(_ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]) -> Int? {
        switch json {
        case .integer(let value): return value
        case .number(let value):
            if let whole = Int(exactly: value) { return whole }
            problems.append(
                SettingProblem(
                    code: "setting.type", pointer: pointer, message: "found \(json.text), needs a whole number"))
        default: problems.append(.wrongType(json, needed: "a whole number", at: pointer))
        }
        return nil
    }
}

extension Double: RangedSettingValue {
    public static var unset: Double { 0 }
    public static var schema: JSONValue { ["type": "number"] }
    public var json: JSONValue { .number(self) }
    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> Double? {
        switch json {
        case .integer(let value): return Double(value)
        case .number(let value): return value
        default:
            problems.append(.wrongType(json, needed: "a number", at: pointer))
            return nil
        }
    }
}

extension SettingChoice {
    public static var unset: Self { allCases[allCases.startIndex] }  // a value of an enum without cases cannot exist
    public static var schema: JSONValue {
        ["type": "string", "enum": .array(allCases.map { .string($0.rawValue) })]
    }
    public var json: JSONValue { .string(rawValue) }
    public static func read(_ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]) -> Self? {
        let choices = allCases.map(\.rawValue).joined(separator: ", ")
        guard case .string(let text) = json else {
            problems.append(.wrongType(json, needed: "one of \(choices)", at: pointer))
            return nil
        }
        if let choice = Self(rawValue: text) { return choice }
        problems.append(
            SettingProblem(
                code: "setting.choice", pointer: pointer, message: "found \(json.text), needs one of \(choices)"))
        return nil
    }
}
