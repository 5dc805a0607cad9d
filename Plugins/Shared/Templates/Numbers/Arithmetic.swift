import Glibc

/// Arithmetic with Python's results. Whole numbers have 64 bits here: what does not fit is an error, never a trap.
enum Arithmetic {
    enum Operator: String, Sendable {
        case add = "+"
        case subtract = "-"
        case multiply = "*"
        case divide = "/"
        case floorDivide = "//"
        case modulo = "%"
        case power = "**"
    }

    /// Two numbers; nil when one of them is none.
    static func apply(_ operation: Operator, _ left: Value, _ right: Value) throws(TemplateError)
        -> Value?
    {
        if let a = left.wholeNumber, let b = right.wholeNumber { return try whole(operation, a, b) }
        guard let a = left.float, let b = right.float else { return nil }
        return .number(try float(operation, a, b))
    }

    private static func whole(_ operation: Operator, _ a: Int, _ b: Int) throws(TemplateError)
        -> Value
    {
        switch operation {
        case .add: return .integer(try fitting(a.addingReportingOverflow(b)))
        case .subtract: return .integer(try fitting(a.subtractingReportingOverflow(b)))
        case .multiply: return .integer(try fitting(a.multipliedReportingOverflow(by: b)))
        case .divide:
            guard b != 0 else { throw divisionByZero }
            return .number(Double(a) / Double(b))
        case .floorDivide:
            guard b != 0 else { throw divisionByZero }
            let quotient = try fitting(a.dividedReportingOverflow(by: b))
            return .integer(a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient)
        case .modulo:
            guard b != 0 else { throw divisionByZero }
            if b == -1 { return .integer(0) }
            let rest = a % b
            return .integer(rest != 0 && (rest < 0) != (b < 0) ? rest + b : rest)
        case .power: return try power(a, b)
        }
    }

    private static func power(_ base: Int, _ exponent: Int) throws(TemplateError) -> Value {
        guard exponent >= 0 else { return .number(try float(.power, Double(base), Double(exponent))) }
        var (result, factor, left) = (1, base, exponent)
        while left > 0 {
            if left & 1 == 1 { result = try fitting(result.multipliedReportingOverflow(by: factor)) }
            left >>= 1
            if left > 0 {
                // 0, 1 and -1 stay small for ever; anything else is out of range after six squares.
                factor = try fitting(factor.multipliedReportingOverflow(by: factor))
            }
        }
        return .integer(result)
    }

    private static func float(_ operation: Operator, _ a: Double, _ b: Double) throws(TemplateError)
        -> Double
    {
        switch operation {
        case .add: return a + b
        case .subtract: return a - b
        case .multiply: return a * b
        case .divide:
            guard b != 0 else { throw divisionByZero }
            return a / b
        case .floorDivide: return try floorAndModulo(a, b).floor
        case .modulo: return try floorAndModulo(a, b).modulo
        case .power:
            if a == 0, b < 0 { throw TemplateError(.value, "zero cannot be raised to a negative power") }
            if a < 0, a.isFinite, b.isFinite, b != b.rounded() {
                throw TemplateError(.value, "a negative number cannot be raised to a fraction")
            }
            let result = pow(a, b)
            if result.isInfinite, a.isFinite, b.isFinite { throw outOfRange }
            return result
        }
    }

    /// Python's `divmod` of floats: the rest has the sign of the divisor.
    private static func floorAndModulo(_ a: Double, _ b: Double) throws(TemplateError) -> (
        floor: Double, modulo: Double
    ) {
        guard b != 0 else { throw divisionByZero }
        var rest = fmod(a, b)
        var quotient = (a - rest) / b
        if rest != 0 {
            if (b < 0) != (rest < 0) {
                rest += b
                quotient -= 1
            }
        } else {
            rest = copysign(0, b)
        }
        guard quotient != 0 else { return (copysign(0, a / b), rest) }
        var whole = quotient.rounded(.down)
        if quotient - whole > 0.5 { whole += 1 }
        return (whole, rest)
    }

    static func fitting(_ result: (partialValue: Int, overflow: Bool)) throws(TemplateError) -> Int {
        guard !result.overflow else { throw outOfRange }
        return result.partialValue
    }

    static var outOfRange: TemplateError {
        TemplateError(.limit, "a number is out of range: whole numbers have 64 bits")
    }
    private static var divisionByZero: TemplateError { TemplateError(.value, "a division by zero") }
}

extension Value {
    /// A number as a float; nil for anything else.
    var float: Double? {
        switch self {
        case .number(let value): value
        case .integer(let value): Double(value)
        case .bool(let value): value ? 1 : 0
        default: nil
        }
    }
}
