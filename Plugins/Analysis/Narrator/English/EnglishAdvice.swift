import AnalysisFacts

/// Feedback in English: the sentences about types, and about what to look at again.
enum EnglishAdvice {
    static func sentence(_ message: AdviceMessage) -> String {
        switch message {
        case .oneType(let name, let rate): "All questions are of one type, \(name), and you got \(rate)% of them right."
        case .typesEqual(let count, let rate):
            "Your correct rate is \(rate)% in each of the \(count) types, so no type is weaker than another."
        case .perfectTypes(let types, let count, let total): perfect(types, count, total)
        case .strongest(let types): strongest(types)
        case .weakest(let types, let count, let rate, let missed): weakest(types, count, rate, missed)
        case .concentrated(let type, let count, let total):
            "Of the \(EnglishWords.count(total, "question")) you missed, \(count) \(count == 1 ? "is" : "are") "
                + "of the type \(type)."
        case .onlyEasy:
            "At least 60% of all students had each of the questions you missed right, so a second try will pay off."
        case .onlyHard: "All the questions you missed were hard ones, with a correct rate below 40%."
        case .startWith(let questions, .easy):
            "Start with \(rated(questions)), which many of the others had right."
        case .startWith(let questions, .easiest):
            "Start with \(rated(questions)): among those you missed, "
                + "\(questions.count == 1 ? "it was" : "they were") answered correctly most often."
        case .startWith(let questions, .only):
            "The only one to look at again is \(rated(questions)), so take your time over its solution."
        case .hardCanWait(let question):
            "Question \(question.number) is a hard one, with a correct rate of \(question.rate)%, and can wait."
        case .unmarked(let numbers, let count): unmarked(numbers, count)
        }
    }

    /// Questions with the rate of each: questions 29 (correct rate 84.2%) and 1 (68.3%).
    static func rated(_ questions: [RatedQuestion]) -> String {
        let items = questions.enumerated().map { place, question in
            "\(question.number) (\(place == 0 ? "correct rate " : "")\(question.rate)%)"
        }
        return (items.count == 1 ? "question " : "questions ") + EnglishWords.list(items)
    }

    private static func unmarked(_ numbers: [Int], _ count: Int) -> String {
        let advice = "next time, look over your answer sheet before you hand it in."
        if numbers.isEmpty { return "\(count) questions were marked as having no valid answer; \(advice)" }
        let named = EnglishWords.capitalized(EnglishWords.questions(numbers))
        return "\(named) \(numbers.count == 1 ? "was" : "were") marked as having no valid answer; \(advice)"
    }

    private static func advice(_ missed: [Int]) -> String {
        switch missed.count {
        case 0: "review it step by step"
        case 1: "look at \(EnglishWords.questions(missed)) again"
        default: "look at \(EnglishWords.questions(missed)) together"
        }
    }

    private static func perfect(_ types: [TypeScore], _ count: Int, _ total: Int) -> String {
        guard let first = types.first else { return "In \(count) of the \(total) types you got everything right." }
        if types.count > 1 { return "In \(EnglishWords.names(types.map(\.name))) you got everything right." }
        switch first.count {
        case 1: return "In \(first.name) you got the only question right."
        case 2: return "In \(first.name) you got both questions right."
        // A few right answers are no ground for praise.
        default: return "In \(first.name) you got all \(first.count) questions right, which is very good work."
        }
    }

    private static func strongest(_ types: [TypeScore]) -> String {
        guard let first = types.first else { return "" }
        if types.count > 1 {
            return "Your highest correct rate, \(first.rate)%, was in \(EnglishWords.names(types.map(\.name)))."
        }
        let result = "\(first.right) of \(EnglishWords.count(first.count, "question")) right (\(first.rate)%)."
        return first.rate >= Figure(60)
            ? "You did best in \(first.name), with \(result)"
            : "Your highest correct rate was in \(first.name), with \(result)"
    }

    private static func weakest(_ types: [TypeScore], _ count: Int, _ rate: Figure, _ missed: [Int]) -> String {
        guard let first = types.first else {
            return "The lowest correct rate, \(rate)%, is shared by \(count) types, so review them one after another."
        }
        if types.count > 1 {
            return "Your lowest correct rate, \(rate)%, was in \(EnglishWords.names(types.map(\.name)))."
        }
        let right = "\(first.right) of \(EnglishWords.count(first.count, "question")) right (\(rate)%)"
        if rate >= Figure(80) { return "Even in \(first.name), your lowest, you got \(right)." }
        let result = first.right == 0 ? "none of \(EnglishWords.count(first.count, "question")) right" : right
        return "\(first.name) needs the most work: you got \(result), so \(advice(missed))."
    }
}
