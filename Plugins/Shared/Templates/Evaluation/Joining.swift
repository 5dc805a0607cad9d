/// What `+`, `*` and `%` do with values that are no numbers.
enum Joining {
    static func apply(_ operation: Arithmetic.Operator, _ left: Value, _ right: Value, _ run: Run)
        throws(TemplateError)
        -> Value
    {
        switch operation {
        case .add:
            if let sum = try add(left, right, run) { return sum }
        case .multiply:
            if let count = right.wholeNumber, let product = try repeated(left, count, run) {
                return product
            }
            if let count = left.wholeNumber, let product = try repeated(right, count, run) {
                return product
            }
        case .modulo:
            if left.text != nil { return try PercentFormat.apply(left, right, run) }
        default: break
        }
        for value in [left, right] {
            if case .undefined(let undefined) = value { throw undefined.error }
        }
        throw TemplateError(
            .type, "'\(operation.rawValue)' cannot be applied to \(left.kind) and \(right.kind)")
    }

    private static func add(_ left: Value, _ right: Value, _ run: Run) throws(TemplateError) -> Value? {
        switch (left, right) {
        case (.string(let a), .string(let b)):
            try run.willMake(bytes: a.utf8.count + b.utf8.count)
            return .string(a + b)
        case (.markup, .string), (.string, .markup), (.markup, .markup):
            let (a, b) = (try left.asMarkup(run), try right.asMarkup(run))
            try run.willMake(bytes: a.utf8.count + b.utf8.count)
            return .markup(a + b)
        case (.list(let a), .list(let b)):
            try run.step(a.values.count + b.values.count)
            return try .list(a.values + b.values)
        case (.tuple(let a), .tuple(let b)):
            try run.step(a.values.count + b.values.count)
            return try .tuple(a.values + b.values)
        default: return nil
        }
    }

    private static func repeated(_ value: Value, _ count: Int, _ run: Run) throws(TemplateError)
        -> Value?
    {
        let count = max(0, count)
        func size(_ one: Int) throws(TemplateError) -> Int {
            let (size, overflow) = one.multipliedReportingOverflow(by: count)
            guard !overflow else { throw TemplateError(.limit, "\(value.kind) is repeated too often") }
            return size
        }
        switch value {
        case .string(let text), .markup(let text):
            try run.willMake(bytes: try size(text.utf8.count))
            let repeated = String(repeating: text, count: text.isEmpty ? 0 : count)
            return value.isMarkup ? .markup(repeated) : .string(repeated)
        case .list(let items), .tuple(let items):
            try run.step(try size(items.values.count))
            let times = items.values.isEmpty ? 0 : count
            // Steps are checked now and then only: the size is checked here too.
            guard try size(items.values.count) <= run.limits.steps else {
                throw TemplateError(.limit, "\(value.kind) is repeated too often")
            }
            var values: [Value] = []
            values.reserveCapacity(items.values.count * times)
            for _ in 0..<times { values += items.values }
            if case .list = value { return try .list(values) }
            return try .tuple(values)
        default: return nil
        }
    }
}
