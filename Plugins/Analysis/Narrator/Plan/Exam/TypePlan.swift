import AnalysisFacts

/// Chooses what commentary says of the types, and which questions it sends the reader back to.
struct TypePlan: Sendable {
    /// More than these are counted, not named.
    private static let mostNamed = 2
    /// Means of rates are equal when they differ by no more than their arithmetic.
    private static let equal = 1e-6

    private struct NamedType {
        var name: String
        var facts: ExamFacts.TypeFacts
    }

    private let facts: ExamFacts
    /// The weakest first; empty where two names read the same.
    private let types: [NamedType]

    init(_ facts: ExamFacts) {
        self.facts = facts
        let types = facts.types.map { NamedType(name: DisplayName.clean($0.name), facts: $0) }
        let names = Set(types.map(\.name))
        self.types = names.count == types.count && !names.contains("") ? types : []
    }

    func say(in plan: inout ContentPlan<ExamMessage>) {
        plan.startParagraph()
        plan.say(typeMessage, weight: 92)
        if let hardestOfWeakest { plan.say(hardestOfWeakest, weight: 62) }
        let separating = facts.separating.map(\.number).sorted()
        if facts.figures.participants > 3, (1...4).contains(separating.count) {
            plan.say(.separating(separating), weight: 55)
        }
        if let review { plan.say(review, weight: 90) }
    }

    private var typed: Int { types.reduce(0) { $0 + $1.facts.numbers.count } }

    private var typeMessage: TypeMessage {
        guard let first = types.first, let last = types.last else { return .noTypes }
        let (low, high) = (first.facts.correctRate, last.facts.correctRate)
        if types.count == 1 {
            return .oneType(
                name: first.name, isEveryQuestion: typed == facts.questionCount, count: typed, rate: Figure(low))
        }
        if high - low <= Self.equal { return .typesEqual(count: types.count, rate: Figure(low)) }
        return .types(
            weakest: rated { $0.correctRate - low <= Self.equal },
            strongest: rated { high - $0.correctRate <= Self.equal },
            gap: gap(low, high), typedOnly: typed == facts.questionCount ? nil : typed)
    }

    /// Nil where the reader, who subtracts the rates as written, finds another number.
    private func gap(_ low: Double, _ high: Double) -> Figure? {
        let gap = Figure(high - low)
        return gap.tenths == Figure(high).tenths - Figure(low).tenths ? gap : nil
    }

    /// The one hardest question, if it is of the one weakest type.
    private var hardestOfWeakest: TypeMessage? {
        guard types.count > 1, let weakest = types.first, facts.hardest.count == 1, let hardest = facts.hardest.first,
            types[1].facts.correctRate - weakest.facts.correctRate > Self.equal,
            facts.figures.participants > 1, weakest.facts.numbers.contains(hardest.number)
        else { return nil }
        return .hardestIsOfWeakest(hardest.number, type: weakest.name)
    }

    private func rated(_ isMeant: (ExamFacts.TypeFacts) -> Bool) -> RatedTypes {
        let meant = types.filter { isMeant($0.facts) }
        return RatedTypes(
            names: meant.count <= Self.mostNamed ? meant.map(\.name) : [], count: meant.count,
            rate: Figure(meant.first?.facts.correctRate ?? 0))
    }

    /// By points where questions have different ones; else the weakest type, which the rates of single questions do
    /// not show yet; else those that most got wrong.
    private var review: TypeMessage? {
        let hasDifferentPoints = Set(facts.figures.questions.map(\.points)).count > 1
        let costly = costliest
        if hasDifferentPoints, !costly.isEmpty { return .review(costly, reason: .points) }
        // One student missed a question or did not: nothing says more than the points.
        if facts.figures.participants == 1 { return nil }
        if types.count > 1, let weakest = types.first, weakest.facts.numbers.count <= 4,
            types[1].facts.correctRate - weakest.facts.correctRate > Self.equal
        {
            return .reviewType(name: weakest.name, numbers: weakest.facts.numbers)
        }
        return costly.isEmpty ? nil : .review(costly, reason: .rate)
    }

    /// Up to three, by number, that lost more points than all others.
    private var costliest: [Int] {
        let ranked = facts.costliest
        let losses = ranked.map { max($0.points, 0) * $0.incorrectRate } + [0]
        let size = (1...3).last { $0 < losses.count && losses[$0 - 1] - losses[$0] > 1e-9 } ?? 0
        if size > 0 { return ranked.prefix(size).map(\.number).sorted() }
        let hardest = facts.hardest
        return losses.allSatisfy { $0 <= 1e-9 } && hardest.count <= 3 ? hardest.map(\.number) : []
    }
}
