import ReportMarkup
import Templates

/// Reads the rules of a schema and collects what is wrong with it.
struct SchemaReader {
    let file: String
    let bytes: [UInt8]
    private(set) var rules: [DataSchema.Rule] = []
    private(set) var problems: [TemplateProblem] = []
    private var definitions: [String: Int] = [:]

    /// Rules of one schema: a folder's schema is written by hand and has some dozens.
    private static let mostRules = 2_000

    private static let notes: Set<String> = [
        "title", "description", "default", "examples", "$comment", "$schema", "$id", "$defs",
    ]
    private static let keywords = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "const", "anyOf", "minimum",
        "maximum", "minLength", "maxLength", "minItems", "maxItems", "$ref",
    ]

    init(file: String, bytes: [UInt8]) {
        self.file = file
        self.bytes = bytes
    }

    /// - Returns: the index of the outermost rule.
    mutating func readRoot(_ value: TemplateValue) -> Int {
        let root = reserve()
        let given = value["$defs"]?.members ?? []
        for (name, _) in given { definitions[name] = reserve() }
        for (name, definition) in given {
            if let index = definitions[name] { rules[index] = rule(definition, ["$defs", name]) }
        }
        rules[root] = rule(value, [])
        findCircles()
        return root
    }

    private mutating func reserve() -> Int {
        rules.append(DataSchema.Rule())
        return rules.count - 1
    }

    private mutating func add(_ value: TemplateValue, _ pointer: [String]) -> Int {
        if rules.count >= Self.mostRules {
            if rules.count == Self.mostRules { report("schema.size", "has more than \(Self.mostRules) rules", []) }
            return reserve()
        }
        let index = reserve()
        rules[index] = rule(value, pointer)
        return index
    }

    private mutating func rule(_ value: TemplateValue, _ pointer: [String]) -> DataSchema.Rule {
        var rule = DataSchema.Rule()
        if case .bool(let isAllowed) = value {
            rule.isNever = !isAllowed
            return rule
        }
        guard let members = value.members else {
            report("schema.shape", "a schema is an object, or true or false; this is \(value.phrase)", pointer)
            return rule
        }
        for (keyword, value) in members where !Self.notes.contains(keyword) {
            read(keyword, value, into: &rule, pointer + [keyword])
        }
        if value["$defs"] != nil, !pointer.isEmpty {
            report("schema.defs", "$defs stands at the outermost level only; move it there", pointer + ["$defs"])
        }
        return rule
    }

    private mutating func read(
        _ keyword: String, _ value: TemplateValue, into rule: inout DataSchema.Rule, _ pointer: [String]
    ) {
        switch keyword {
        case "$ref": rule.reference = reference(value, pointer)
        case "type": rule.kinds = kinds(value, pointer)
        case "properties":
            for (name, inner) in object(value, pointer) { rule.properties[name] = add(inner, pointer + [name]) }
        case "required": rule.required = texts(value, pointer)
        case "additionalProperties": rule.additional = add(value, pointer)
        case "items": rule.items = add(value, pointer)
        case "enum": rule.choices = list(value, pointer)
        case "const": rule.choices = [value]
        case "anyOf":
            rule.alternatives = list(value, pointer).enumerated().map { add($1, pointer + ["\($0)"]) }
        case "minimum": rule.minimum = number(value, pointer)
        case "maximum": rule.maximum = number(value, pointer)
        case "minLength": rule.minLength = count(value, pointer)
        case "maxLength": rule.maxLength = count(value, pointer)
        case "minItems": rule.minItems = count(value, pointer)
        case "maxItems": rule.maxItems = count(value, pointer)
        case "pattern":
            report("schema.keyword", "pattern is not supported; use enum, minLength and maxLength", pointer)
        case "oneOf", "allOf", "not", "if":
            report("schema.keyword", "\(keyword) is not supported; use anyOf, or write the rule out", pointer)
        case "definitions":
            report("schema.keyword", "definitions is called $defs since JSON Schema 2019-09", pointer)
        default:
            let hint = NearMiss.suggestion(for: keyword, among: Self.keywords + Self.notes.sorted())
            report("schema.keyword", "there is no keyword \"\(keyword)\" here\(hint)", pointer)
        }
    }

    // MARK: The keywords' values

    private mutating func reference(_ value: TemplateValue, _ pointer: [String]) -> Int? {
        guard case .string(let text) = value else {
            report("schema.shape", "$ref is a string", pointer)
            return nil
        }
        if text == "#" { return 0 }
        if text.hasPrefix("#/$defs/"), let index = definitions[String(text.dropFirst(8))] { return index }
        let known = definitions.keys.sorted().map { "#/$defs/\($0)" }
        let hint = NearMiss.suggestion(for: text, among: known)
        report("schema.reference", "there is no \(text) in this file\(hint)", pointer)
        return nil
    }

    private mutating func kinds(_ value: TemplateValue, _ pointer: [String]) -> Set<ValueKind> {
        let names: [TemplateValue] = if case .list(let names) = value { Array(names) } else { [value] }
        var kinds: Set<ValueKind> = []
        for name in names {
            if case .string(let text) = name, let kind = ValueKind(rawValue: text) {
                kinds.insert(kind)
            } else {
                let known = ValueKind.allCases.map(\.rawValue)
                report("schema.type", "a type is one of \(known.joined(separator: ", "))", pointer)
            }
        }
        return kinds
    }

    private mutating func object(_ value: TemplateValue, _ pointer: [String]) -> [(String, TemplateValue)] {
        if let members = value.members { return members }
        report("schema.shape", "this is an object; found \(value.phrase)", pointer)
        return []
    }

    private mutating func list(_ value: TemplateValue, _ pointer: [String]) -> [TemplateValue] {
        if case .list(let elements) = value, !elements.isEmpty { return Array(elements) }
        report("schema.shape", "this is a list of at least one element", pointer)
        return []
    }

    private mutating func texts(_ value: TemplateValue, _ pointer: [String]) -> [String] {
        guard case .list(let elements) = value else {
            report("schema.shape", "this is a list of names; found \(value.phrase)", pointer)
            return []
        }
        return elements.enumerated().compactMap { index, element in
            if case .string(let text) = element { return text }
            report("schema.shape", "this is a name; found \(element.phrase)", pointer + ["\(index)"])
            return nil
        }
    }

    private mutating func number(_ value: TemplateValue, _ pointer: [String]) -> Double? {
        if let number = value.double { return number }
        report("schema.shape", "this is a number; found \(value.phrase)", pointer)
        return nil
    }

    private mutating func count(_ value: TemplateValue, _ pointer: [String]) -> Int? {
        if case .integer(let count) = value, count >= 0 { return count }
        report("schema.shape", "this is a whole number from 0", pointer)
        return nil
    }

    // MARK: The rules together

    /// `$ref` that leads back to itself without a value between would never end.
    private mutating func findCircles() {
        for (name, start) in definitions.sorted(by: { $0.key < $1.key }) {
            var (index, steps) = (rules[start].reference, 0)
            while let next = index, next != start, steps <= rules.count {
                index = rules[next].reference
                steps += 1
            }
            if index == start { report("schema.reference", "refers to itself and to nothing else", ["$defs", name]) }
        }
        if rules[0].reference == 0 { report("schema.reference", "refers to itself and to nothing else", ["$ref"]) }
    }

    private mutating func report(_ code: String, _ message: String, _ pointer: [String]) {
        // Each place is sought from the file's beginning.
        guard problems.count < 50 else { return }
        problems.append(FolderJSON.problem(code, message, pointer, in: bytes, file: file))
    }
}
