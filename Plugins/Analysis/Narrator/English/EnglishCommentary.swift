import AnalysisFacts

/// Commentary in English: the sentences about scores and grades; those about questions and types are beside it.
struct EnglishCommentary {
    /// Empty when the exam has no name that can be read.
    private let examName: String

    init(examName: String) { self.examName = examName }

    private var exam: String { examName.isEmpty ? "this exam" : examName }
    private var takenBy: String { (examName.isEmpty ? "This exam" : examName) + " was taken by" }

    func sentence(_ message: ExamMessage) -> String {
        switch message {
        case .scores(let message): sentence(message)
        case .questions(let message): EnglishQuestions.sentence(message)
        case .types(let message): EnglishTypes.sentence(message)
        }
    }

    private func sentence(_ message: ScoreMessage) -> String {
        switch message {
        case .nobody: "Nobody took part in \(exam)."
        case .nobodyMeansNothing: "There is therefore nothing to say yet about scores, grades or single questions."
        case .nobodyQuestions(let count, nil): "The exam has \(EnglishWords.count(count, "question"))."
        case .nobodyQuestions(let count, let points?):
            "The exam has \(EnglishWords.count(count, "question")), worth \(EnglishWords.points(points)) in all."
        case .nobodyNext: "Once there are results, the commentary can be written again."
        case .oneStudent(nil): "Only 1 student took part in \(exam)."
        case .oneStudent(let score?):
            "Only 1 student took part in \(exam), and scored \(EnglishWords.points(score))."
        case .oneStudentCaution:
            "What follows is this student's own result; it does not show how hard the exam was, or how a class would do."
        case .participants(let count): "\(takenBy) \(EnglishWords.count(count, "student"))."
        case .scores(let participants, let average):
            "\(takenBy) \(EnglishWords.count(participants, "student")), "
                + "who scored \(EnglishWords.points(average)) on average."
        case .scoresDisagree:
            "The average, the highest and the lowest score do not fit together, so scores are left out here."
        case .range(let highest, let lowest, let spread, let average):
            "The highest score was \(EnglishWords.points(highest)) and the lowest \(EnglishWords.points(lowest)), "
                + "\(EnglishWords.points(spread)) apart\(place(average))."
        case .evenScores(let participants, let score):
            "All \(EnglishWords.count(participants, "student")) who took \(exam) scored \(EnglishWords.points(score))."
        case .evenMeaning:
            "The highest and the lowest score are the same, so scores alone do not tell the students apart."
        case .distances(let toHighest, let toLowest):
            "The average is \(EnglishWords.points(toHighest)) below the highest score "
                + "and \(EnglishWords.points(toLowest)) above the lowest."
        case .onlyGrades(let shares):
            shares.count > 1
                ? "Grades \(numbers(shares)) were reached by \(size(shares)) each."
                : "Grade \(numbers(shares)) was reached by \(size(shares))."
        case .grades(let most, let upTo): grades(most, upTo)
        case .oneGrade(let grade): "All of them are in grade \(grade)."
        }
    }

    private func place(_ average: AveragePlace) -> String {
        switch average {
        case .middle: ", with the average exactly halfway between them"
        case .nearHighest: ", with the average closer to the highest"
        case .nearLowest: ", with the average closer to the lowest"
        case .between: ""
        }
    }

    private func grades(_ most: [GradeShare], _ upTo: GradeShare?) -> String {
        let mostly =
            most.count > 1
            ? "Grades \(numbers(most)) are the most frequent, with \(size(most)) each"
            : "Grade \(numbers(most)) is the most frequent, with \(size(most))"
        guard let upTo else { return mostly + "." }
        let better = upTo.grade == 1 ? "grade 1" : "grade \(upTo.grade) or better"
        return mostly + ", while \(EnglishWords.count(upTo.count, "student"))\(share(upTo)) reached \(better)."
    }

    private func numbers(_ grades: [GradeShare]) -> String { EnglishWords.list(grades.map { "\($0.grade)" }) }

    /// How many have each of some grades that equally many have.
    private func size(_ grades: [GradeShare]) -> String {
        grades.first.map { EnglishWords.count($0.count, "student") + share($0) } ?? ""
    }

    private func share(_ grade: GradeShare) -> String { grade.share.map { " (\($0)%)" } ?? "" }
}
