import AnalysisFacts

/// The words of a sheet of facts in one language.
struct FactWords {
    private let language: AnalysisLanguage

    init(_ language: AnalysisLanguage) { self.language = language }

    func pick(_ korean: String, _ english: String) -> String { language == .korean ? korean : english }

    func line(_ korean: String, _ english: String, _ value: String) -> String { "\(pick(korean, english)): \(value)" }

    func points(_ number: Double) -> String {
        let text = FigureText.plain(number)
        return pick("\(text)점", text == "1" ? "1 point" : "\(text) points")
    }

    func percent(_ number: Double) -> String { FigureText.plain(number) + "%" }

    func people(_ count: Int) -> String { pick("\(count)명", count == 1 ? "1 student" : "\(count) students") }

    func questions(_ count: Int) -> String { pick("\(count)문항", count == 1 ? "1 question" : "\(count) questions") }

    func numbers(_ numbers: some Collection<Int>) -> String {
        numbers.map { pick("\($0)번", "\($0)") }.joined(separator: ", ")
    }

    /// The same, where nothing before says what the numbers are.
    func named(_ numbers: [Int]) -> String {
        pick("", numbers.count == 1 ? "question " : "questions ") + self.numbers(numbers)
    }

    func korean(_ rank: Rank) -> String { (rank.isShared ? "공동 " : "") + "\(rank.place)위" }

    /// `2nd`, `tied 21st`.
    func english(_ rank: Rank) -> String {
        let isTeen = (11...13).contains(rank.place % 100)
        let ending =
            switch isTeen ? 0 : rank.place % 10 {
            case 1: "st"
            case 2: "nd"
            case 3: "rd"
            default: "th"
            }
        return (rank.isShared ? "tied " : "") + "\(rank.place)" + ending
    }

    func korean(_ band: Difficulty) -> String {
        switch band {
        case .veryHard: "매우 어려운 (정답률 20% 미만) 문항"
        case .hard: "어려운 (20% 이상 40% 미만) 문항"
        case .medium: "보통인 (40% 이상 60% 미만) 문항"
        case .easy: "쉬운 (60% 이상 80% 미만) 문항"
        case .veryEasy: "매우 쉬운 (80% 이상) 문항"
        }
    }

    func english(_ band: Difficulty) -> String {
        switch band {
        case .veryHard: "very hard questions (fewer than 20% right)"
        case .hard: "hard questions (at least 20% and fewer than 40% right)"
        case .medium: "medium questions (at least 40% and fewer than 60% right)"
        case .easy: "easy questions (at least 60% and fewer than 80% right)"
        case .veryEasy: "very easy questions (at least 80% right)"
        }
    }
}
