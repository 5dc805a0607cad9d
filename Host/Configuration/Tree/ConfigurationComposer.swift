/// Builds the tree of a file from libyaml's events, within bounds.
///
/// Anchors and aliases are refused: a configuration needs none, and a few lines of them unfold to gigabytes.
struct ConfigurationComposer {
    static let sizeLimit = 1 << 20
    static let depthLimit = 64
    /// Most bytes of one value.
    static let scalarLimit = 256 << 10

    /// A problem after which nothing more can be read.
    private struct Stop: Error {
        let code: String
        let message: String
        var suggestion: String?
        let position: SourcePosition
    }

    private let events: YAMLEvents
    private var problems: ProblemList

    /// The tree of a file, or nil for an empty one. Problems that end the reading are added as others are.
    static func tree(of bytes: [UInt8], problems: inout ProblemList) -> ConfigurationNode? {
        let source = problems.source
        guard bytes.count <= sizeLimit else {
            problems.add(
                "config.too_large", "the file has more than \(sizeLimit) bytes, and no more are read",
                suggestion: "keep what is long in files of its own", at: SourcePosition(file: source.name))
            return nil
        }
        if let (offset, reason) = firstUnreadable(bytes) {
            problems.add("config.not_text", reason, at: source.position(ofByte: offset))
            return nil
        }
        guard let events = YAMLEvents(ReferenceMask.masked(bytes), of: source) else {
            problems.add("config.syntax", "memory is short", at: SourcePosition(file: source.name))
            return nil
        }
        var composer = ConfigurationComposer(events: events, problems: problems)
        defer { problems = composer.problems }
        do throws(Stop) {
            return try composer.document()
        } catch {
            composer.problems.add(error.code, error.message, suggestion: error.suggestion, at: error.position)
            return nil
        }
    }

    private init(events: YAMLEvents, problems: ProblemList) {
        self.events = events
        self.problems = problems
    }

    /// Checked before libyaml sees the bytes, whose own complaint about them has no place.
    private static func firstUnreadable(_ bytes: [UInt8]) -> (offset: Int, reason: String)? {
        var parser = Unicode.UTF8.ForwardParser()
        var input = bytes.makeIterator()
        var offset = 0
        while true {
            switch parser.parseScalar(from: &input) {
            case .valid(let scalar):
                if !isText(Unicode.UTF8.decode(scalar), isFirst: offset == 0) {
                    return (offset, "here is a character that is not text")
                }
                offset += scalar.count
            case .error: return (offset, "the file is not valid UTF-8 here")
            case .emptyInput: return nil
            }
        }
    }

    /// What YAML 1.2 (section 5.1) takes as a character, and a byte order mark at the start.
    private static func isText(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x20...0x7E, 0x85: true
        case 0xFEFF: isFirst
        case 0xA0...0xFFFD: true
        case 0x10000...0x10FFFF: scalar != ReferenceMask.open && scalar != ReferenceMask.close
        default: false
        }
    }

    private mutating func next() throws(Stop) -> (YAMLEvent, SourcePosition) {
        do throws(YAMLEvents.Failure) {
            while true {
                let (event, position) = try events.next()
                if case .other = event { continue }
                return (event, position)
            }
        } catch {
            throw Stop(
                code: "config.syntax", message: error.message,
                suggestion: SyntaxHint.hint(
                    for: error.message, indent: problems.source.indent(ofLine: error.position.line)),
                position: error.position)
        }
    }

    private mutating func document() throws(Stop) -> ConfigurationNode? {
        guard case (.documentStart, _) = try next() else { return nil }
        let (event, position) = try next()
        let root = try node(event, at: position, depth: 1)
        _ = try next()
        let (following, place) = try next()
        guard case .streamEnd = following else {
            throw Stop(
                code: "config.many_documents", message: "a second document starts here; one file holds one",
                position: place)
        }
        return root
    }

    private mutating func node(
        _ event: YAMLEvent, at position: SourcePosition, depth: Int
    ) throws(Stop) -> ConfigurationNode {
        guard depth <= Self.depthLimit else {
            throw Stop(
                code: "config.too_deep", message: "more than \(Self.depthLimit) levels are nested here",
                position: position)
        }
        switch event {
        case .scalar(let text, let plain, let tag, let hasAnchor, let end):
            guard text.utf8.count <= Self.scalarLimit else { throw Self.tooLong(at: position) }
            refuseAnchor(hasAnchor, at: position)
            let isTaggedString = tag == "tag:yaml.org,2002:str" || tag == "!"
            if !isTaggedString { refuseTag(tag, at: position) }
            let scalar = ConfigurationNode.Scalar(
                text: text, written: text, isString: !plain || isTaggedString, end: end)
            return ConfigurationNode(content: .scalar(scalar), position: position)
        case .sequenceStart(let tag, let hasAnchor):
            refuseAnchor(hasAnchor, at: position)
            refuseTag(tag, at: position)
            return ConfigurationNode(content: .sequence(try elements(depth: depth)), position: position)
        case .mappingStart(let tag, let hasAnchor):
            refuseAnchor(hasAnchor, at: position)
            refuseTag(tag, at: position)
            return ConfigurationNode(content: .mapping(try members(depth: depth)), position: position)
        case .alias:
            throw Stop(
                code: "config.alias", message: "aliases (*name) are not read here",
                suggestion: "write the value out", position: position)
        case .streamEnd, .documentStart, .documentEnd, .sequenceEnd, .mappingEnd, .other:
            throw Stop(code: "config.syntax", message: "a value is expected here", position: position)
        }
    }

    private static func tooLong(at position: SourcePosition) -> Stop {
        Stop(
            code: "config.too_large", message: "a value of more than \(scalarLimit) bytes starts here",
            suggestion: "keep it in a file of its own", position: position)
    }

    private mutating func elements(depth: Int) throws(Stop) -> [ConfigurationNode] {
        var elements: [ConfigurationNode] = []
        while true {
            let (event, position) = try next()
            if case .sequenceEnd = event { return elements }
            elements.append(try node(event, at: position, depth: depth + 1))
        }
    }

    private mutating func members(depth: Int) throws(Stop) -> [ConfigurationNode.Member] {
        var members: [ConfigurationNode.Member] = []
        var firstLines: [String: Int] = [:]
        while true {
            let (event, position) = try next()
            if case .mappingEnd = event { return members }
            guard case .scalar(let key, _, _, let hasAnchor, _) = event else {
                throw Stop(code: "config.syntax", message: "a key must be a single value", position: position)
            }
            guard key.utf8.count <= Self.scalarLimit else { throw Self.tooLong(at: position) }
            refuseAnchor(hasAnchor, at: position)
            let (valueEvent, valuePosition) = try next()
            let value = try node(valueEvent, at: valuePosition, depth: depth + 1)
            if let first = firstLines[key] {
                problems.add(
                    "config.duplicate_key",
                    "\(MessageText.quoted(key)) is here a second time; the first is in line \(first)",
                    suggestion: "keep one, or give it another name", at: position)
            } else {
                firstLines[key] = position.line
                members.append(.init(key: key, keyPosition: position, value: value))
            }
        }
    }

    private mutating func refuseAnchor(_ hasAnchor: Bool, at position: SourcePosition) {
        guard hasAnchor else { return }
        problems.add(
            "config.alias", "anchors (&name) are not read here", suggestion: "write each value out", at: position)
    }

    private mutating func refuseTag(_ tag: String?, at position: SourcePosition) {
        guard let tag else { return }
        let shown = tag.replacing("tag:yaml.org,2002:", with: "!!")
        problems.add(
            "config.tag", "the tag \(MessageText.quoted(shown)) is not known here",
            suggestion: "only !!str is; quoting does the same",
            at: position)
    }
}
