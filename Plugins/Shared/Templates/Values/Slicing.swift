extension Value {
    /// Python's slices: negative bounds count from the end, and bounds outside are moved in.
    func sliced(_ start: Int?, _ stop: Int?, _ step: Int, _ run: Run) throws(TemplateError) -> Value {
        guard step != 0 else { throw TemplateError(.value, "the step of a slice cannot be zero") }
        switch self {
        case .string(let text), .markup(let text):
            let scalars = [Unicode.Scalar](text)
            try run.step(scalars.count >> 3)
            let part = String(scalars: Self.places(scalars.count, start, stop, step).map { scalars[$0] })
            return isMarkup ? .markup(part) : .string(part)
        case .list(let items):
            try run.step(items.values.count >> 3)
            return try .list(Self.places(items.values.count, start, stop, step).map { items.values[$0] })
        case .tuple(let items):
            try run.step(items.values.count >> 3)
            return try .tuple(Self.places(items.values.count, start, stop, step).map { items.values[$0] })
        case .range(let range):
            try run.step(range.count >> 3)
            return try .list(Self.places(range.count, start, stop, step).map { .integer(range[$0]) })
        case .undefined(let undefined): throw undefined.error
        default: throw TemplateError(.type, "\(kind) cannot be sliced")
        }
    }

    private static func places(_ count: Int, _ start: Int?, _ stop: Int?, _ step: Int) -> [Int] {
        let (lowest, highest) = step > 0 ? (0, count) : (-1, count - 1)
        func bound(_ given: Int?, _ usual: Int) -> Int {
            guard let given else { return usual }
            return min(max(given < 0 ? given &+ count : given, lowest), highest)
        }
        let first = bound(start, step > 0 ? lowest : highest)
        let end = bound(stop, step > 0 ? highest : lowest)
        return Array(stride(from: first, to: end, by: step == .min ? -.max : step))
    }
}
