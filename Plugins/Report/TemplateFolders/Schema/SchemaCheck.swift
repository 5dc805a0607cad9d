import ReportMarkup
import Templates

/// What is wrong with data that a schema does not allow.
public struct DataProblem: Error, Sendable, Hashable {
    /// Names and indexes from the outermost value inwards.
    public let pointer: [String]
    /// A sentence that says what was found and what is needed; it repeats no data.
    public let message: String

    /// `/questions/3/score`; `/` for the whole (RFC 6901, but for the whole).
    public var path: String {
        pointer.isEmpty
            ? "/"
            : pointer.map { name in "/" + name.replacing("~", with: "~0").replacing("/", with: "~1") }.joined()
    }
}

extension DataProblem: CustomStringConvertible {
    public var description: String { "\(path): \(message)" }
}

extension DataSchema {
    /// Everything that is wrong with data; none for data that the schema allows.
    ///
    /// - Parameter limit: how many problems are looked for at most.
    public func problems(in data: TemplateValue, limit: Int = 20) -> [DataProblem] {
        var check = SchemaCheck(rules: rules, limit: max(1, limit))
        check.check(data, root, [])
        guard !check.isExhausted else {
            return [DataProblem(pointer: [], message: "is too large, or the schema too entangled, to be checked")]
        }
        return check.problems
    }
}

/// One walk over data along the rules.
private struct SchemaCheck {
    let rules: [DataSchema.Rule]
    let limit: Int
    var problems: [DataProblem] = []
    private var depth = 0
    private var steps = 0
    private(set) var isExhausted = false

    /// Rules inside rules: deeper than any JSON that is read, so that only a schema that turns in a circle gets there.
    private static let mostDepth = 150
    /// Rules that are looked at: alternatives within alternatives could double them at each level.
    private static let mostSteps = 500_000

    init(rules: [DataSchema.Rule], limit: Int) {
        self.rules = rules
        self.limit = limit
    }

    mutating func check(_ value: TemplateValue, _ index: Int, _ pointer: [String]) {
        guard problems.count < limit, rules.indices.contains(index) else { return }
        guard depth < Self.mostDepth else { return report(pointer, "the schema's rules turn in a circle here") }
        guard steps < Self.mostSteps else {
            // Kept apart from the problems, which alternatives take back.
            isExhausted = true
            return
        }
        depth += 1
        steps += 1
        defer { depth -= 1 }
        let rule = rules[index]
        if rule.isNever { return report(pointer, "is not allowed here") }
        if let reference = rule.reference { check(value, reference, pointer) }
        if let kinds = rule.kinds, !Self.isOne(ValueKind(of: value), of: kinds) {
            let needed = ValueKind.allCases.filter(kinds.contains).map(\.phrase).joined(separator: " or ")
            return report(pointer, "needs \(needed), found \(value.phrase)")
        }
        if let choices = rule.choices, !choices.contains(where: { Self.isSame($0, value) }) {
            let known = choices.map(\.shortText).joined(separator: ", ")
            report(pointer, choices.count == 1 ? "needs \(known)" : "needs one of \(known)")
        }
        if let alternatives = rule.alternatives { checkAny(value, alternatives, pointer) }
        switch value {
        case .dictionary: checkObject(value, rule, pointer)
        case .list(let elements): checkList(Array(elements), rule, pointer)
        case .string(let text): checkText(text, rule, pointer)
        default: checkNumber(value, rule, pointer)
        }
    }

    private mutating func checkAny(_ value: TemplateValue, _ alternatives: [Int], _ pointer: [String]) {
        let before = problems
        for index in alternatives {
            check(value, index, pointer)
            if problems.count == before.count { return }
            problems = before
        }
        report(pointer, "fits none of the \(alternatives.count) forms that are allowed here")
    }

    private mutating func checkObject(_ value: TemplateValue, _ rule: DataSchema.Rule, _ pointer: [String]) {
        for name in rule.required where value[name] == nil {
            report(pointer + [name], "is missing")
        }
        guard !rule.properties.isEmpty || rule.additional != nil else { return }
        for (name, member) in value.members ?? [] {
            if let index = rule.properties[name] {
                check(member, index, pointer + [name])
            } else if let additional = rule.additional {
                if rules[additional].isNever {
                    let hint = NearMiss.suggestion(for: name, among: rule.properties.keys.sorted())
                    report(pointer + [name], "is no field that the template knows\(hint)")
                } else {
                    check(member, additional, pointer + [name])
                }
            }
        }
    }

    private mutating func checkList(_ elements: [TemplateValue], _ rule: DataSchema.Rule, _ pointer: [String]) {
        bound(elements.count, rule.minItems, rule.maxItems, "elements", pointer)
        guard let items = rule.items else { return }
        for (index, element) in elements.enumerated() { check(element, items, pointer + ["\(index)"]) }
    }

    private mutating func checkText(_ text: String, _ rule: DataSchema.Rule, _ pointer: [String]) {
        guard rule.minLength != nil || rule.maxLength != nil else { return }
        bound(text.unicodeScalars.count, rule.minLength, rule.maxLength, "characters", pointer)
    }

    private mutating func checkNumber(_ value: TemplateValue, _ rule: DataSchema.Rule, _ pointer: [String]) {
        guard let number = value.double else { return }
        if let least = rule.minimum, number < least {
            report(pointer, "needs at least \(TemplateValue.number(least).shortText)")
        }
        if let most = rule.maximum, number > most {
            report(pointer, "needs at most \(TemplateValue.number(most).shortText)")
        }
    }

    private mutating func bound(_ count: Int, _ least: Int?, _ most: Int?, _ what: String, _ pointer: [String]) {
        if let least, count < least { report(pointer, "has \(count) \(what), needs at least \(least)") }
        if let most, count > most { report(pointer, "has \(count) \(what), needs at most \(most)") }
    }

    private mutating func report(_ pointer: [String], _ message: String) {
        if problems.count < limit { problems.append(DataProblem(pointer: pointer, message: message)) }
    }

    private static func isOne(_ kind: ValueKind, of kinds: Set<ValueKind>) -> Bool {
        kinds.contains(kind) || kind == .integer && kinds.contains(.number)
    }

    /// 1 and 1.0 are one number.
    private static func isSame(_ one: TemplateValue, _ other: TemplateValue) -> Bool {
        if let one = one.double, let other = other.double { return one == other }
        return one == other
    }
}
