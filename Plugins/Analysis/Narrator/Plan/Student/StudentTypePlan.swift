import AnalysisFacts

/// Chooses what feedback says of the types. Their figures agree, and something was missed.
struct StudentTypePlan: Sendable {
    /// More than these are counted, not named.
    private static let mostNamed = 2
    private static let mostNumbers = 4
    /// What the contract calls questions without a type.
    private static let untyped = "기타"

    private let facts: StudentFacts
    /// No question of the exam is missing in the types.
    private let isWhole: Bool
    /// By share of right answers, the weakest first; empty where two names read the same.
    private let types: [(score: TypeScore, raw: String)]

    init(_ facts: StudentFacts, isWhole: Bool) {
        self.facts = facts
        self.isWhole = isWhole
        let types = facts.types.map { type in
            let share = Double(type.correct) / Double(type.total) * 100
            return (
                score: TypeScore(
                    name: DisplayName.clean(type.type), right: type.correct, count: type.total, rate: Figure(share)),
                raw: type.type
            )
        }.sorted { ($0.score.right * $1.score.count, $0.raw) < ($1.score.right * $0.score.count, $1.raw) }
        let names = Set(types.map(\.score.name))
        self.types = names.count == types.count && !names.contains("") ? types : []
    }

    func say(in plan: inout ContentPlan<StudentMessage>) {
        guard let first = types.first?.score, let last = types.last?.score else {
            sayConcentration(in: &plan)
            return
        }
        if types.count == 1 {
            if isWhole { plan.say(.oneType(name: first.name, rate: first.rate), weight: 70) }
        } else if Self.areEqual(first, last) {
            if first.right > 0 { plan.say(.typesEqual(count: types.count, rate: first.rate), weight: 70) }
        } else {
            sayStrongest(last, in: &plan)
            // A single missed question says nothing of its type, and is spoken of by its number.
            if facts.missed.count > 1 { sayWeakest(first, in: &plan) }
        }
    }

    /// The questions that the sentence about the weakest type names; empty when there are too many.
    var missedOfWeakest: [Int] {
        guard types.count > 1, facts.missed.count > 1, let least = types.first?.score else { return [] }
        let weakest = types.filter { Self.areEqual($0.score, least) }
        let missed = facts.missed.filter { question in weakest.contains { $0.raw == question.type } }.map(\.number)
        return weakest.count == 1 && missed.count <= Self.mostNumbers ? missed : []
    }

    /// Exact, where rates may be rounded: equal fractions.
    private static func areEqual(_ one: TypeScore, _ other: TypeScore) -> Bool {
        one.right * other.count == other.right * one.count
    }

    private func sayStrongest(_ best: TypeScore, in plan: inout ContentPlan<StudentMessage>) {
        let strongest = types.map(\.score).filter { Self.areEqual($0, best) }
        if best.right == best.count {
            let named = strongest.count <= Self.mostNamed ? strongest : []
            plan.say(.perfectTypes(named, count: strongest.count, of: types.count), weight: 70)
        } else if strongest.count <= Self.mostNamed {
            plan.say(.strongest(strongest), weight: 65)
        }
    }

    private func sayWeakest(_ least: TypeScore, in plan: inout ContentPlan<StudentMessage>) {
        let weakest = types.filter { Self.areEqual($0.score, least) }
        plan.say(
            .weakest(
                weakest.count <= Self.mostNamed ? weakest.map(\.score) : [], count: weakest.count, rate: least.rate,
                missed: missedOfWeakest),
            weight: 80)
    }

    /// Without the types' own figures: where most of the missed questions are.
    private func sayConcentration(in plan: inout ContentPlan<StudentMessage>) {
        let byType = facts.missedByType
        guard byType.count > 1, let most = byType.first, most.count > 1, most.type != Self.untyped,
            byType.dropFirst().allSatisfy({ $0.count < most.count })
        else { return }
        let name = DisplayName.clean(most.type)
        if !name.isEmpty {
            plan.say(.concentrated(type: name, count: most.count, of: facts.missed.count), weight: 70)
        }
    }
}
