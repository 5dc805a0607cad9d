import PluginSDK

/// Takes fields out of a command, and notes what is wrong with them in FastAPI's words.
///
/// Types are strict: a number in quotes is refused, because what a sender means by it is not ours to guess.
public struct FieldReader<Field: ContractFields> {
    private let members: [String: JSONValue]
    private let names: FieldNames<Field>
    public private(set) var problems: [InputProblem] = []

    public init(_ document: CommandDocument, _ names: FieldNames<Field>) {
        members = document.members
        self.names = names
    }

    /// The version of the contract that a command follows: the first when it does not say.
    ///
    /// - Throws: `Reject` for a version after the newest that is understood.
    public mutating func requireVersion(_ field: Field, newest: Int) throws {
        guard let version = integer(field, from: 1, orElse: 1), version > newest else { return }
        throw Reject(
            "The command has \(names[field]) \(version); \(newest) is the newest that is understood.",
            code: "command.schema_version", httpStatus: 422)
    }

    /// - Parameter substitute: for a field that is not there or null; nil: it must be there.
    public mutating func integer(_ field: Field, from least: Int, orElse substitute: Int? = nil) -> Int? {
        let name = names[field]
        guard let value = members[name], value != .null || substitute == nil else {
            if substitute == nil { note(name, "missing", "Field required") }
            return substitute
        }
        guard case .integer(let number) = value else {
            note(name, "int_type", "Input should be a valid integer")
            return nil
        }
        guard number >= least else {
            note(name, "greater_than_equal", "Input should be greater than or equal to \(least)")
            return nil
        }
        return number
    }

    /// A text of one line that must be there.
    ///
    /// - Parameters:
    ///   - alias: another name that is taken as well.
    ///   - most: bytes.
    public mutating func text(_ field: Field, alias: String? = nil, most: Int) -> String? {
        let name = names[field]
        let own = members[name]
        let other = alias.flatMap { members[$0] }
        guard let value = own == .null ? other ?? own : own ?? other else {
            note(name, "missing", "Field required")
            return nil
        }
        return text(value, name, from: 1, most, lines: false)
    }

    /// A text that may be missing or null.
    ///
    /// - Parameter lines: it may be empty, and have line ends and tabs.
    public mutating func optionalText(_ field: Field, most: Int, lines: Bool = false) -> String? {
        guard let value = members[names[field]], value != .null else { return nil }
        return text(value, names[field], from: lines ? 0 : 1, most, lines: lines)
    }

    private mutating func text(_ value: JSONValue, _ name: String, from least: Int, _ most: Int, lines: Bool) -> String?
    {
        guard case .string(let text) = value else {
            note(name, "string_type", "Input should be a valid string")
            return nil
        }
        let isPlain = text.unicodeScalars.allSatisfy {
            $0.properties.generalCategory != .control || lines && ($0 == "\n" || $0 == "\r" || $0 == "\t")
        }
        guard (least...most).contains(text.utf8.count), isPlain else {
            note(name, "value_error", "Input should have \(least) to \(most) bytes and no control characters")
            return nil
        }
        return text
    }

    private mutating func note(_ name: String, _ type: String, _ message: String) {
        problems.append(InputProblem(location: ["body", .string(name)], type: type, message: message))
    }
}
