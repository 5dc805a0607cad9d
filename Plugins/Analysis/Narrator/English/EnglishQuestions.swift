import AnalysisFacts

/// Commentary in English: the sentences about questions.
enum EnglishQuestions {
    static func sentence(_ message: QuestionMessage) -> String {
        switch message {
        case .noQuestions:
            "There are no correct rates for single questions, so hard questions and weak types are not discussed here."
        case .questionsDisagree:
            "The records of the questions contradict each other, so questions and types are not discussed here."
        case .checkQuestions: "It is worth checking first that the answer key and the marking were entered correctly."
        case .allRight(let count): "Everybody answered \(all(count)) correctly."
        case .allRightMeaning: "Nothing was missed, so no question or type can be called harder than another."
        case .allRightNext: "A few harder questions next time would show what each student still needs."
        case .allWrong(let count): "Nobody answered \(any(count)) correctly."
        case .allWrongCheck:
            "That is unusual: check first that the answer key was entered correctly and that the answer sheets were read."
        case .allWrongNext: "If the marking is right, going through the basics together is the place to begin."
        case .sameRate(let count, let rate): "All \(count) questions have the same correct rate of \(rate)%."
        case .oneQuestion(let rate): "There is only 1 question, with a correct rate of \(rate)%."
        case .sameRateMeaning: "With no difference between them, no question or type stands out as hard."
        case .overall(let count, let rate, let difficulty):
            "The \(EnglishWords.count(count, "question")) had a mean correct rate of \(rate)%, \(overall(difficulty))."
        case .oneBand(let difficulty): "The correct rate of every question is \(band(difficulty))."
        case .hardest(let questions, let next): hardest(questions, next)
        case .easiest(let questions): easiest(questions)
        case .bands(let hard, let veryEasy): bands(hard, veryEasy)
        case .ownCounts(let right, let count) where right == count: "The student answered \(all(count)) correctly."
        case .ownCounts(0, let count):
            "The student answered none of the \(EnglishWords.count(count, "question")) correctly."
        case .ownCounts(let right, let count):
            "The student answered \(right) of the \(EnglishWords.count(count, "question")) correctly."
        case .ownMissed(let numbers):
            "\(EnglishWords.capitalized(EnglishWords.questions(numbers))) should be looked at again."
        }
    }

    private static func all(_ count: Int) -> String { count == 1 ? "the only question" : "all \(count) questions" }
    private static func any(_ count: Int) -> String {
        count == 1 ? "the only question" : "any of the \(count) questions"
    }

    private static func overall(_ difficulty: Difficulty) -> String {
        switch difficulty {
        case .veryEasy: "which makes it a very easy exam"
        case .easy: "which makes it a fairly easy exam"
        case .medium: "which makes it an exam of medium difficulty"
        case .hard: "which makes it a hard exam"
        case .veryHard: "which makes it a very hard exam"
        }
    }

    private static func band(_ difficulty: Difficulty) -> String {
        switch difficulty {
        case .veryHard: "below 20%, so none of them came easily"
        case .hard: "at least 20% and below 40%, so they hardly differ in difficulty"
        case .medium: "at least 40% and below 60%, so they hardly differ in difficulty"
        case .easy: "at least 60% and below 80%, so they hardly differ in difficulty"
        case .veryEasy: "80% or more, so none of them was really hard"
        }
    }

    private static func hardest(_ questions: RatedQuestions, _ next: [RatedQuestions]) -> String {
        if questions.isNobodys {
            return questions.numbers.isEmpty
                ? "There are \(questions.count) questions that nobody answered correctly."
                : "Nobody answered \(EnglishWords.questions(questions.numbers)) correctly."
        }
        if questions.numbers.isEmpty {
            return "The lowest correct rate is \(questions.rate)%, and \(questions.count) questions share it."
        }
        let named = EnglishWords.questions(questions.numbers)
        if questions.count > 1 { return "The hardest were \(named), each with a correct rate of \(questions.rate)%." }
        let hardest = "The hardest was \(named), with a correct rate of \(questions.rate)%"
        let followers = next.flatMap { next in next.numbers.map { "\($0) (\(next.rate)%)" } }
        return followers.isEmpty
            ? hardest + "."
            : hardest + ", followed by question\(followers.count == 1 ? "" : "s") \(EnglishWords.list(followers))."
    }

    private static func easiest(_ questions: RatedQuestions) -> String {
        let named = EnglishWords.questions(questions.numbers)
        if questions.isEverybodys {
            return questions.numbers.isEmpty
                ? "There are \(questions.count) questions that everybody answered correctly."
                : "Everybody answered \(named) correctly."
        }
        if questions.numbers.isEmpty {
            return "The highest correct rate is \(questions.rate)%, and \(questions.count) questions share it."
        }
        return questions.count > 1
            ? "The easiest were \(named), each with a correct rate of \(questions.rate)%."
            : "The easiest was \(named), with a correct rate of \(questions.rate)%."
    }

    private static func bands(_ hard: Int, _ veryEasy: Int) -> String {
        if hard == 0, veryEasy == 0 { return "No question had a correct rate below 40% or of 80% and more." }
        return "The correct rate was below 40% in \(number(hard)), and 80% or more in \(number(veryEasy))."
    }

    private static func number(_ count: Int) -> String { count == 0 ? "none" : EnglishWords.count(count, "question") }
}
