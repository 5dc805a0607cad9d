import PluginSDK

/// What one (sub)schema asks for. Other rules are named by their index.
struct SchemaRule: Sendable {
    /// The schema `false`.
    var isNever = false
    var reference: Int?
    var kinds: Set<JSONKind>?
    /// Of `enum` and `const`.
    var choices: [JSONValue]?
    var properties: [String: Int] = [:]
    var required: [String] = []
    var additional: Int?
    var memberCount = CountRange()
    var prefix: [Int] = []
    var items: Int?
    var itemCount = CountRange()
    var needsUniqueItems = false
    var length = CountRange()
    var pattern: TextPattern?
    var bounds = NumberBounds()
    var all: [Int] = []
    var any: [Int] = []
    var one: [Int] = []

    /// Rules that look at the same value as this one.
    var inPlace: [Int] { all + any + one + (reference.map { [$0] } ?? []) }
}

/// How many there may be.
struct CountRange: Sendable {
    var least: Int?
    var most: Int?
}

struct NumberBounds: Sendable {
    var least: Double?
    var most: Double?
    var above: Double?
    var below: Double?
    var step: Double?
}

/// The words of `type`.
enum JSONKind: String, Sendable, Hashable, CaseIterable {
    case null, boolean, integer, number, string, array, object

    /// For a person or a model: "a whole number".
    var phrase: String {
        switch self {
        case .null: "null"
        case .boolean: "true or false"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "a string"
        case .array: "a list"
        case .object: "an object"
        }
    }

    /// The most exact kind of a value. 1.0 is a whole number, as the specification says.
    init(of value: JSONValue) {
        switch value {
        case .null: self = .null
        case .bool: self = .boolean
        case .integer: self = .integer
        case .number(let number): self = number == number.rounded() ? .integer : .number
        case .string: self = .string
        case .array: self = .array
        case .object: self = .object
        }
    }

    func isOne(of kinds: Set<JSONKind>) -> Bool {
        kinds.contains(self) || (self == .integer && kinds.contains(.number))
    }
}
