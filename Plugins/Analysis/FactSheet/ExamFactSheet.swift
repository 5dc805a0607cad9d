import AnalysisFacts

/// The facts of an exam as a model reads them: one a line, with units, rounded as a text may say them.
enum ExamFactSheet {
    static func text(_ facts: ExamFacts, in language: AnalysisLanguage) -> String {
        let words = FactWords(language)
        return (general(facts, words) + grades(facts, words) + questions(facts, words) + types(facts, words))
            .joined(separator: "\n")
    }

    private static func general(_ facts: ExamFacts, _ words: FactWords) -> [String] {
        let figures = facts.figures
        var lines = [
            words.line("응시자", "participants", words.people(figures.participants)),
            words.line("평균", "average", words.points(figures.average)),
            words.line("최고점", "highest score", words.points(figures.highest)),
            words.line("최저점", "lowest score", words.points(figures.lowest)),
            words.line("최고점과 최저점의 차이", "gap between the highest and the lowest score", words.points(facts.spread)),
        ]
        if facts.questionCount > 0 {
            lines.append(words.line("문항 수", "questions", words.questions(facts.questionCount)))
            lines.append(words.line("배점 합계", "total points", words.points(facts.totalPoints)))
        }
        if let share = facts.averageShare {
            lines.append(words.line("배점 합계에 대한 평균의 비율", "average as a share of the total points", words.percent(share)))
        }
        if let mean = facts.meanCorrectRate {
            lines.append(words.line("전체 문항의 평균 정답률", "mean correct rate of all questions", words.percent(mean)))
        }
        return lines
    }

    private static func grades(_ facts: ExamFacts, _ words: FactWords) -> [String] {
        zip(facts.grades, facts.cumulative).map { grade, cumulative in
            words.pick(
                "\(grade.grade)등급: \(grade.count)명 (\(words.percent(grade.percentage))), \(grade.grade)등급 이상 누적 "
                    + "\(cumulative.count)명 (\(words.percent(cumulative.percentage)))",
                "grade \(grade.grade): \(words.people(grade.count)) (\(words.percent(grade.percentage))); this grade or "
                    + "better: \(words.people(cumulative.count)) (\(words.percent(cumulative.percentage)))")
        }
    }

    private static func questions(_ facts: ExamFacts, _ words: FactWords) -> [String] {
        var lines = Difficulty.allCases.compactMap { band -> String? in
            let numbers = facts.questions(band).map(\.number).sorted()
            guard !numbers.isEmpty else { return nil }
            return words.line(
                words.korean(band), words.english(band),
                words.questions(numbers.count) + ": " + words.numbers(numbers))
        }
        let ranks = Rank.all(of: facts.ranked.map(\.correctRate.asRead))
        lines += zip(facts.ranked, ranks).map { question, rank in
            let type = question.type.map { words.pick(", 유형 \($0)", ", type \($0)") } ?? ""
            return words.pick(
                "\(question.number)번: 정답률 \(words.percent(question.correctRate)), 오답률 "
                    + "\(words.percent(question.incorrectRate)), 배점 \(words.points(question.points))\(type), 어려운 순서 "
                    + words.korean(rank),
                "question \(question.number): correct \(words.percent(question.correctRate)), incorrect "
                    + "\(words.percent(question.incorrectRate)), worth \(words.points(question.points))\(type), "
                    + "\(words.english(rank)) from hard to easy")
        }
        let separating = facts.separating.prefix(3).map(\.number)
        if !separating.isEmpty {
            lines.append(
                words.line(
                    "정답과 오답이 반반에 가까워 실력을 가르기 좋은 문항", "near half right and half wrong, able to tell students apart",
                    words.numbers(separating)))
        }
        return lines
    }

    private static func types(_ facts: ExamFacts, _ words: FactWords) -> [String] {
        zip(facts.types, Rank.all(of: facts.types.map(\.correctRate.asRead))).map { type, rank in
            words.pick(
                "유형 \(type.name): 평균 정답률 \(words.percent(type.correctRate)), 낮은 순서 \(words.korean(rank)), "
                    + "\(words.questions(type.numbers.count)) (\(words.numbers(type.numbers)))",
                "type \(type.name): \(words.questions(type.numbers.count)) (\(words.numbers(type.numbers))), mean correct "
                    + "rate \(words.percent(type.correctRate)), \(words.english(rank)) from weak to strong")
        }
    }
}
