import PluginSDK

/// Turns a schema into rules, and collects what is wrong with it.
struct SchemaReader {
    /// Subschemas of one schema.
    private static let mostRules = 5_000
    /// Subschemas in one another.
    private static let mostDepth = 60

    private let source: JSONValue
    private(set) var rules: [SchemaRule] = []
    private(set) var faults: [SchemaFault] = []
    private var places: [[String]: Int] = [:]
    private var depth = 0

    init(_ source: JSONValue) { self.source = source }

    mutating func read() -> Int { rule(source, []) }

    mutating func fault(_ pointer: [String], _ message: String) {
        guard faults.count < 50 else { return }
        faults.append(SchemaFault(pointer: JSONPointer.text(pointer), message: message))
    }

    /// The index of the rule for what stands at a place; a place is read once.
    mutating func rule(_ schema: JSONValue, _ pointer: [String]) -> Int {
        if let known = places[pointer] { return known }
        let index = rules.count
        places[pointer] = index
        rules.append(SchemaRule())
        guard depth < Self.mostDepth, rules.count <= Self.mostRules else {
            fault(pointer, "the schema is too large or too deep")
            return index
        }
        depth += 1
        defer { depth -= 1 }
        switch schema {
        case .bool(let allows): rules[index].isNever = !allows
        case .object(let members):
            let rule = read(members, pointer)
            rules[index] = rule
        default: fault(pointer, "a schema is an object, true or false")
        }
        return index
    }

    private mutating func read(_ members: [String: JSONValue], _ pointer: [String]) -> SchemaRule {
        var rule = SchemaRule()
        for (keyword, value) in members.sorted(by: { $0.key < $1.key }) {
            read(keyword, value, pointer + [keyword], into: &rule)
        }
        if members["nullable"] == .bool(true) {
            rule.kinds?.insert(.null)
            rule.choices?.append(.null)
        }
        if let additional = rule.additional, rules[additional].isNever {
            for name in rule.required where rule.properties[name] == nil {
                fault(pointer + ["required"], "'\(name)' is required, and no property of that name is allowed")
            }
        }
        return rule
    }

    private mutating func read(_ keyword: String, _ value: JSONValue, _ place: [String], into rule: inout SchemaRule) {
        switch keyword {
        case "type": rule.kinds = kinds(value, place)
        case "enum": rule.choices = merged(rule.choices, choices(value, place))
        case "const": rule.choices = merged(rule.choices, [value])
        case "$ref": rule.reference = reference(value, place)
        case "properties": rule.properties = named(value, place)
        case "$defs", "definitions": _ = named(value, place)
        case "required": rule.required = names(value, place)
        case "additionalProperties": rule.additional = self.rule(value, place)
        case "items": rule.items = self.rule(value, place)
        case "prefixItems": rule.prefix = list(value, place)
        case "allOf": rule.all = list(value, place)
        case "anyOf": rule.any = list(value, place)
        case "oneOf": rule.one = list(value, place)
        case "uniqueItems": rule.needsUniqueItems = flag(value, place)
        case "nullable": _ = flag(value, place)
        case "minProperties": rule.memberCount.least = count(value, place)
        case "maxProperties": rule.memberCount.most = count(value, place)
        case "minItems": rule.itemCount.least = count(value, place)
        case "maxItems": rule.itemCount.most = count(value, place)
        case "minLength": rule.length.least = count(value, place)
        case "maxLength": rule.length.most = count(value, place)
        case "minimum": rule.bounds.least = number(value, place)
        case "maximum": rule.bounds.most = number(value, place)
        case "exclusiveMinimum": rule.bounds.above = number(value, place)
        case "exclusiveMaximum": rule.bounds.below = number(value, place)
        case "multipleOf": rule.bounds.step = step(value, place)
        case "pattern": rule.pattern = pattern(value, place)
        case _ where Self.annotations.contains(keyword): break
        default: fault(place, "the keyword '\(keyword)' is not known here; leave it out, or say it in another way")
        }
    }

    /// Keywords that describe and ask for nothing.
    private static let annotations: Set = [
        "$comment", "$id", "$schema", "default", "deprecated", "description", "examples", "format", "readOnly", "title",
        "writeOnly",
    ]

    private func merged(_ one: [JSONValue]?, _ other: [JSONValue]) -> [JSONValue] {
        one.map { $0.filter { choice in other.contains { JSONEquality.isSame($0, choice) } } } ?? other
    }

    private mutating func reference(_ value: JSONValue, _ place: [String]) -> Int? {
        guard case .string(let text) = value, text.first == "#", let parts = JSONPointer.parts(text.dropFirst()) else {
            fault(place, "a reference has to be local: #/$defs/name")
            return nil
        }
        var target = source
        for part in parts {
            var next: JSONValue?
            switch target {
            case .object(let members): next = members[part]
            case .array(let elements): next = Int(part).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            default: break
            }
            guard let next else {
                fault(place, "there is nothing at \(text)")
                return nil
            }
            target = next
        }
        return rule(target, parts)
    }

    /// Tells references that come back to the same rule without a step into the value: checking would never end.
    mutating func findCircles() {
        var state = [Int](repeating: 0, count: rules.count)
        for start in rules.indices where state[start] == 0 {
            var path: [(rule: Int, next: Int)] = [(start, 0)]
            state[start] = 1
            while let (rule, next) = path.last {
                let followers = rules[rule].inPlace
                guard next < followers.count else {
                    state[rule] = 2
                    path.removeLast()
                    continue
                }
                path[path.count - 1].next += 1
                let follower = followers[next]
                if state[follower] == 1 {
                    let place = places.first { $0.value == follower }?.key ?? []
                    return fault(place, "the schema refers to itself in a circle here")
                }
                if state[follower] == 0 {
                    state[follower] = 1
                    path.append((follower, 0))
                }
            }
        }
    }
}
