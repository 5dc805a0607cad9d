/// Collects problems while a file is read, so that all of them are told at once.
struct ProblemList {
    /// More than anybody reads, and few enough to show each with its line.
    static let limit = 200

    /// The lines of the problems are taken from it in the end, when it is known what must not be shown.
    var source: ConfigurationSource
    private var beyondLimit = 0
    private var found: [ConfigurationProblem] = []
    /// Values that could not be filled from the environment: what they lack then is no second problem.
    private var unfilled: Set<SourcePosition> = []

    init(source: ConfigurationSource) {
        self.source = source
    }

    var isEmpty: Bool { found.isEmpty }
    /// Whether a further problem would only be counted.
    var isFull: Bool { found.count >= Self.limit }

    /// In the order of the file; what was found first stays first on one place.
    var inFileOrder: [ConfigurationProblem] {
        let ordered = found.enumerated().sorted { first, second in
            let (left, right) = (first.element.position, second.element.position)
            return (left.line, left.column, first.offset) < (right.line, right.column, second.offset)
        }.map(\.element).map {
            source.problem(code: $0.code, message: $0.message, suggestion: $0.suggestion, at: $0.position)
        }
        guard beyondLimit > 0 else { return ordered }
        let rest = source.problem(
            code: "config.many_problems", message: "\(beyondLimit) more problems are not shown",
            at: SourcePosition(file: source.name))
        return ordered + [rest]
    }

    mutating func add(_ code: String, _ message: String, suggestion: String? = nil, at position: SourcePosition) {
        guard !unfilled.contains(position) else { return }
        guard !isFull else { return count() }
        found.append(ConfigurationProblem(code: code, message: message, suggestion: suggestion, position: position))
    }

    /// Counts a problem that is not shown, for there are too many.
    mutating func count() { beyondLimit += 1 }

    /// A problem with a variable in the value at `position`.
    mutating func addUnfilled(_ code: String, _ message: String, suggestion: String, at position: SourcePosition) {
        add(code, message, suggestion: suggestion, at: position)
        unfilled.insert(position)
    }
}
