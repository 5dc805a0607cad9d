/// Numbers with nouns, and lists, as English has them.
enum EnglishWords {
    /// 1 question, 2 questions.
    static func count(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// 1 point, 61.4 points.
    static func points(_ score: Figure) -> String { "\(score) \(score.isOne ? "point" : "points")" }

    /// 3, 7 and 11.
    static func list(_ items: [String]) -> String {
        guard let last = items.last else { return "" }
        let rest = items.dropLast()
        return rest.isEmpty ? last : rest.joined(separator: ", ") + " and " + last
    }

    /// Names that come from outside, and may hold a word for "and" themselves.
    static func names(_ names: [String]) -> String {
        names.contains { $0.contains(" and ") } ? names.joined(separator: " as well as ") : list(names)
    }

    /// question 3; questions 3, 7 and 11.
    static func questions(_ numbers: [Int]) -> String {
        (numbers.count == 1 ? "question " : "questions ") + list(numbers.map(String.init))
    }

    /// With a capital at the start of a sentence, where it begins with a letter of ours.
    static func capitalized(_ text: String) -> String { text.prefix(1).uppercased() + text.dropFirst() }
}
