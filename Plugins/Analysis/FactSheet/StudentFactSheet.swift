import AnalysisFacts

/// The facts of a student as a model reads them: one a line, with units, rounded as a text may say them.
enum StudentFactSheet {
    static func text(_ facts: StudentFacts, in language: AnalysisLanguage) -> String {
        let words = FactWords(language)
        return (general(facts, words) + types(facts, words) + missed(facts, words)).joined(separator: "\n")
    }

    /// An exam that is passed or failed has no grades.
    private static func grade(_ grade: Int, _ words: FactWords) -> String {
        switch grade {
        case 1...: words.line("등급", "grade", words.pick("\(grade)등급", "\(grade)"))
        case 0: words.pick("합격", "passed")
        default: words.pick("불합격", "failed")
        }
    }

    private static func general(_ facts: StudentFacts, _ words: FactWords) -> [String] {
        let figures = facts.figures
        var lines = [
            words.line("점수", "score", words.points(figures.score)),
            grade(figures.grade, words),
            words.line("전체 평균", "average of all", words.points(figures.average)), standing(facts, words),
        ]
        if let count = facts.questionCount, let right = facts.rightCount, let rate = facts.overallRate {
            lines.append(
                words.line(
                    "맞힌 문항", "right answers",
                    words.pick(
                        "\(count)문항 중 \(right)문항 (\(words.percent(rate)))",
                        "\(right) of \(count) (\(words.percent(rate)))")))
        }
        let missed = facts.missed.isEmpty ? words.pick("없음", "none") : words.questions(facts.missed.count)
        lines.append(words.line("틀린 문항", "wrong answers", missed))
        return lines
    }

    private static func standing(_ facts: StudentFacts, _ words: FactWords) -> String {
        let distance = words.points(abs(facts.difference))
        return switch facts.standing {
        case .above: words.pick("평균보다 \(distance) 높음", "\(distance) above the average")
        case .below: words.pick("평균보다 \(distance) 낮음", "\(distance) below the average")
        case .same: words.pick("평균과 같음", "equal to the average")
        }
    }

    private static func types(_ facts: StudentFacts, _ words: FactWords) -> [String] {
        zip(facts.types, Rank.all(of: facts.types.map(\.rate.asRead))).map { type, rank in
            let missed =
                type.missed == 0
                ? words.pick("틀린 문항 없음", "none wrong") : words.pick("\(type.missed)문항 틀림", "\(type.missed) wrong")
            return words.pick(
                "유형 \(type.type): \(type.total)문항 중 \(type.correct)문항 맞힘 (\(words.percent(type.rate))), \(missed), "
                    + "낮은 순서 \(words.korean(rank))",
                "type \(type.type): \(type.correct) of \(type.total) right (\(words.percent(type.rate))), \(missed), "
                    + "\(words.english(rank)) from weak to strong")
        }
    }

    private static func missed(_ facts: StudentFacts, _ words: FactWords) -> [String] {
        var lines = facts.missed.map { question in
            let chosen =
                question.isUnmarked
                ? words.pick("표시하지 않음", "nothing marked")
                : words.pick("\(question.selected) 선택", "chose \(question.selected)")
            let right =
                question.hasKnownAnswer ? words.pick(", 정답 \(question.correct)", ", right is \(question.correct)") : ""
            return words.pick(
                "틀린 \(question.number)번 (전체 정답률 \(words.percent(question.correctRate))): 유형 \(question.type), \(chosen)"
                    + right,
                "wrong question \(question.number) (correct rate of all \(words.percent(question.correctRate))): type "
                    + "\(question.type), \(chosen)\(right)")
        }
        let easy = facts.easyMissed.map(\.number)
        if !easy.isEmpty {
            lines.append(
                words.line(
                    "틀린 문항 중 전체 정답률이 60% 이상인 것", "missed questions that at least 60% of all had right",
                    words.named(easy)))
        }
        let hard = facts.hardMissed.map(\.number)
        if !hard.isEmpty {
            lines.append(
                words.line(
                    "틀린 문항 중 전체 정답률이 40% 미만인 것", "missed questions that fewer than 40% of all had right",
                    words.named(hard)))
        }
        return lines
    }
}
