/// What `range()` gives: whole numbers at equal distances, not stored.
struct Progression {
    let start: Int
    let stop: Int
    let step: Int
    let count: Int

    /// - Parameter limit: elements at most.
    init(start: Int, stop: Int, step: Int, limit: Int) throws(TemplateError) {
        guard step != 0 else { throw TemplateError(.value, "the step of a range() cannot be zero") }
        let distance = Int128(stop) - Int128(start)
        let size = Int128(step)
        let count = max(0, (distance + size - (step > 0 ? 1 : -1)) / size)
        guard count <= limit else {
            throw TemplateError(.limit, "a range() of more than \(limit) elements")
        }
        (self.start, self.stop, self.step, self.count) = (start, stop, step, Int(count))
    }

    subscript(index: Int) -> Int { start &+ step &* index }

    var values: [Value] { (0..<count).map { .integer(self[$0]) } }

    func contains(_ number: Int) -> Bool {
        let distance = Int128(number) - Int128(start)
        return distance % Int128(step) == 0 && (0..<Int128(count)).contains(distance / Int128(step))
    }

    var text: String { step == 1 ? "range(\(start), \(stop))" : "range(\(start), \(stop), \(step))" }
}
