import Templates

/// JSON files of a template folder, and the places of what is wrong in them.
enum FolderJSON {
    /// - Throws: the one problem that keeps the text from being JSON.
    static func value(_ bytes: [UInt8], file: String) throws(TemplateProblems) -> TemplateValue {
        do throws(TemplateError) {
            return try TemplateValue(json: bytes)
        } catch {
            let hasPlace = error.line > 0
            throw TemplateProblems([
                TemplateProblem(
                    code: "json.syntax", message: error.message, file: file, line: hasPlace ? error.line : nil,
                    column: hasPlace ? error.column : nil)
            ])
        }
    }

    /// A problem of a value of a file; where the value is missing, its nearest parent's place.
    static func problem(
        _ code: String, _ message: String, _ pointer: [String], in bytes: [UInt8], file: String
    ) -> TemplateProblem {
        var pointer = pointer[...]
        while true {
            if let place = JSONPlaces.find(Array(pointer), in: bytes) {
                return TemplateProblem(
                    code: code, message: message, file: file, line: place.line, column: place.column)
            }
            guard pointer.popLast() != nil else { return TemplateProblem(code: code, message: message, file: file) }
        }
    }

    /// Reads a file and checks its shape.
    ///
    /// - Throws: everything that is wrong with it, each with its place and its path inside the file.
    static func value(
        _ bytes: [UInt8], file: String, schema: DataSchema, code: String
    ) throws(TemplateProblems) -> TemplateValue {
        let value = try value(bytes, file: file)
        let problems = schema.problems(in: value)
        guard problems.isEmpty else {
            throw TemplateProblems(
                problems.map { problem(code, "\($0.path) \($0.message)", $0.pointer, in: bytes, file: file) })
        }
        return value
    }
}

extension TemplateValue {
    /// Names and values of an object, in their order; nil for anything else.
    var members: [(String, TemplateValue)]? {
        guard case .dictionary(let members) = self else { return nil }
        return Array(zip(members.names, members.values))
    }

    /// A number of either kind.
    var double: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    var text: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// What kind of JSON this is, with an article.
    var phrase: String { ValueKind(of: self).phrase }

    /// The value itself for a sentence; long and nested ones are only named by their kind.
    var shortText: String {
        switch self {
        case .none: "null"
        case .bool(let value): value ? "true" : "false"
        case .integer(let value): "\(value)"
        case .number(let value): Int(exactly: value).map { "\($0)" } ?? "\(value)"
        case .string(let text) where text.utf8.count <= 60: "\"\(text)\""
        default: phrase
        }
    }
}
