/// A value while a template is rendered. Values do not change; what a template may change (namespaces, cyclers) is an
/// object. Lists and dictionaries know how deep they are, so that nothing nested without end is ever made, printed or
/// released.
enum Value {
    case undefined(Undefined)
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    case markup(String)
    case list(Items)
    case tuple(Items)
    case dictionary(Mapping)
    case range(Progression)
    case object(any RuntimeObject)

    /// Lists in lists: more are refused.
    static let deepest = 40

    static var emptyList: Value { .list(Items.empty) }

    static func list(_ values: [Value]) throws(TemplateError) -> Value { .list(try Items(values)) }
    static func tuple(_ values: [Value]) throws(TemplateError) -> Value { .tuple(try Items(values)) }

    /// How many containers lie in one another.
    var depth: Int {
        switch self {
        case .list(let items), .tuple(let items): items.depth
        case .dictionary(let mapping): mapping.depth
        case .object(let object): object.depth
        default: 0
        }
    }

    init(_ value: TemplateValue) throws(TemplateError) {
        switch value {
        case .none: self = .none
        case .bool(let value): self = .bool(value)
        case .integer(let value): self = .integer(value)
        case .number(let value): self = .number(value)
        case .string(let text): self = .string(text)
        case .markup(let text): self = .markup(text)
        case .list(let elements):
            var values: [Value] = []
            values.reserveCapacity(elements.count)
            for element in elements { values.append(try Value(element)) }
            self = .list(try Items(values))
        case .dictionary(let members):
            self = .dictionary(try Mapping(data: members))
        }
    }

    /// Python's truth: empty and zero are false.
    func isTrue() throws(TemplateError) -> Bool {
        switch self {
        case .undefined(let undefined):
            if undefined.isLenient { return false }
            throw undefined.error
        case .none: return false
        case .bool(let value): return value
        case .integer(let value): return value != 0
        case .number(let value): return value != 0
        case .string(let text), .markup(let text): return !text.isEmpty
        case .list(let items), .tuple(let items): return !items.values.isEmpty
        case .dictionary(let mapping): return mapping.count > 0
        case .range(let range): return range.count > 0
        case .object: return true
        }
    }

    /// Text or markup, without a conversion.
    var text: String? {
        switch self {
        case .string(let text), .markup(let text): text
        default: nil
        }
    }

    var isMarkup: Bool {
        switch self {
        case .markup: true
        case .object(let object): object.isMarkup
        default: false
        }
    }

    /// A whole number; booleans are 0 and 1, as in Python.
    var wholeNumber: Int? {
        switch self {
        case .integer(let value): value
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }

    /// What kind of value this is, for a person: "a list".
    var kind: String {
        switch self {
        case .undefined: "undefined"
        case .none: "none"
        case .bool: "a boolean"
        case .integer: "a whole number"
        case .number: "a number"
        case .string: "a text"
        case .markup: "markup"
        case .list: "a list"
        case .tuple: "a tuple"
        case .dictionary: "a dictionary"
        case .range: "a range"
        case .object(let object): object.kind
        }
    }
}
