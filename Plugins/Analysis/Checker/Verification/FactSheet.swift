import AnalysisFacts

/// The facts of an exam or a student in one shape, as statements are checked against them. Rates are percent.
struct FactSheet: Sendable {
    struct Question: Sendable {
        var number: Int
        var rate: Double
        var wrongRate: Double
        /// Index into `types`.
        var type: Int?
        var points: Double?
        var selected: String?
        var correct: String?
    }

    struct TypeSheet: Sendable {
        var name: String
        var rate: Double
        var total: Int
        /// Known of a student only.
        var right: Int?
        var wrong: Int?
        /// Those that the sheet has.
        var numbers: [Int]
        var points: Double?
    }

    struct Grade: Sendable {
        var grade: Int
        var count: Int
        var share: Double
    }

    let isStudent: Bool
    let examName: String
    /// Nil when it names nobody.
    let studentName: String?
    let questions: [Int: Question]
    /// By rate, the lowest first.
    let ranked: [Question]
    let types: [TypeSheet]
    let grades: [Grade]
    /// The student's.
    let grade: Int?
    let participants: Int?
    let questionCount: Int?
    let rightCount: Int?
    let wrongCount: Int?
    let average: Double
    let highest: Double?
    let lowest: Double?
    let total: Double?
    let score: Double?
    /// What a rate without a subject may be: of all questions, of all points.
    let overall: [Double]

    init(_ exam: ExamFacts) {
        let types = exam.types
        let index = Dictionary(types.enumerated().map { ($1.name, $0) }) { first, _ in first }
        isStudent = false
        examName = exam.figures.name
        studentName = nil
        ranked = exam.ranked.map { question in
            Question(
                number: question.number, rate: question.correctRate, wrongRate: question.incorrectRate,
                type: question.type.flatMap { index[$0] }, points: question.points)
        }
        questions = Dictionary(ranked.map { ($0.number, $0) }) { first, _ in first }
        // One student's exam tells what was right.
        let isOne = exam.figures.participants == 1
        let solved = Set(exam.ranked.filter { $0.correctRate >= 100 }.map(\.number))
        self.types = types.map { type in
            let right = isOne ? type.numbers.count { solved.contains($0) } : nil
            return TypeSheet(
                name: type.name, rate: type.correctRate, total: type.numbers.count, right: right,
                wrong: right.map { type.numbers.count - $0 }, numbers: type.numbers, points: type.points)
        }
        grades = exam.grades.map { Grade(grade: $0.grade, count: $0.count, share: $0.percentage) }
        grade = nil
        participants = exam.figures.participants
        questionCount = exam.questionCount
        rightCount = isOne ? solved.count : nil
        wrongCount = isOne ? exam.questionCount - solved.count : nil
        average = exam.figures.average
        highest = exam.figures.highest
        lowest = exam.figures.lowest
        total = exam.totalPoints
        score = nil
        overall = [exam.meanCorrectRate, exam.averageShare].compactMap(\.self)
    }

    init(_ student: StudentFacts) {
        let types = student.types
        let index = Dictionary(types.enumerated().map { ($1.type, $0) }) { first, _ in first }
        isStudent = true
        examName = student.figures.examName
        studentName = student.figures.isNamed ? student.figures.studentName : nil
        ranked = student.missed.map { question in
            Question(
                number: question.number, rate: question.correctRate, wrongRate: 100 - question.correctRate,
                type: index[question.type], selected: question.selected,
                correct: question.hasKnownAnswer ? question.correct : nil)
        }.sorted { ($0.rate, $0.number) < ($1.rate, $1.number) }
        questions = Dictionary(ranked.map { ($0.number, $0) }) { first, _ in first }
        self.types = types.map { type in
            TypeSheet(
                name: type.type, rate: type.rate, total: type.total, right: type.correct, wrong: type.missed,
                numbers: student.missed.filter { $0.type == type.type }.map(\.number))
        }
        grades = []
        grade = student.figures.grade
        participants = nil
        questionCount = student.questionCount
        rightCount = student.rightCount
        wrongCount = student.missed.count
        average = student.figures.average
        highest = nil
        lowest = nil
        total = nil
        score = student.figures.score
        overall = [student.overallRate].compactMap(\.self)
    }

    func cumulative(from grade: Int, better: Bool) -> (count: Int, share: Double) {
        let chosen = grades.filter { better ? $0.grade <= grade : $0.grade >= grade }
        return (chosen.reduce(0) { $0 &+ $1.count }, chosen.reduce(0) { $0 + $1.share })
    }

    /// Questions of a type that the sheet has; all for nil.
    func questions(ofType type: Int?) -> [Question] {
        guard let type else { return ranked }
        return ranked.filter { $0.type == type }
    }
}
