import PluginSDK

/// What a backend that differs calls the contract's fields: `{objectKey: imageKey}` is "our objectKey is their imageKey".
/// A field that is not named keeps the contract's name.
public struct FieldNames<Field: ContractFields>: SettingValue, Equatable {
    private let names: [Field: String]

    public init(_ names: [Field: String] = [:]) { self.names = names }

    /// The other name, where there is one.
    public func renamed(_ field: Field) -> String? { names[field] }

    /// What the field is called over the wire.
    public subscript(field: Field) -> String { names[field] ?? field.rawValue }

    public static var unset: FieldNames { FieldNames() }

    public static var schema: JSONValue {
        let properties = Field.allCases.map { ($0.rawValue, ["type": "string", "minLength": 1] as JSONValue) }
        return [
            "type": "object", "additionalProperties": false,
            "properties": .object(Dictionary(properties) { first, _ in first }),
        ]
    }

    public var json: JSONValue {
        .object(Dictionary(names.map { ($0.key.rawValue, .string($0.value)) }) { first, _ in first })
    }

    public static func read(
        _ json: JSONValue, at pointer: JSONPointer, problems: inout [SettingProblem]
    ) -> FieldNames? {
        guard let given = [String: String].read(json, at: pointer, problems: &problems) else { return nil }
        var names: [Field: String] = [:]
        let before = problems.count
        for (name, other) in given.sorted(by: { $0.key < $1.key }) {
            if let field = Field(rawValue: name), !other.isEmpty {
                names[field] = other
            } else if other.isEmpty {
                problems.append(
                    SettingProblem(
                        code: "setting.format", pointer: pointer.appending(name), message: "needs a name, found none"))
            } else {
                let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
                problems.append(
                    SettingProblem(
                        code: "setting.unknown", pointer: pointer.appending(name),
                        message: "is no field of the contract; there are \(known)"))
            }
        }
        let fields = FieldNames(names)
        if let (one, other) = fields.clash {
            problems.append(
                SettingProblem(
                    code: "setting.clash", pointer: pointer,
                    message: "\(one.rawValue) and \(other.rawValue) are both called \(fields[one])"))
        }
        return problems.count == before ? fields : nil
    }

    /// The name in the object that the field is in: of `results.score` the last part.
    public func member(_ field: Field) -> String { self[field].split(separator: ".").last.map(String.init) ?? "" }

    /// Two fields of one object that would have one name.
    private var clash: (Field, Field)? {
        var seen: [[Substring]: Field] = [:]
        for field in Field.allCases {
            // What stands before a dot in the contract's name is the object that the field is in.
            let place = field.rawValue.split(separator: ".").dropLast() + [Substring(member(field))]
            if let other = seen.updateValue(field, forKey: Array(place)) { return (other, field) }
        }
        return nil
    }
}
