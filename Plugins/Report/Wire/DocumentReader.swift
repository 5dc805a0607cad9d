import Lumie
import PluginSDK

/// Takes what a report needs out of a document of the backend. What is missing, null or of another type is nil: which of
/// it there must be, who asks says.
struct DocumentReader<Field: ContractFields> {
    private let document: JSONValue
    private let names: FieldNames<Field>
    /// An element of a list, whose members are named by the last part alone.
    private let isElement: Bool

    /// A whole document.
    init(_ document: JSONValue, _ names: FieldNames<Field>) {
        self.init(document, names, isElement: false)
    }

    private init(_ document: JSONValue, _ names: FieldNames<Field>, isElement: Bool) {
        self.document = document
        self.names = names
        self.isElement = isElement
    }

    /// The elements of a document that is a list.
    ///
    /// - Parameter member: where the list is, when the document is an object.
    /// - Returns: nil when it is no list.
    static func list(_ document: JSONValue, in member: String?, _ names: FieldNames<Field>) -> [DocumentReader]? {
        var list: JSONValue? = document
        if case .object = document, let member {
            for part in member.split(separator: ".") { list = list?[String(part)] }
        }
        guard case .array(let elements)? = list else { return nil }
        return elements.map { DocumentReader($0, names, isElement: false) }
    }

    var isObject: Bool { if case .object = document { true } else { false } }

    func value(_ field: Field) -> JSONValue? {
        var value: JSONValue? = document
        if isElement {
            value = value?[names.member(field)]
        } else {
            for part in names[field].split(separator: ".") { value = value?[String(part)] }
        }
        return value == .null ? nil : value
    }

    func elements(_ field: Field) -> [DocumentReader] {
        guard case .array(let elements)? = value(field) else { return [] }
        return elements.map { DocumentReader($0, names, isElement: true) }
    }

    /// The members of an object, each read as an element.
    func members(_ field: Field) -> [String: DocumentReader] {
        object(field).mapValues { DocumentReader($0, names, isElement: true) }
    }

    func object(_ field: Field) -> [String: JSONValue] {
        guard case .object(let members)? = value(field) else { return [:] }
        return members
    }

    /// A name or label, fit for a document.
    func line(_ field: Field) -> String? { value(field).flatMap(\.label).map { OutsideText.line($0) } }

    /// The same where there is one that is not empty.
    func name(_ field: Field) -> String? { OutsideText.name(value(field)?.label) }

    func integer(_ field: Field) -> Int? { value(field)?.whole }

    /// Nil for one that is outside, too.
    func integer(_ field: Field, in range: ClosedRange<Int>) -> Int? {
        integer(field).flatMap { range.contains($0) ? $0 : nil }
    }

    /// Nil for one that is outside, too.
    func number(_ field: Field, in range: ClosedRange<Double>) -> Double? {
        value(field)?.decimal.flatMap { range.contains($0) ? $0 : nil }
    }

    /// A number without which a report would be wrong; nil where there is none.
    ///
    /// - Throws: `ReportRefusal` for what is there and no such number.
    func points(_ field: Field, in range: ClosedRange<Double>, of document: BackendDocument) throws(ReportRefusal)
        -> Double?
    {
        guard value(field) != nil else { return nil }
        guard let number = number(field, in: range) else {
            throw .unusable(document, "\(field.rawValue) has to be a number of points")
        }
        return number.roundedPoints
    }

    func bool(_ field: Field) -> Bool? {
        guard case .bool(let value)? = value(field) else { return nil }
        return value
    }
}

extension JSONValue {
    /// A text, or the text of a whole number: answers are written both ways.
    var label: String? {
        switch self {
        case .string(let text): text
        case .integer(let number): String(number)
        default: nil
        }
    }

    var whole: Int? {
        switch self {
        case .integer(let number): number
        case .number(let number): Int(exactly: number)
        default: nil
        }
    }

    var decimal: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number) where number.isFinite: number
        default: nil
        }
    }
}
