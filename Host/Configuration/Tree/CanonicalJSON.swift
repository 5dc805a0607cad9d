/// Writes a part of the configuration as JSON with sorted keys and no spaces: the same settings give the same
/// bytes whatever their order in the file, so that a hash of them tells whether anything changed.
enum CanonicalJSON {
    /// Adds a problem for each value that JSON cannot hold, and writes null in its place.
    static func bytes(of node: ConfigurationNode, problems: inout ProblemList) -> [UInt8] {
        var out = ""
        write(node, to: &out, problems: &problems)
        return Array(out.utf8)
    }

    private static func write(_ node: ConfigurationNode, to out: inout String, problems: inout ProblemList) {
        switch node.content {
        case .scalar(let scalar):
            write(CoreSchema.value(of: scalar), at: node.position, to: &out, problems: &problems)
        case .sequence(let elements):
            out += "["
            for (index, element) in elements.enumerated() {
                if index > 0 { out += "," }
                write(element, to: &out, problems: &problems)
            }
            out += "]"
        case .mapping(let members):
            out += "{"
            let sorted = members.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { out += "," }
                JSONDocument.writeString(member.key, to: &out)
                out += ":"
                write(member.value, to: &out, problems: &problems)
            }
            out += "}"
        }
    }

    private static func write(
        _ value: CoreSchema.Value, at position: SourcePosition, to out: inout String, problems: inout ProblemList
    ) {
        switch value {
        case .boolean(let flag): out += flag ? "true" : "false"
        case .integer(let digits): out += digits
        case .text(let text): JSONDocument.writeString(text, to: &out)
        case .null: out += "null"
        case .number(let number) where number.isFinite: out += number.description
        case .number:
            problems.add(
                "config.out_of_range", "a setting must be a finite number, which JSON can hold",
                suggestion: "quote it if text is meant", at: position)
            out += "null"
        case .unrepresentableInteger:
            problems.add(
                "config.out_of_range", "this integer needs more than 64 bits",
                suggestion: "quote it if text is meant", at: position)
            out += "null"
        }
    }
}
