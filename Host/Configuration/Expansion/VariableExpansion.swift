/// Fills `${NAME}` and `${NAME:-default}` in every value from the environment, and `${file:PATH}` from a file. `$${`
/// stands for `${`. Keys are left as they are. An unquoted value takes its type after filling: `queue: ${DEPTH}` may
/// become a number.
struct VariableExpansion {
    /// Most bytes of all filled values together: a short file can name a long variable very often.
    static let sizeLimit = 4 << 20

    private let environment: [String: String]
    private let files: FileContents
    /// What relative paths of files are resolved against.
    private let folder: String
    private var size = 0

    init(environment: [String: String], files: FileContents, folder: String) {
        self.environment = environment
        self.files = files
        self.folder = folder
    }

    /// The tree with all references filled; adds a problem for each that is missing or malformed.
    mutating func expand(_ node: ConfigurationNode, problems: inout ProblemList) -> ConfigurationNode {
        let content: ConfigurationNode.Content
        switch node.content {
        case .scalar(let scalar):
            guard scalar.text.contains("${") else { return node }
            content = .scalar(expand(scalar, at: node.position, problems: &problems))
        case .sequence(let elements):
            content = .sequence(elements.map { expand($0, problems: &problems) })
        case .mapping(let members):
            content = .mapping(
                members.map { member in
                    let value = expand(member.value, problems: &problems)
                    return .init(key: member.key, keyPosition: member.keyPosition, value: value)
                })
        }
        return ConfigurationNode(content: content, position: node.position)
    }

    private mutating func expand(
        _ scalar: ConfigurationNode.Scalar, at position: SourcePosition, problems: inout ProblemList
    ) -> ConfigurationNode.Scalar {
        var filled = scalar
        var out = ""
        var rest = scalar.text[...]
        while let dollar = rest.firstIndex(of: "$") {
            out += rest[..<dollar]
            rest = rest[dollar...]
            if rest.hasPrefix("$${") {
                out += "${"
                rest = rest.dropFirst(3)
            } else if rest.hasPrefix("${") {
                guard let end = rest.firstIndex(of: "}") else {
                    problems.addUnfilled(
                        "config.bad_variable", "\"${\" has no closing \"}\"",
                        suggestion: "write \"$${\" where the characters themselves are meant", at: position)
                    return scalar
                }
                let reference = rest.dropFirst(2)[..<end]
                let value = value(of: reference, filled: &filled, at: position, problems: &problems)
                size += value.utf8.count
                guard size <= Self.sizeLimit, out.utf8.count <= ConfigurationComposer.scalarLimit else {
                    problems.addUnfilled(
                        "config.too_large", "variables fill in more than can be read here",
                        suggestion: "use long ones less often", at: position)
                    return scalar
                }
                out += value
                rest = rest[rest.index(after: end)...]
            } else {
                out += "$"
                rest = rest.dropFirst()
            }
        }
        filled.text = out + rest
        return filled
    }

    private func value(
        of reference: Substring, filled: inout ConfigurationNode.Scalar, at position: SourcePosition,
        problems: inout ProblemList
    ) -> String {
        if reference.hasPrefix("file:") {
            return content(ofFile: reference.dropFirst(5), filled: &filled, at: position, problems: &problems)
        }
        let separator = reference.firstRange(of: ":-")
        let name = String(separator.map { reference[..<$0.lowerBound] } ?? reference)
        guard Reference.isName(name) else {
            problems.addUnfilled(
                "config.bad_variable", "\(MessageText.quoted("${\(reference)}")) does not name a variable",
                suggestion:
                    "a name has letters, digits and _, as in ${NAME} or ${NAME:-default}; a file is ${file:PATH}",
                at: position)
            return ""
        }
        if let value = environment[name], !value.isEmpty || separator == nil {
            filled.fillings.append(.environment(name))
            return value
        }
        if let separator { return String(reference[separator.upperBound...]) }
        problems.addUnfilled(
            "config.missing_variable", "the environment variable \(name) is not set",
            suggestion: "set it, or give a default: ${\(name):-...}", at: position)
        return ""
    }

    private func content(
        ofFile name: Substring, filled: inout ConfigurationNode.Scalar, at position: SourcePosition,
        problems: inout ProblemList
    ) -> String {
        guard !name.isEmpty, !name.utf8.contains(0) else {
            problems.addUnfilled(
                "config.bad_variable", "\(MessageText.quoted("${file:\(name)}")) does not name a file",
                suggestion: "for example: ${file:./secrets/token}", at: position)
            return ""
        }
        let path = FilePath.resolve(String(name), against: folder)
        switch files.text(path) {
        case .success(let text):
            filled.fillings.append(.file(path))
            return text
        case .failure(let refusal):
            problems.addUnfilled(
                "config.unreadable_reference", "the file \(MessageText.quoted(path)) \(refusal.reason)",
                suggestion: "its path is relative to the folder of \(problems.source.name)", at: position)
            return ""
        }
    }
}
