/// What a template is given: JSON, with whole numbers apart from others and members in their order.
public enum TemplateValue: Sendable, Hashable {
    case none
    case bool(Bool)
    case integer(Int)
    case number(Double)
    case string(String)
    /// Text that is markup already and is printed as it is. Only for text whose maker is trusted.
    case markup(String)
    case list([TemplateValue])
    case dictionary(TemplateDictionary)

    /// A member of a dictionary; nil when there is none, or when this is no dictionary.
    public subscript(name: String) -> TemplateValue? {
        guard case .dictionary(let members) = self else { return nil }
        return members[name]
    }
}

extension TemplateValue: ExpressibleByNilLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByIntegerLiteral,
    ExpressibleByFloatLiteral, ExpressibleByStringLiteral, ExpressibleByStringInterpolation,
    ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
    public init(nilLiteral: ()) { self = .none }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(integerLiteral value: Int) { self = .integer(value) }
    public init(floatLiteral value: Double) { self = .number(value) }
    public init(stringLiteral value: String) { self = .string(value) }
    public init(arrayLiteral elements: TemplateValue...) { self = .list(elements) }
    public init(dictionaryLiteral elements: (String, TemplateValue)...) {
        self = .dictionary(TemplateDictionary(elements))
    }
}
