/// `a + b` and its like.
final class Calculation: Expression {
    let place: Place
    private let operation: Arithmetic.Operator
    private let left: any Expression
    private let right: any Expression
    let depth: Int

    init(
        _ operation: Arithmetic.Operator, _ left: any Expression, _ right: any Expression,
        _ place: Place
    ) {
        self.operation = operation
        self.left = left
        self.right = right
        self.place = place
        depth = max(left.depth, right.depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let (a, b) = (try left.evaluate(frame), try right.evaluate(frame))
        frame.run.place = place
        if let number = try Arithmetic.apply(operation, a, b) { return number }
        return try Joining.apply(operation, a, b, frame.run)
    }
}

/// `-a` and `+a`
final class Signed: Expression {
    let place: Place
    private let isNegative: Bool
    private let operand: any Expression
    let depth: Int

    init(isNegative: Bool, _ operand: any Expression, _ place: Place) {
        self.isNegative = isNegative
        self.operand = operand
        self.place = place
        depth = operand.depth + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try operand.evaluate(frame)
        frame.run.place = place
        if let whole = value.wholeNumber {
            return .integer(
                isNegative ? try Arithmetic.fitting((0).subtractingReportingOverflow(whole)) : whole)
        }
        if case .number(let number) = value { return .number(isNegative ? -number : number) }
        if case .undefined(let undefined) = value { throw undefined.error }
        throw TemplateError(.type, "a sign needs a number, and this is \(value.kind)")
    }
}

/// `a ~ b ~ c`: everything as text.
final class Concatenation: Expression {
    let place: Place
    private let parts: [any Expression]
    private let escapes: Bool
    let depth: Int

    init(_ parts: [any Expression], escapes: Bool, _ place: Place) {
        self.parts = parts
        self.escapes = escapes
        self.place = place
        depth = parts.depth + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var values: [Value] = []
        values.reserveCapacity(parts.count)
        for part in parts { values.append(try part.evaluate(frame)) }
        let isMarkup = escapes && values.contains(where: \.isMarkup)
        var (text, counted) = ("", 0)
        for (value, part) in zip(values, parts) {
            frame.run.place = part.place
            text += isMarkup ? try value.asMarkup(frame.run) : try value.printed(frame.run)
            try frame.run.hasGrown(to: text.utf8.count, from: &counted)
        }
        return isMarkup ? .markup(text) : .string(text)
    }
}

/// `a < b <= c`, `a in b`
final class Comparison: Expression {
    enum Operator: String, Sendable {
        case equal = "=="
        case unequal = "!="
        case less = "<"
        case lessOrEqual = "<="
        case greater = ">"
        case greaterOrEqual = ">="
        case contained = "in"
        case notContained = "not in"

        func holds(_ left: Value, _ right: Value, _ run: Run) throws(TemplateError) -> Bool {
            switch self {
            case .equal: return try Value.equal(left, right, run)
            case .unequal: return try !Value.equal(left, right, run)
            case .contained: return try right.contains(left, run)
            case .notContained: return try !right.contains(left, run)
            default: break
            }
            let order = try Value.order(left, right, run)
            return switch self {
            case .less: order == .before
            case .lessOrEqual: order == .before || order == .same
            case .greater: order == .after
            default: order == .after || order == .same
            }
        }
    }

    let place: Place
    private let first: any Expression
    private let rest: [(operation: Operator, operand: any Expression)]
    let depth: Int

    init(
        _ first: any Expression, _ rest: [(operation: Operator, operand: any Expression)],
        _ place: Place
    ) {
        self.first = first
        self.rest = rest
        self.place = place
        depth = max(first.depth, rest.map(\.operand).depth) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var left = try first.evaluate(frame)
        for (operation, operand) in rest {
            let right = try operand.evaluate(frame)
            frame.run.place = place
            guard try operation.holds(left, right, frame.run) else { return .bool(false) }
            left = right
        }
        return .bool(true)
    }
}

/// `a and b`, `a or b`: the operand that decides.
final class Logic: Expression {
    let place: Place
    private let isAnd: Bool
    private let operands: [any Expression]
    let depth: Int

    init(isAnd: Bool, _ operands: [any Expression], _ place: Place) {
        self.isAnd = isAnd
        self.operands = operands
        self.place = place
        depth = operands.depth + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        var value = Value.none
        for (index, operand) in operands.enumerated() {
            value = try operand.evaluate(frame)
            if index == operands.count - 1 { break }
            frame.run.place = operand.place
            if try value.isTrue() != isAnd { break }
        }
        return value
    }
}

/// `not a`
final class Negation: Expression {
    let place: Place
    private let operand: any Expression
    let depth: Int

    init(_ operand: any Expression, _ place: Place) {
        self.operand = operand
        self.place = place
        depth = operand.depth + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try operand.evaluate(frame)
        frame.run.place = place
        return .bool(try !value.isTrue())
    }
}

/// `a if condition else b`
final class Choice: Expression {
    let place: Place
    private let condition: any Expression
    private let yes: any Expression
    private let no: (any Expression)?
    let depth: Int

    init(_ condition: any Expression, _ yes: any Expression, _ no: (any Expression)?, _ place: Place) {
        self.condition = condition
        self.yes = yes
        self.no = no
        self.place = place
        depth = max(condition.depth, yes.depth, no?.depth ?? 0) + 1
    }

    func evaluate(_ frame: Frame) throws(TemplateError) -> Value {
        let value = try condition.evaluate(frame)
        frame.run.place = condition.place
        if try value.isTrue() { return try yes.evaluate(frame) }
        guard let no else { return .undefined(Undefined(.noElse)) }
        return try no.evaluate(frame)
    }
}
