/// What a prompt's file says of itself, above its first blank line.
struct PromptHeader {
    var id: String?
    var version: Int?
    var language: String?
    var summary: String?
    var role = PromptRole.opening
    var variables: [(variable: PromptVariable, line: Int)] = []
    /// Lines from 1, by field.
    var lines: [String: Int] = [:]

    static let fields = ["id", "version", "language", "summary", "role", "variables"]
}

/// Reads the header line by line, and collects what is wrong.
struct PromptHeaderReader {
    private(set) var header = PromptHeader()
    private(set) var problems: [PromptProblem] = []
    private let file: String
    private var isInVariables = false

    init(file: String) { self.file = file }

    mutating func read(_ text: Substring, line: Int) {
        if isInVariables, text.first == " " || text.first == "\t" { return readVariable(text, line) }
        isInVariables = false
        guard let colon = text.firstIndex(of: ":") else {
            return report("header", line, 1, "a line above the first blank line has the form 'name: value'")
        }
        let field = String(text[..<colon])
        let value = Self.trimmed(text[text.index(after: colon)...])
        guard header.lines.updateValue(line, forKey: field) == nil else {
            return report("header", line, 1, "'\(field)' is there twice; take one away")
        }
        switch field {
        case "id": header.id = value
        case "language": header.language = value
        case "summary": header.summary = value
        case "version":
            guard let version = Int(value), version >= 1 else {
                return report("version", line, 1, "the version is a whole number, 1 or more")
            }
            header.version = version
        case "role":
            guard let role = PromptRole(rawValue: value) else {
                return report("header", line, 1, "the role is 'opening' or 'follow-up'")
            }
            header.role = role
        case "variables":
            isInVariables = true
            if !value.isEmpty {
                report("header", line, 1, "each variable is on an indented line below: '  name: what it is'")
            }
        default:
            let known = PromptHeader.fields.joined(separator: ", ")
            header.lines[field] = nil
            report("header", line, 1, "there is no field of this name; known are \(known)")
        }
    }

    private mutating func readVariable(_ text: Substring, _ line: Int) {
        let column = text.prefix { $0 == " " || $0 == "\t" }.count + 1
        guard let colon = text.firstIndex(of: ":") else {
            return report("variable", line, column, "a variable has the form 'name: what it is'")
        }
        let name = Self.trimmed(text[..<colon])
        let summary = Self.trimmed(text[text.index(after: colon)...])
        guard Self.isVariableName(name) else {
            return report(
                "variable", line, column,
                "a variable is named with a-z, 0-9 and _, a letter first, and is no word of the template language")
        }
        guard !summary.isEmpty else {
            return report("variable", line, column, "say behind the colon what '\(name)' is")
        }
        guard !header.variables.contains(where: { $0.variable.name == name }) else {
            return report("variable", line, column, "'\(name)' is there twice; take one away")
        }
        header.variables.append((PromptVariable(name: name, summary: summary), line))
    }

    /// What has to be there and is not.
    mutating func finish() {
        for (field, isMissing) in [
            ("id", header.id == nil), ("version", header.version == nil), ("language", header.language == nil),
            ("summary", header.summary?.isEmpty ?? true),
        ] where isMissing && (field != "version" || header.lines["version"] == nil) {
            report(
                field == "version" ? "version" : "header", 1, 1, "'\(field): …' is missing above the first blank line")
        }
    }

    private mutating func report(_ code: String, _ line: Int, _ column: Int, _ message: String) {
        problems.append(PromptProblem(.error, code, file, line, column, message))
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...last])
    }

    private static func isVariableName(_ name: String) -> Bool {
        guard let first = name.utf8.first, (0x61...0x7A).contains(first), name.utf8.count <= 40 else { return false }
        return !NameUses.words.contains(name)
            && name.utf8.allSatisfy { byte in
                (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || byte == 0x5F
            }
    }
}
