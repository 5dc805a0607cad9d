/// Expressions, by the precedence of their operators.
extension Parser {
    private static let comparisons: [String: Comparison.Operator] = [
        "==": .equal, "!=": .unequal, "<": .less, "<=": .lessOrEqual, ">": .greater,
        ">=": .greaterOrEqual,
    ]
    private static let sums: [String: Arithmetic.Operator] = ["+": .add, "-": .subtract]
    private static let products: [String: Arithmetic.Operator] = [
        "*": .multiply, "/": .divide, "//": .floorDivide, "%": .modulo,
    ]

    /// Weakest first. Each level reads operands of the next one.
    private enum Level: Int {
        case or, and, not, comparison, sum, concatenation, product, power, operand
    }

    /// One expression, or several with commas between them, which are a tuple.
    mutating func tuple(
        withChoice: Bool = true, endedBy end: String? = nil, isEmptyAllowed: Bool = false
    )
        throws(TemplateError) -> any Expression
    {
        let place = current.place
        var elements: [any Expression] = []
        var isTuple = false
        while true {
            if current.kind == .variableEnd || current.kind == .blockEnd || current.isSign(")") { break }
            if let end, current.isName(end) { break }
            elements.append(withChoice ? try expression() : try operation())
            guard skip(sign: ",") else { break }
            isTuple = true
        }
        if !isTuple, let only = elements.first { return only }
        guard isTuple || isEmptyAllowed else { throw unexpected("an expression") }
        return try checked(Display(elements, isTuple: true, place))
    }

    mutating func expression() throws(TemplateError) -> any Expression {
        try nested { (parser) throws(TemplateError) in
            let place = parser.current.place
            var result = try parser.operations(.or)
            while parser.skip(name: "if") {
                let condition = try parser.operations(.or)
                let no: (any Expression)? = parser.skip(name: "else") ? try parser.expression() : nil
                result = try parser.checked(Choice(condition, result, no, place))
            }
            return result
        }
    }

    /// An expression without an inline `if`.
    mutating func operation() throws(TemplateError) -> any Expression {
        try nested { (parser) throws(TemplateError) in try parser.operations(.or) }
    }

    /// Reads an operand and then operators, the strongest first, down to `level`. One loop for all levels keeps the
    /// stack small.
    private mutating func operations(_ level: Level) throws(TemplateError) -> any Expression {
        let place = current.place
        if level.rawValue <= Level.not.rawValue, current.isName("not") {
            next()
            let operand = try nested { (parser) throws(TemplateError) in try parser.operations(.not) }
            return try rest(of: try checked(Negation(operand, place)), bound: .not, down: level, place)
        }
        return try rest(of: try operand(), bound: .operand, down: level, place)
    }

    private mutating func rest(
        of first: any Expression, bound: Level, down level: Level, _ place: Place
    ) throws(TemplateError) -> any Expression {
        var left = first
        var strength = bound.rawValue - 1
        while strength >= level.rawValue {
            switch Level(rawValue: strength) {
            case .power: left = try powers(left, place)
            case .product: left = try calculations(left, Self.products, .power, place)
            case .concatenation: left = try concatenation(left, place)
            case .sum: left = try calculations(left, Self.sums, .concatenation, place)
            case .comparison: left = try comparison(left, place)
            case .and: left = try logic(left, "and", .not, place)
            case .or: left = try logic(left, "or", .and, place)
            default: break
            }
            strength -= 1
        }
        return left
    }

    private mutating func powers(_ first: any Expression, _ place: Place) throws(TemplateError)
        -> any Expression
    {
        var left = first
        while skip(sign: "**") { left = try checked(Calculation(.power, left, try operand(), place)) }
        return left
    }

    private mutating func calculations(
        _ first: any Expression, _ operators: [String: Arithmetic.Operator], _ tighter: Level,
        _ place: Place
    ) throws(TemplateError) -> any Expression {
        var left = first
        while current.kind == .sign, let operation = operators[current.text] {
            next()
            left = try checked(Calculation(operation, left, try operations(tighter), place))
        }
        return left
    }

    private mutating func concatenation(_ first: any Expression, _ place: Place) throws(TemplateError)
        -> any Expression
    {
        var parts = [first]
        while skip(sign: "~") { parts.append(try operations(.product)) }
        return parts.count == 1 ? first : try checked(Concatenation(parts, escapes: escapes, place))
    }

    private mutating func comparison(_ first: any Expression, _ place: Place) throws(TemplateError)
        -> any Expression
    {
        var rest: [(operation: Comparison.Operator, operand: any Expression)] = []
        while true {
            if current.kind == .sign, let operation = Self.comparisons[current.text] {
                next()
                rest.append((operation, try operations(.sum)))
            } else if skip(name: "in") {
                rest.append((.contained, try operations(.sum)))
            } else if current.isName("not"), following.isName("in") {
                next()
                next()
                rest.append((.notContained, try operations(.sum)))
            } else {
                return rest.isEmpty ? first : try checked(Comparison(first, rest, place))
            }
        }
    }

    private mutating func logic(
        _ first: any Expression, _ word: String, _ tighter: Level, _ place: Place
    ) throws(TemplateError) -> any Expression {
        var operands = [first]
        while skip(name: word) { operands.append(try operations(tighter)) }
        return operands.count == 1 ? first : try checked(Logic(isAnd: word == "and", operands, place))
    }

    /// A sign, or a primary with all that follows it.
    private mutating func operand() throws(TemplateError) -> any Expression {
        try filtered(try signed())
    }

    private mutating func signed() throws(TemplateError) -> any Expression {
        guard current.isSign("-") || current.isSign("+") else { return try postfix(try primary()) }
        let sign = next()
        let operand = try nested { (parser) throws(TemplateError) in try parser.signed() }
        return try postfix(try checked(Signed(isNegative: sign.text == "-", operand, sign.place)))
    }
}
