/// A piece of a configuration file, with its place.
public struct ConfigurationNode: Sendable, Equatable {
    public enum Content: Sendable, Equatable {
        case scalar(Scalar)
        case sequence([ConfigurationNode])
        case mapping([Member])
    }

    /// A single value as text.
    public struct Scalar: Sendable, Equatable {
        /// With variables filled.
        public var text: String
        /// As it stands in the file. Messages show this: what a variable holds may be a secret.
        public let written: String
        /// Quoted, a block, or tagged `!!str`: text whatever it looks like. Otherwise its look decides its type.
        public let isString: Bool
        /// Just behind its last character in the file.
        public let end: SourcePosition
        /// What its references were filled from, in their order.
        public var fillings: [Filling] = []
        /// Whether it must not be shown.
        public var isSecret = false

        var comesFromFile: Bool { fillings.contains { if case .file = $0 { true } else { false } } }

        /// Whether it says only where the value is to be had: that much may be shown of a secret.
        var isReference: Bool { Reference.isWhole(written.unicodeScalars) }
    }

    /// Where a reference in a value was filled from.
    public enum Filling: Sendable, Equatable {
        case environment(String)
        case file(String)
    }

    /// A key and its value. Keys are unique within a mapping.
    public struct Member: Sendable, Equatable {
        public let key: String
        public let keyPosition: SourcePosition
        public let value: ConfigurationNode
    }

    public let content: Content
    public let position: SourcePosition

    /// The value of a key, when this is a mapping that has it.
    public subscript(key: String) -> ConfigurationNode? {
        guard case .mapping(let members) = content else { return nil }
        return members.first { $0.key == key }?.value
    }

    /// What a JSON pointer (RFC 6901) leads to; nil when there is nothing.
    func node(ofPointer pointer: String) -> ConfigurationNode? {
        guard pointer.isEmpty || pointer.hasPrefix("/") else { return nil }
        return pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
            .reduce(Optional(self)) { node, token in
                guard let node else { return nil }
                let key = Self.unescaped(token)
                guard case .sequence(let elements) = node.content else { return node[key] }
                return Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            }
    }

    /// Where a JSON pointer (RFC 6901) leads. A pointer to something absent leads to the nearest thing around it:
    /// a complaint about a missing setting is shown at the mapping that lacks it. Nil when it is no pointer.
    public func position(ofPointer pointer: String) -> SourcePosition? {
        guard pointer.isEmpty || pointer.hasPrefix("/") else { return nil }
        var node = self
        var place = position
        for token in pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            let key = Self.unescaped(token)
            switch node.content {
            case .mapping(let members):
                guard let member = members.first(where: { $0.key == key }) else { return place }
                (node, place) = (member.value, member.keyPosition)
            case .sequence(let elements):
                guard let index = Int(key), elements.indices.contains(index) else { return place }
                (node, place) = (elements[index], elements[index].position)
            case .scalar:
                return place
            }
        }
        return place
    }

    /// `~1` is a slash and `~0` a tilde, in this order of reading: `~01` is `~1`.
    private static func unescaped(_ token: Substring) -> String {
        var out = ""
        var rest = token
        while let character = rest.popFirst() {
            guard character == "~", let next = rest.first, next == "0" || next == "1" else {
                out.append(character)
                continue
            }
            rest.removeFirst()
            out.append(next == "0" ? "~" : "/")
        }
        return out
    }

    /// Whether this is a value that reads as text.
    var isText: Bool {
        guard case .scalar(let scalar) = content, case .text = CoreSchema.value(of: scalar) else { return false }
        return true
    }

    /// The text of a value with its references filled; empty for a list or mapping. May be a secret.
    var filledText: String {
        guard case .scalar(let scalar) = content else { return "" }
        return scalar.text
    }

    var isSecret: Bool {
        guard case .scalar(let scalar) = content else { return false }
        return scalar.isSecret
    }

    /// What the content is called in a message.
    var kind: String {
        switch content {
        case .sequence: "a list"
        case .mapping: "a mapping"
        case .scalar(let scalar):
            switch CoreSchema.value(of: scalar) {
            case .null: "nothing"
            case .boolean: "true or false"
            case .integer, .unrepresentableInteger: "a whole number"
            case .number: "a decimal number"
            case .text: "text"
            }
        }
    }

    /// The value as a message quotes it: as written, before variables are filled.
    var quoted: String {
        guard case .scalar(let scalar) = content else { return kind }
        if scalar.written.isEmpty, !scalar.isString { return kind }
        return scalar.isSecret && !scalar.isReference ? "a secret" : MessageText.quoted(scalar.written)
    }

    /// A value read from here as a message shows it: as written, where a reference was filled.
    func shown(_ value: String) -> String {
        guard case .scalar(let scalar) = content, scalar.written != scalar.text || scalar.isSecret else { return value }
        return quoted
    }
}
