import HostImages
import HostObservability

/// A document on its way out, its members in order; scalars are written as JSON writes them, which YAML 1.2 reads.
indirect enum YAMLText {
    case scalar(String)
    case mapping([(String, YAMLText)])
    case sequence([YAMLText])

    static func text(_ text: String) -> YAMLText { .scalar(JSONText.quoted(text)) }

    /// A tree of JSON, its members by name.
    init(_ value: JSONValue) {
        switch value {
        case .null: self = .scalar("null")
        case .boolean(let value): self = .scalar("\(value)")
        case .integer(let value): self = .scalar("\(value)")
        case .number(let value): self = .scalar("\(value)")
        case .string(let value): self = .text(value)
        case .array(let elements): self = .sequence(elements.map(YAMLText.init))
        case .object(let members):
            self = .mapping(members.sorted { $0.key < $1.key }.map { ($0.key, YAMLText($0.value)) })
        }
    }

    /// As lines, each indented by `depth` steps of two spaces.
    func lines(depth: Int = 0) -> [String] {
        let indent = String(repeating: "  ", count: depth)
        switch self {
        case .scalar(let text): return [indent + text]
        case .mapping(let members):
            guard !members.isEmpty else { return [indent + "{}"] }
            return members.flatMap { key, value -> [String] in
                Self.joined("\(indent)\(Self.key(key)):", value, depth: depth + 1)
            }
        case .sequence(let elements):
            guard !elements.isEmpty else { return [indent + "[]"] }
            return elements.flatMap { element -> [String] in
                var lines = element.lines(depth: depth + 1)
                lines[0] = indent + "- " + lines[0].dropFirst(indent.count + 2)
                return lines
            }
        }
    }

    /// What is empty or a scalar stands on its key's line.
    private static func joined(_ head: String, _ value: YAMLText, depth: Int) -> [String] {
        let lines = value.lines(depth: depth)
        switch value {
        case .scalar: return [head + " " + lines[0].drop { $0 == " " }]
        case .mapping(let members) where members.isEmpty: return [head + " {}"]
        case .sequence(let elements) where elements.isEmpty: return [head + " []"]
        case .mapping, .sequence: return [head] + lines
        }
    }

    /// A plain word as it is; anything else quoted.
    private static func key(_ key: String) -> String {
        let isWord =
            key.utf8.allSatisfy {
                (0x61...0x7A).contains($0) || (0x41...0x5A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F
            } && key.utf8.first.map { !(0x30...0x39).contains($0) } ?? false
        return isWord && !["true", "false", "null", "y", "n", "yes", "no", "on", "off"].contains(key.lowercased())
            ? key : JSONText.quoted(key)
    }
}
