/// Fills `${NAME}` and `${NAME:-default}` in every value from the environment. `$${` stands for `${`. Keys are left
/// as they are. An unquoted value takes its type after filling: `queue: ${DEPTH}` may become a number.
struct VariableExpansion {
    let environment: [String: String]

    /// The tree with all variables filled; adds a problem for each that is missing or malformed.
    func expand(_ node: ConfigurationNode, problems: inout ProblemList) -> ConfigurationNode {
        let content: ConfigurationNode.Content
        switch node.content {
        case .scalar(var scalar):
            guard scalar.text.contains("${") else { return node }
            scalar.text = expand(scalar.text, at: node.position, problems: &problems)
            content = .scalar(scalar)
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

    private func expand(_ text: String, at position: SourcePosition, problems: inout ProblemList) -> String {
        var out = ""
        var rest = text[...]
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
                    return text
                }
                out += value(of: rest.dropFirst(2)[..<end], at: position, problems: &problems)
                rest = rest[rest.index(after: end)...]
            } else {
                out += "$"
                rest = rest.dropFirst()
            }
        }
        return out + rest
    }

    private func value(
        of reference: Substring, at position: SourcePosition, problems: inout ProblemList
    ) -> String {
        let separator = reference.firstRange(of: ":-")
        let name = String(separator.map { reference[..<$0.lowerBound] } ?? reference)
        guard Self.isName(name) else {
            problems.addUnfilled(
                "config.bad_variable", "\(MessageText.quoted("${\(reference)}")) does not name a variable",
                suggestion: "a name has letters, digits and _, as in ${NAME} or ${NAME:-default}", at: position)
            return ""
        }
        if let value = environment[name], !value.isEmpty || separator == nil { return value }
        if let separator { return String(reference[separator.upperBound...]) }
        problems.addUnfilled(
            "config.missing_variable", "the environment variable \(name) is not set",
            suggestion: "set it, or give a default: ${\(name):-...}", at: position)
        return ""
    }

    private static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return text.allSatisfy { $0 == "_" || ($0.isASCII && ($0.isLetter || $0.isNumber)) }
    }
}
