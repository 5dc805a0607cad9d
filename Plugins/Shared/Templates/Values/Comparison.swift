extension Value {
    /// Python's `==`. Undefined values cannot be compared, except what an inline `if` without `else` gave.
    /// Costs a step for each pair of elements.
    static func equal(_ left: Value, _ right: Value, _ run: Run) throws(TemplateError) -> Bool {
        switch (left, right) {
        case (.undefined(let a), .undefined(let b)) where a.isLenient && b.isLenient: return true
        case (.undefined(let undefined), _), (_, .undefined(let undefined)):
            guard undefined.isLenient else { throw undefined.error }
            return false
        case (.none, .none): return true
        case (.string(let a), .string(let b)), (.string(let a), .markup(let b)),
            (.markup(let a), .string(let b)),
            (.markup(let a), .markup(let b)):
            try touch(a, b, run)
            return ExactText.same(a, b)
        case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)): return try equal(a, b, run)
        case (.dictionary(let a), .dictionary(let b)): return try equal(a, b, run)
        case (.range(let a), .range(let b)):
            return a.count == b.count
                && (a.count == 0 || a.start == b.start && (a.count == 1 || a.step == b.step))
        case (.object(let a), .object(let b)): return a === b
        default: return numberOrder(left, right) == .same
        }
    }

    /// Short texts cost nothing.
    private static func touch(_ a: String, _ b: String, _ run: Run) throws(TemplateError) {
        let cost = min(a.utf8.count, b.utf8.count) >> 5
        if cost > 0 { try run.step(cost) }
    }

    private static func equal(_ a: Items, _ b: Items, _ run: Run) throws(TemplateError) -> Bool {
        if a === b { return true }
        guard a.values.count == b.values.count else { return false }
        for (one, other) in zip(a.values, b.values) {
            try run.step()
            guard try equal(one, other, run) else { return false }
        }
        return true
    }

    private static func equal(_ a: Mapping, _ b: Mapping, _ run: Run) throws(TemplateError) -> Bool {
        if a === b { return true }
        guard a.count == b.count else { return false }
        for (key, value) in zip(a.keys, a.values) {
            try run.step(key.weight)
            guard let other = try b.value(of: key), try equal(value, other, run) else { return false }
        }
        return true
    }

    enum Order { case before, same, after, none }

    /// Numbers by their exact values; nil when one is no number.
    static func numberOrder(_ left: Value, _ right: Value) -> Order? {
        if let a = left.wholeNumber, let b = right.wholeNumber {
            return a < b ? .before : a == b ? .same : .after
        }
        guard let a = left.float, let b = right.float else { return nil }
        if a.isNaN || b.isNaN { return Order.none }
        if a < b { return .before }
        if a > b { return .after }
        // Equal as floats: a whole number beyond 2^53 may still differ.
        if let whole = left.wholeNumber, let other = Int(exactly: b) {
            return whole < other ? .before : whole == other ? .same : .after
        }
        if let whole = right.wholeNumber, let other = Int(exactly: a) {
            return other < whole ? .before : whole == other ? .same : .after
        }
        return left.wholeNumber == nil && right.wholeNumber == nil
            ? .same : left.wholeNumber != nil ? .before : .after
    }

    /// Python's order; an error when these two have none.
    static func order(_ left: Value, _ right: Value, _ run: Run) throws(TemplateError) -> Order {
        if let order = numberOrder(left, right) { return order }
        if let a = left.text, let b = right.text {
            try touch(a, b, run)
            return ExactText.same(a, b) ? .same : ExactText.precedes(a, b) ? .before : .after
        }
        switch (left, right) {
        case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
            for (one, other) in zip(a.values, b.values) {
                try run.step()
                guard try equal(one, other, run) else { return try order(one, other, run) }
            }
            return a.values.count == b.values.count
                ? .same : a.values.count < b.values.count ? .before : .after
        case (.undefined(let undefined), _), (_, .undefined(let undefined)): throw undefined.error
        default: throw TemplateError(.type, "\(left.kind) and \(right.kind) have no order")
        }
    }

    /// Stable, as Python's; equal elements keep their order when reversed too.
    static func sorted(
        _ values: [(key: Value, value: Value)], reverse: Bool, _ run: Run
    ) throws(TemplateError) -> [Value] {
        var (sorted, width) = (values, 1)
        var merged: [(key: Value, value: Value)] = []
        while width < sorted.count {
            merged.removeAll(keepingCapacity: true)
            for start in stride(from: 0, to: sorted.count, by: 2 * width) {
                let (middle, end) = (
                    min(start + width, sorted.count), min(start + 2 * width, sorted.count)
                )
                var (left, right) = (start, middle)
                while left < middle, right < end {
                    let second =
                        reverse
                        ? try order(sorted[left].key, sorted[right].key, run) == .before
                        : try order(sorted[right].key, sorted[left].key, run) == .before
                    merged.append(second ? sorted[right] : sorted[left])
                    if second { right += 1 } else { left += 1 }
                }
                merged += sorted[left..<middle]
                merged += sorted[right..<end]
            }
            swap(&sorted, &merged)
            width *= 2
        }
        return sorted.map(\.value)
    }

    /// `needle in self`.
    func contains(_ needle: Value, _ run: Run) throws(TemplateError) -> Bool {
        switch self {
        case .string(let text), .markup(let text):
            if case .undefined(let undefined) = needle { throw undefined.error }
            guard let part = needle.text else {
                throw TemplateError(.type, "only a text can be in a text, and this is \(needle.kind)")
            }
            try run.step((text.utf8.count &+ part.utf8.count) >> 5)
            return text.contains(text: part)
        case .dictionary(let mapping):
            try run.step(needle.weight)
            return try mapping.value(of: needle) != nil
        case .range(let range):
            if let whole = needle.wholeNumber { return range.contains(whole) }
            if case .number(let number) = needle {
                return Int(exactly: number).map(range.contains) ?? false
            }
            return false
        case .undefined(let undefined):
            if undefined.isLenient { return false }
            throw undefined.error
        default:
            for element in try elements(run) {
                try run.step()
                if Value.same(element, needle) { return true }
                if try Value.equal(element, needle, run) { return true }
            }
            return false
        }
    }

    /// `is sameas`: the same object for Python.
    @Sendable static func same(_ left: Value, _ right: Value) -> Bool {
        switch (left, right) {
        case (.none, .none): true
        case (.bool(let a), .bool(let b)): a == b
        case (.integer(let a), .integer(let b)): a == b
        case (.string(let a), .string(let b)): ExactText.same(a, b)
        case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)): a === b
        case (.dictionary(let a), .dictionary(let b)): a === b
        case (.object(let a), .object(let b)): a === b
        case (.undefined(let a), .undefined(let b)): a === b
        default: false
        }
    }
}
