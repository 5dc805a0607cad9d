/// A pattern as it was read.
indirect enum PatternNode {
    case empty
    case scalar(ScalarSet)
    case atStart
    case atEnd
    case sequence([PatternNode])
    case choice([PatternNode])
    /// `most` nil: without end.
    case repeated(PatternNode, least: Int, most: Int?)
}

/// Turns a pattern into steps.
struct PatternProgram {
    private static let mostSteps = 2_000

    private var steps: [PatternStep] = []
    /// Nodes that were looked at: what is empty makes no steps, however often it is repeated.
    private var visits = 0

    static func steps(of node: PatternNode) throws(PatternFault) -> [PatternStep] {
        var program = PatternProgram()
        try program.add(node)
        program.steps.append(.accept)
        return program.steps
    }

    private mutating func add(_ node: PatternNode) throws(PatternFault) {
        visits += 1
        guard steps.count < Self.mostSteps, visits < 16 * Self.mostSteps else {
            throw PatternFault(message: "the pattern is too large")
        }
        switch node {
        case .empty: break
        case .scalar(let set): steps.append(.scalar(set))
        case .atStart: steps.append(.atStart)
        case .atEnd: steps.append(.atEnd)
        case .sequence(let nodes): for node in nodes { try add(node) }
        case .choice(let nodes): try addChoice(nodes)
        case .repeated(let node, let least, let most): try addRepeated(node, least, most)
        }
    }

    private mutating func addChoice(_ nodes: [PatternNode]) throws(PatternFault) {
        var ends: [Int] = []
        for (index, node) in nodes.enumerated() {
            guard index + 1 < nodes.count else {
                try add(node)
                break
            }
            let split = steps.count
            steps.append(.split(split + 1, split + 1))
            try add(node)
            ends.append(steps.count)
            steps.append(.jump(0))
            steps[split] = .split(split + 1, steps.count)
        }
        for end in ends { steps[end] = .jump(steps.count) }
    }

    private mutating func addRepeated(_ node: PatternNode, _ least: Int, _ most: Int?) throws(PatternFault) {
        for _ in 0..<least { try add(node) }
        guard let most else {
            let split = steps.count
            steps.append(.split(split + 1, split + 1))
            try add(node)
            steps.append(.jump(split))
            steps[split] = .split(split + 1, steps.count)
            return
        }
        var splits: [Int] = []
        for _ in least..<max(least, most) {
            splits.append(steps.count)
            steps.append(.accept)
            try add(node)
        }
        for split in splits { steps[split] = .split(split + 1, steps.count) }
    }
}
