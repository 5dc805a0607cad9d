/// What stands in the parentheses of a call.
struct ArgumentList: Sendable {
    var positional: [any Expression] = []
    var named: [(name: String, value: any Expression)] = []
    /// `*list` and `**dictionary`
    var list: (any Expression)?
    var dictionary: (any Expression)?

    var isEmpty: Bool { positional.isEmpty && named.isEmpty && list == nil && dictionary == nil }

    var depth: Int {
        max(positional.depth, named.map(\.value).depth, list?.depth ?? 0, dictionary?.depth ?? 0)
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Arguments {
        var arguments = Arguments()
        for expression in positional { arguments.positional.append(try expression.evaluate(frame)) }
        for (name, expression) in named {
            arguments.named.append((name, try expression.evaluate(frame)))
        }
        if let list {
            let value = try list.evaluate(frame)
            frame.run.place = list.place
            arguments.positional += try value.elements(frame.run)
            try frame.run.step(arguments.positional.count)
        }
        if let dictionary {
            let value = try dictionary.evaluate(frame)
            frame.run.place = dictionary.place
            guard case .dictionary(let mapping) = value else {
                if case .undefined(let undefined) = value { throw undefined.error }
                throw TemplateError(.type, "'**' needs a dictionary, and this is \(value.kind)")
            }
            for (key, value) in zip(mapping.keys, mapping.values) {
                arguments.named.append((try key.requiredText("the name of an argument"), value))
            }
        }
        try frame.run.step(arguments.named.count)
        var names: Set<ExactText> = []
        for argument in arguments.named where !names.insert(ExactText(argument.name)).inserted {
            throw TemplateError(.type, "the argument '\(argument.name)' is given twice")
        }
        return arguments
    }
}

/// `callee(arguments)`
final class Call: Expression {
    let place: Place
    private let callee: any Expression
    private let arguments: ArgumentList
    private let escapes: Bool
    let depth: Int

    init(_ callee: any Expression, _ arguments: ArgumentList, escapes: Bool, _ place: Place) {
        self.callee = callee
        self.arguments = arguments
        self.escapes = escapes
        self.place = place
        depth = max(callee.depth, arguments.depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { try call(frame, caller: nil) }

    func call(_ frame: Frame, caller: Value?) throws(TemplateError) -> Value {
        let (object, arguments) = try prepared(frame, caller)
        return try object.call(arguments, CallSite(run: frame.run, escapes: escapes))
    }

    /// Prints the result, of a macro without making a text of it first.
    func print(_ frame: Frame, caller: Value? = nil) throws(TemplateError) {
        let (object, arguments) = try prepared(frame, caller)
        let site = CallSite(run: frame.run, escapes: escapes)
        if try object.print(arguments, site) { return }
        let value = try object.call(arguments, site)
        frame.run.place = place
        try frame.run.print(value, escapes: escapes, at: place)
    }

    private func prepared(_ frame: Frame, _ caller: Value?) throws(TemplateError) -> (
        any RuntimeObject, Arguments
    ) {
        let value = try callee.evaluate(frame)
        var arguments = arguments.isEmpty ? .none : try arguments.evaluate(frame)
        if let caller { arguments.named.append(("caller", caller)) }
        frame.run.place = place
        try frame.run.step()
        guard case .object(let object) = value else {
            if case .undefined(let undefined) = value { throw undefined.error }
            throw TemplateError(.type, "\(value.kind) cannot be called")
        }
        return (object, arguments)
    }
}

/// `value | filter(arguments)`; in a filter block the value comes from the block.
final class FilterCall: Expression {
    let place: Place
    private let value: (any Expression)?
    private let filter: Filter
    private let arguments: ArgumentList
    private let escapes: Bool
    let depth: Int

    init(
        _ value: (any Expression)?, _ filter: @escaping Filter, _ arguments: ArgumentList,
        escapes: Bool, _ place: Place
    ) {
        self.value = value
        self.filter = filter
        self.arguments = arguments
        self.escapes = escapes
        self.place = place
        depth = max(value?.depth ?? 0, arguments.depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value { try apply(frame, to: nil) }

    /// The text of a block, filtered. It was escaped where it was printed, and so it is markup; what a filter makes of
    /// it is markup only if the filter says so: `default(name, true)` gives the name.
    func apply(_ frame: Frame, toBlock text: String) throws(TemplateError) -> Value {
        try apply(frame, to: escapes ? .markup(text) : .string(text))
    }

    /// - Parameter given: what the innermost filter of a chain without a value is applied to.
    func apply(_ frame: Frame, to given: Value?) throws(TemplateError) -> Value {
        let input: Value
        if let value {
            input =
                if let given, let chain = value as? FilterCall { try chain.apply(frame, to: given) } else {
                    try value.evaluate(frame)
                }
        } else {
            input = given ?? .none
        }
        let arguments = arguments.isEmpty ? Arguments.none : try arguments.evaluate(frame)
        frame.run.place = place
        try frame.run.step(arguments.textWeight(with: input))
        return try filter(input, arguments, CallSite(run: frame.run, escapes: escapes))
    }
}

/// `value is test(arguments)`
final class TestCall: Expression {
    let place: Place
    private let value: any Expression
    private let test: Test
    private let arguments: ArgumentList
    let depth: Int

    init(_ value: any Expression, _ test: @escaping Test, _ arguments: ArgumentList, _ place: Place) {
        self.value = value
        self.test = test
        self.arguments = arguments
        self.place = place
        depth = max(value.depth, arguments.depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let input = try value.evaluate(frame)
        let arguments = arguments.isEmpty ? Arguments.none : try arguments.evaluate(frame)
        frame.run.place = place
        try frame.run.step(arguments.textWeight(with: input))
        return .bool(try test(input, arguments, frame.run))
    }
}
