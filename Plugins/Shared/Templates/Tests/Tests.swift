/// What `value is name(arguments)` asks.
typealias Test = @Sendable (Value, Arguments, Run) throws(TemplateError) -> Bool

/// All tests by their names.
enum Tests {
    static let table = kinds.merging(comparisons) { first, _ in first }
    static let names = table.keys.sorted()

    static func named(_ name: String) throws(TemplateError) -> Test {
        if let test = table[name] { return test }
        let near = NearMiss.of(name, among: names).map { "; did you mean '\($0)'?" } ?? ""
        throw TemplateError(.value, "there is no test '\(name)'" + near)
    }

    private static func plain(
        _ name: String, _ test: @escaping @Sendable (Value) throws(TemplateError) -> Bool
    ) -> Test {
        { (value, arguments, _) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "the test '\(name)'")
            return try test(value)
        }
    }

    /// For tests that ask what something is: an undefined value is none of it, and no error.
    private static let kinds: [String: Test] = {
        let simple: [(String, @Sendable (Value) throws(TemplateError) -> Bool)] = [
            ("defined", { value in if case .undefined = value { false } else { true } }),
            ("undefined", { value in if case .undefined = value { true } else { false } }),
            ("none", { value in value.isNone }),
            ("boolean", { value in if case .bool = value { true } else { false } }),
            ("true", { value in if case .bool(true) = value { true } else { false } }),
            ("false", { value in if case .bool(false) = value { true } else { false } }),
            ("integer", { value in if case .integer = value { true } else { false } }),
            ("float", { value in if case .number = value { true } else { false } }),
            ("number", { value in value.float != nil }),
            ("string", { value in value.text != nil }),
            ("mapping", { value in if case .dictionary = value { true } else { false } }),
            (
                "callable",
                { value in if case .object(let object) = value { object.isCallable } else { false } }
            ),
            ("escaped", { value in value.isMarkup }),
            (
                "iterable",
                { (value) throws(TemplateError) in
                    if case .undefined(let undefined) = value, !undefined.isLenient { throw undefined.error }
                    return value.isIterable
                }
            ),
            (
                "sequence",
                { value in
                    switch value {
                    case .list, .tuple, .dictionary, .range, .string, .markup: true
                    case .object(let object): object is GroupObject
                    default: false
                    }
                }
            ),
            ("odd", { (value) throws(TemplateError) in try rest(value, .integer(2), isOdd: true) }),
            ("even", { (value) throws(TemplateError) in try rest(value, .integer(2), isOdd: false) }),
        ]
        var table: [String: Test] = [:]
        for (name, test) in simple { table[name] = plain(name, test) }
        table["lower"] = cased("lower", isUpper: false)
        table["upper"] = cased("upper", isUpper: true)
        table["filter"] = plain("filter", isFilter)
        table["test"] = plain("test", isTest)
        return table
    }()

    private static func cased(_ name: String, isUpper: Bool) -> Test {
        { (value, arguments, run) throws(TemplateError) in
            _ = try arguments.bound(to: [], for: "the test '\(name)'")
            return try value.printed(run).isCased(upper: isUpper)
        }
    }

    @Sendable private static func isFilter(_ value: Value) throws(TemplateError) -> Bool {
        let name = try value.requiredText("the name of a filter")
        return Filters.names.contains(name)
    }

    @Sendable private static func isTest(_ value: Value) throws(TemplateError) -> Bool {
        let name = try value.requiredText("the name of a test")
        return kinds[name] != nil || comparisons[name] != nil
    }

    private static let comparisons: [String: Test] = {
        var table: [String: Test] = [:]
        let operators: [(Comparison.Operator, [String])] = [
            (.equal, ["==", "eq", "equalto"]), (.unequal, ["!=", "ne"]),
            (.less, ["<", "lt", "lessthan"]),
            (.lessOrEqual, ["<=", "le"]), (.greater, [">", "gt", "greaterthan"]),
            (.greaterOrEqual, [">=", "ge"]),
            (.contained, ["in"]),
        ]
        for (operation, names) in operators {
            for name in names { table[name] = comparing(name, operation.holds) }
        }
        table["sameas"] = comparing("sameas") { (one, other, _) in Value.same(one, other) }
        table["divisibleby"] = comparing("divisibleby") { (value, divisor, _) throws(TemplateError) in
            try rest(value, divisor, isOdd: false)
        }
        return table
    }()

    private static func comparing(
        _ name: String, _ holds: @escaping @Sendable (Value, Value, Run) throws(TemplateError) -> Bool
    ) -> Test {
        { (value, arguments, run) throws(TemplateError) in
            let other = try other(arguments, name)
            return try holds(value, other, run)
        }
    }

    private static func other(_ arguments: Arguments, _ name: String) throws(TemplateError) -> Value {
        guard arguments.positional.count + arguments.named.count == 1,
            let value = arguments.positional.first ?? arguments.named.first?.value
        else { throw TemplateError(.type, "the test '\(name)' compares with one value") }
        return value
    }

    private static func rest(_ value: Value, _ divisor: Value, isOdd: Bool) throws(TemplateError)
        -> Bool
    {
        for value in [value, divisor] {
            if case .undefined(let undefined) = value { throw undefined.error }
        }
        guard let rest = try Arithmetic.apply(.modulo, value, divisor) else {
            throw TemplateError(.type, "only numbers can be divided, and this is \(value.kind)")
        }
        return rest.float == (isOdd ? 1 : 0)
    }
}
