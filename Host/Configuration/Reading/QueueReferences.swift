/// Queues that a file names without being bound to them: each must be bound somewhere, or its jobs lie for ever.
struct QueueReferences {
    private var bound: [String] = []
    private var uses: [ConfigurationNode] = []

    mutating func bind(_ name: String) { bound.append(name) }

    /// - Parameter node: where a queue is named.
    mutating func use(_ node: ConfigurationNode) { uses.append(node) }

    /// After all processors have been read.
    func check(problems: inout ProblemList) {
        for node in uses {
            guard case .scalar(let scalar) = node.content, !scalar.text.isEmpty, !bound.contains(scalar.text) else {
                continue
            }
            let suggestion =
                bound.isEmpty
                ? "bind it: { queue: NAME, operation: ... }"
                : NearMiss.suggestion(for: scalar.text, among: Set(bound).sorted())
            problems.add(
                "config.unknown_queue", "no processor of this file is bound to the queue \(node.quoted)",
                suggestion: suggestion, at: node.position)
        }
    }
}
