import PluginSDK

/// One walk over a value along the rules.
struct SchemaCheck {
    private let rules: [SchemaRule]
    private let limit: Int
    private(set) var problems: [ReplyProblem] = []
    private var steps = 0
    private var depth = 0
    /// The walk was given up: nothing that it found counts.
    private(set) var isExhausted = false

    private let mostSteps: Int
    /// Rules inside rules: references may make it deeper than any JSON that is read. Fits on a stack of 512 KiB.
    private static let mostDepth = 200

    /// - Parameter mostSteps: rules that are looked at: alternatives within alternatives could double them at each level.
    init(rules: [SchemaRule], limit: Int, mostSteps: Int = 200_000) {
        self.rules = rules
        self.limit = limit
        self.mostSteps = mostSteps
    }

    mutating func check(_ value: JSONValue, _ index: Int, _ pointer: [String]) {
        guard problems.count < limit, rules.indices.contains(index) else { return }
        guard steps < mostSteps, depth < Self.mostDepth else {
            isExhausted = true
            return
        }
        steps += 1
        depth += 1
        defer { depth -= 1 }
        let rule = rules[index]
        if rule.isNever { return report(pointer, "false", "nothing is allowed here") }
        if let reference = rule.reference { check(value, reference, pointer) }
        if let kinds = rule.kinds, !JSONKind(of: value).isOne(of: kinds) {
            let needed = JSONKind.allCases.filter(kinds.contains).map(\.phrase).joined(separator: " or ")
            return report(pointer, "type", "has to be \(needed), and is \(JSONKind(of: value).phrase)")
        }
        if let choices = rule.choices, !choices.contains(where: { JSONEquality.isSame($0, value) }) {
            report(pointer, choices.count == 1 ? "const" : "enum", Self.sentence(choices))
        }
        for other in rule.all { check(value, other, pointer) }
        if !rule.any.isEmpty { checkAlternatives(value, rule.any, pointer, isExclusive: false) }
        if !rule.one.isEmpty { checkAlternatives(value, rule.one, pointer, isExclusive: true) }
        switch value {
        case .object(let members): checkObject(members, rule, pointer)
        case .array(let elements): checkArray(elements, rule, pointer)
        case .string(let text): checkText(text, rule, pointer)
        case .integer(let number): checkNumber(Double(number), rule.bounds, pointer)
        case .number(let number): checkNumber(number, rule.bounds, pointer)
        case .null, .bool: break
        }
    }

    private mutating func report(_ pointer: [String], _ keyword: String, _ message: String) {
        guard problems.count < limit else { return }
        problems.append(ReplyProblem(.schema, at: JSONPointer.text(pointer), keyword: keyword, message))
    }

    private static func sentence(_ choices: [JSONValue]) -> String {
        let known = choices.prefix(20).map(\.text).joined(separator: ", ")
        let more = choices.count > 20 ? " and \(choices.count - 20) more" : ""
        return choices.count == 1 ? "has to be \(known)" : "has to be one of \(known)\(more)"
    }

    private mutating func checkAlternatives(
        _ value: JSONValue, _ alternatives: [Int], _ pointer: [String], isExclusive: Bool
    ) {
        let earlier = problems
        var (fitting, nearest) = (0, [ReplyProblem]?.none)
        for alternative in alternatives {
            problems = []
            check(value, alternative, pointer)
            if isExhausted { return }
            if problems.isEmpty {
                fitting += 1
                if !isExclusive { break }
            } else if Self.isNearer(problems, than: nearest, at: JSONPointer.text(pointer)) {
                nearest = problems
            }
        }
        problems = earlier
        let keyword = isExclusive ? "oneOf" : "anyOf"
        if fitting == 0 {
            report(pointer, keyword, "fits none of \(alternatives.count) forms; what follows is about the nearest")
            problems += (nearest ?? []).prefix(limit - min(limit, problems.count))
        } else if isExclusive, fitting > 1 {
            report(pointer, keyword, "fits \(fitting) of \(alternatives.count) forms, and has to fit exactly one")
        }
    }

    /// A form of another kind altogether is farther away than one with any number of problems inside.
    private static func isNearer(_ problems: [ReplyProblem], than other: [ReplyProblem]?, at pointer: String) -> Bool {
        guard let other else { return true }
        func isOfAnotherKind(_ problems: [ReplyProblem]) -> Bool {
            problems.contains { $0.pointer == pointer && $0.keyword == "type" }
        }
        let (ours, theirs) = (isOfAnotherKind(problems), isOfAnotherKind(other))
        return ours == theirs ? problems.count < other.count : !ours
    }
}

// MARK: - By kind

extension SchemaCheck {
    private mutating func checkObject(_ members: [String: JSONValue], _ rule: SchemaRule, _ pointer: [String]) {
        for name in rule.required where members[name] == nil {
            report(pointer, "required", "needs the member \(JSONValue.string(name).text)")
        }
        var others = 0
        for (name, value) in members.sorted(by: { $0.key < $1.key }) {
            if let property = rule.properties[name] {
                check(value, property, pointer + [name])
            } else if let additional = rule.additional {
                if rules[additional].isNever { others += 1 } else { check(value, additional, pointer + [name]) }
            }
        }
        if others > 0 {
            let known = rule.properties.keys.sorted().prefix(40).map { JSONValue.string($0).text }
            let allowed = known.isEmpty ? "none are allowed" : "only \(known.joined(separator: ", ")) are allowed"
            report(pointer, "additionalProperties", "has \(others) members that may not be there; \(allowed)")
        }
        checkCount(members.count, rule.memberCount, pointer, ("minProperties", "maxProperties"), "members")
    }

    private mutating func checkArray(_ elements: [JSONValue], _ rule: SchemaRule, _ pointer: [String]) {
        for (number, element) in elements.enumerated() {
            if number < rule.prefix.count {
                check(element, rule.prefix[number], pointer + [String(number)])
            } else if let items = rule.items {
                check(element, items, pointer + [String(number)])
            }
            guard problems.count < limit, !isExhausted else { return }
        }
        checkCount(elements.count, rule.itemCount, pointer, ("minItems", "maxItems"), "elements")
        if rule.needsUniqueItems, Set(elements.map(JSONEquality.canonical)).count < elements.count {
            report(pointer, "uniqueItems", "has the same element more than once")
        }
    }

    private mutating func checkText(_ text: String, _ rule: SchemaRule, _ pointer: [String]) {
        if rule.length.least != nil || rule.length.most != nil {
            checkCount(text.unicodeScalars.count, rule.length, pointer, ("minLength", "maxLength"), "characters")
        }
        if let pattern = rule.pattern, !pattern.matches(text) {
            report(pointer, "pattern", "has to match the pattern \(JSONValue.string(pattern.source).text)")
        }
    }

    private mutating func checkNumber(_ number: Double, _ bounds: NumberBounds, _ pointer: [String]) {
        func text(_ bound: Double) -> String { JSONValue.number(bound).text }
        if let least = bounds.least, number < least {
            report(pointer, "minimum", "has to be \(text(least)) or more")
        }
        if let most = bounds.most, number > most { report(pointer, "maximum", "has to be \(text(most)) or less") }
        if let above = bounds.above, number <= above {
            report(pointer, "exclusiveMinimum", "has to be more than \(text(above))")
        }
        if let below = bounds.below, number >= below {
            report(pointer, "exclusiveMaximum", "has to be less than \(text(below))")
        }
        // A step such as 0.1 is no exact double: what is written as its multiple shall be one.
        if let step = bounds.step, case let count = number / step,
            abs(count - count.rounded()) > 1e-9 * max(1, abs(count))
        {
            report(pointer, "multipleOf", "has to be a multiple of \(text(step))")
        }
    }

    private mutating func checkCount(
        _ count: Int, _ range: CountRange, _ pointer: [String], _ keywords: (String, String), _ what: String
    ) {
        if let least = range.least, count < least {
            report(pointer, keywords.0, "needs at least \(least) \(what), and has \(count)")
        }
        if let most = range.most, count > most {
            report(pointer, keywords.1, "may have \(most) \(what) at most, and has \(count)")
        }
    }
}
