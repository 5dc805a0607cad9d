import AnalysisFacts

/// Commentary in English: the sentences about types, and about what to look at again.
enum EnglishTypes {
    static func sentence(_ message: TypeMessage) -> String {
        switch message {
        case .noTypes: "The questions have no types, so types are not compared."
        case .oneType(let name, true, _, let rate):
            "All questions are of one type, \(name), with a mean correct rate of \(rate)%."
        case .oneType(let name, false, let count, let rate):
            "Only \(EnglishWords.count(count, "question")) \(count == 1 ? "has" : "have") a type, \(name), "
                + "with a mean correct rate of \(rate)%."
        case .typesEqual(let count, let rate):
            "All \(count) types have the same mean correct rate of \(rate)%, so none of them stands out as weak."
        case .types(let weakest, let strongest, let gap, let typedOnly): types(weakest, strongest, gap, typedOnly)
        case .hardestIsOfWeakest(let number, let type): "Question \(number), the hardest, also belongs to \(type)."
        case .separating(let numbers):
            "With a correct rate between 40% and 60%, \(EnglishWords.questions(numbers)) divided the students "
                + "almost evenly."
        case .review(let numbers, .points):
            "Counting the points of each question, the most points were lost in \(EnglishWords.questions(numbers)), "
                + "so review should start there."
        case .review(let numbers, .rate):
            "Review should start with \(EnglishWords.questions(numbers)), missed more often than any other."
        case .reviewType(let name, let numbers):
            "Review should start with \(name): \(EnglishWords.questions(numbers))."
        }
    }

    private static func types(
        _ weakest: RatedTypes, _ strongest: RatedTypes, _ gap: Figure?, _ typedOnly: Int?
    ) -> String {
        let scope = typedOnly.map { "Among the \(EnglishWords.count($0, "question")) with a type, " } ?? "By type, "
        let low =
            weakest.names.isEmpty
            ? "\(weakest.count) types share the lowest mean correct rate, \(weakest.rate)%"
            : "\(EnglishWords.names(weakest.names)) had the lowest mean correct rate, \(weakest.rate)%"
        let high =
            strongest.names.isEmpty
            ? "\(strongest.count) types the highest, \(strongest.rate)%"
            : "\(EnglishWords.names(strongest.names)) the highest, \(strongest.rate)%"
        let difference = gap.map { ", a difference of \($0) percentage \($0.isOne ? "point" : "points")" } ?? ""
        return "\(scope)\(low), and \(high)\(difference)."
    }
}
