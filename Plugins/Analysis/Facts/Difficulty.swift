/// How hard a question was, by its correct rate: five bands of twenty percent, as Korean textbooks of educational
/// measurement have them (Seong Tae-je, 2002: below .20 very hard, to .40 hard, to .60 medium, to .80 easy, above very
/// easy).
public enum Difficulty: Int, Sendable, Hashable, CaseIterable, Comparable {
    case veryHard, hard, medium, easy, veryEasy

    /// - Parameter correctRate: percent.
    public init(correctRate: Double) {
        switch correctRate.asRead {
        case ..<20: self = .veryHard
        case ..<40: self = .hard
        case ..<60: self = .medium
        case ..<80: self = .easy
        default: self = .veryEasy
        }
    }

    public static func < (one: Difficulty, other: Difficulty) -> Bool { one.rawValue < other.rawValue }
}
