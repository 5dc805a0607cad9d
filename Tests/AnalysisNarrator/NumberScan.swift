import AnalysisFacts

/// What the numbers of a text are of, by the words beside them. Written apart from the narrator, and knows nothing of
/// how it makes its sentences.
enum NumberScan {
    enum Unit: Hashable, Sendable {
        case points, percent, percentagePoints, people, question, count, grade, other
    }

    struct Found: Hashable, Sendable {
        var value: Double
        var unit: Unit
    }

    static func numbers(in text: String, _ language: AnalysisLanguage) -> [Found] {
        text.matches(of: /[0-9]+(\.[0-9]+)?/).compactMap { match in
            Double(match.output.0).map { value in
                let after = text[match.range.upperBound...]
                let before = text[..<match.range.lowerBound]
                return Found(
                    value: value, unit: language == .korean ? korean(after) : english(before: before, after: after))
            }
        }
    }

    private static func korean(_ after: Substring) -> Unit {
        for (word, unit) in [
            ("%p", Unit.percentagePoints), ("%", .percent), ("점", .points), ("명", .people), ("번", .question),
            ("문항", .count), ("개", .count), ("등급", .grade),
        ] where after.hasPrefix(word) { return unit }
        return .other
    }

    private static func english(before: Substring, after: Substring) -> Unit {
        for (word, unit) in [
            ("%", Unit.percent), (" percentage point", .percentagePoints), (" point", .points), (" student", .people),
            (" question", .count), (" type", .count), (" of", .count),
        ] where after.hasPrefix(word) { return unit }
        // A list of numbers has its noun before the first of them.
        let list = before.suffix(120).replacing(/\([^)]*\)/, with: "")
        if list.firstMatch(of: /[Gg]rades? (?:[0-9]+(?:,| and) ?)*$/) != nil { return .grade }
        if list.firstMatch(of: /[Qq]uestions? (?:[0-9]+ ?(?:,| and) ?)*$/) != nil { return .question }
        return .other
    }
}
