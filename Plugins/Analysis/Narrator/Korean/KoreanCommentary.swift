import AnalysisFacts

/// Commentary in Korean: the sentences about scores and grades; those about questions and types are beside it.
struct KoreanCommentary {
    /// Empty when the exam has no name that can be read.
    private let examName: String

    init(examName: String) { self.examName = examName }

    private var exam: String { examName.isEmpty ? "이번 시험" : examName }

    func sentence(_ message: ExamMessage) -> String {
        switch message {
        case .scores(let message): sentence(message)
        case .questions(let message): KoreanQuestions.sentence(message)
        case .types(let message): KoreanTypes.sentence(message)
        }
    }

    private func sentence(_ message: ScoreMessage) -> String {
        switch message {
        case .nobody: "\(exam)에는 응시한 학생이 없습니다."
        case .nobodyMeansNothing: "그래서 점수와 등급, 문항별 정답률은 아직 이야기할 수 없습니다."
        case .nobodyQuestions(let count, nil): "시험은 \(count)문항으로 되어 있습니다."
        case .nobodyQuestions(let count, let points?):
            "시험은 \(count)문항으로 되어 있고, 배점을 모두 더하면 \(points)점입니다."
        case .nobodyNext: "응시 결과가 들어온 뒤에 총평을 다시 작성하면 됩니다."
        case .oneStudent(nil): "\(exam)에는 1명이 응시했습니다."
        case .oneStudent(let score?): "\(exam)에는 1명이 응시해 \(score)점을 받았습니다."
        case .oneStudentCaution:
            "응시자가 1명이므로 아래 내용은 이 학생의 결과이며, 시험의 난이도나 학급의 경향으로 볼 수는 없습니다."
        case .participants(let count): "\(exam)에는 \(count)명이 응시했습니다."
        case .scores(let participants, let average):
            "\(exam)에는 \(participants)명이 응시했고, 평균은 \(average)점입니다."
        case .scoresDisagree: "다만 평균과 최고점, 최저점의 값이 서로 맞지 않아 점수는 다루지 않았습니다."
        case .range(let highest, let lowest, let spread, let average):
            range(highest, lowest, spread, average)
        case .evenScores(let participants, let score):
            "\(exam)에는 \(participants)명이 응시해 모두 \(score)점을 받았습니다."
        case .evenMeaning: "최고점과 최저점이 같으므로, 점수만으로는 학생들의 차이를 알 수 없습니다."
        case .distances(let toHighest, let toLowest):
            "평균은 최고점보다 \(toHighest)점 낮고 최저점보다 \(toLowest)점 높습니다."
        case .onlyGrades(let grades): "등급은 \(sizes(grades))입니다."
        case .grades(let most, let upTo): grades(most, upTo)
        case .oneGrade(let grade): "등급은 응시자 모두 \(grade)등급입니다."
        }
    }

    private func range(_ highest: Figure, _ lowest: Figure, _ spread: Figure, _ average: AveragePlace) -> String {
        let scores = "최고점은 \(highest)점, 최저점은 \(lowest)점으로 \(spread)점 차이가"
        return switch average {
        case .middle: scores + " 나고, 평균은 그 한가운데에 있습니다."
        case .nearHighest: scores + " 나며, 평균은 최저점보다 최고점에 가깝습니다."
        case .nearLowest: scores + " 나며, 평균은 최고점보다 최저점에 가깝습니다."
        case .between: scores + " 납니다."
        }
    }

    private func grades(_ most: [GradeShare], _ upTo: GradeShare?) -> String {
        let mostly = "등급은 \(sizes(most))으로 가장 많"
        guard let upTo else { return mostly + "습니다." }
        let together = upTo.count > 1 ? " 모두" : ""
        let better = upTo.grade == 1 ? "1등급은" : "\(upTo.grade)등급 이내는\(together)"
        return mostly + "고, \(better) \(upTo.count)명\(share(upTo))입니다."
    }

    /// How many have one of some grades that equally many have.
    private func sizes(_ grades: [GradeShare]) -> String {
        let names = grades.map { "\($0.grade)등급" }.koreanList
        let each = grades.count > 1 ? "각각 " : ""
        return "\(names.asSubject) \(each)" + (grades.first.map { "\($0.count)명\(share($0))" } ?? "")
    }

    private func share(_ grade: GradeShare) -> String { grade.share.map { "(\($0)%)" } ?? "" }
}
