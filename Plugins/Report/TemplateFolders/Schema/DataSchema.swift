import Templates

/// What a template's data must look like: a subset of JSON Schema 2020-12, read from `schema.json`.
///
/// Understood are `type` (one or a list), `properties`, `required`, `additionalProperties`, `items`, `enum`, `const`,
/// `anyOf`, `minimum`, `maximum`, `minLength`, `maxLength`, `minItems`, `maxItems`, `$ref` to `#` and to `#/$defs/NAME`,
/// and the notes `title`, `description`, `default`, `examples`, `$comment`, `$schema` and `$id`, which check nothing.
/// Any other keyword is refused: a rule that is written and not checked would be worse than none.
public struct DataSchema: Sendable {
    /// All rules; they name each other by index, so that a rule may contain itself.
    let rules: [Rule]
    let root: Int

    /// One schema object, or `true` and `false`.
    struct Rule: Sendable {
        var isNever = false
        var reference: Int?
        var kinds: Set<ValueKind>?
        var properties: [String: Int] = [:]
        var required: [String] = []
        var additional: Int?
        var items: Int?
        var choices: [TemplateValue]?
        var alternatives: [Int]?
        var minimum: Double?
        var maximum: Double?
        /// Of a text, in characters of Unicode (code points).
        var minLength: Int?
        var maxLength: Int?
        /// Of a list.
        var minItems: Int?
        var maxItems: Int?
    }

    /// Reads `schema.json`.
    ///
    /// - Parameter file: `exam-report/schema.json`, for what is wrong.
    /// - Throws: everything that is wrong with it, each with its line and column.
    public init(json bytes: [UInt8], file: String) throws(TemplateProblems) {
        let value = try FolderJSON.value(bytes, file: file)
        var reader = SchemaReader(file: file, bytes: bytes)
        root = reader.readRoot(value)
        guard reader.problems.isEmpty else { throw TemplateProblems(reader.problems) }
        rules = reader.rules
    }
}

/// The types of JSON Schema.
enum ValueKind: String, Sendable, CaseIterable {
    case null, boolean, integer, number, string, array, object

    /// With an article, for a sentence.
    var phrase: String {
        switch self {
        case .null: "null"
        case .integer: "an integer"
        case .array: "a list"
        case .object: "an object"
        default: "a \(rawValue)"
        }
    }

    /// Of a value that came as JSON: a whole number is an integer, however it was written.
    init(of value: TemplateValue) {
        self =
            switch value {
            case .none: .null
            case .bool: .boolean
            case .integer: .integer
            case .number(let number): number == number.rounded() ? .integer : .number
            case .string: .string
            case .list: .array
            case .dictionary: .object
            default: .string
            }
    }
}
