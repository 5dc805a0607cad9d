/// What one report is made of: facts from the backend, or from a class that was just graded.
public struct ReportFacts: Sendable {
    /// Another exam that the student took, or this one.
    public struct PastResult: Sendable, Hashable {
        public var examID: Int
        public var name: String?
        /// ISO 8601, with or without a time.
        public var date: String?
        public var score: Double
        public var grade: Int?

        public init(examID: Int, name: String?, date: String?, score: Double, grade: Int?) {
            self.examID = examID
            self.name = name
            self.date = date
            self.score = score
            self.grade = grade
        }
    }

    /// Where the student stands by the backend's own reckoning.
    public struct Standing: Sendable, Hashable {
        public var rank: Int?
        public var participants: Int?
        public var percentile: Double?
        public var grade: Int?
        /// Percent, by kind of question.
        public var typePercentiles: [String: Double]

        public init(
            rank: Int?, participants: Int?, percentile: Double?, grade: Int?, typePercentiles: [String: Double]
        ) {
            self.rank = rank
            self.participants = participants
            self.percentile = percentile
            self.grade = grade
            self.typePercentiles = typePercentiles
        }
    }

    public var exam: ExamFacts
    public var academy: String?
    public var student: ReportData.Student
    public var result: StudentResult
    public var statistics: ClassStatistics
    /// Nil: computed.
    public var standing: Standing?
    /// In any order; may hold this exam.
    public var history: [PastResult]
    public var commentary: String?
    public var feedback: String?

    public init(
        exam: ExamFacts, academy: String? = nil, student: ReportData.Student, result: StudentResult,
        statistics: ClassStatistics, standing: Standing? = nil, history: [PastResult] = [], commentary: String? = nil,
        feedback: String? = nil
    ) {
        self.exam = exam
        self.academy = academy
        self.student = student
        self.result = result
        self.statistics = statistics
        self.standing = standing
        self.history = history
        self.commentary = commentary
        self.feedback = feedback
    }
}

/// How a tenant wants its reports to speak and look; all of it ends up in the data.
public struct ReportManner: Sendable, Hashable {
    public var locale: ReportLocale
    /// Name of an image in the template's assets.
    public var logo: String?
    public var options: ReportData.Options

    public init(
        locale: ReportLocale = .korean, logo: String? = nil, options: ReportData.Options = ReportData.Options()
    ) {
        self.locale = locale
        self.logo = logo
        self.options = options
    }
}

extension ReportData {
    /// Most exams in the history.
    static let longestHistory = 8

    /// - Parameter day: `2026-11-21`; of the job, for templates know no clock.
    public init(_ facts: ReportFacts, manner: ReportManner, day: String) {
        let assembly = ReportAssembly(facts: facts, locale: manner.locale)
        let result = assembly.result
        self.init(
            locale: manner.locale, generatedOn: day, academy: Academy(name: facts.academy, logo: manner.logo),
            student: facts.student, exam: facts.exam.exam, result: result, questions: assembly.questions,
            types: assembly.types, distribution: assembly.distribution,
            grades: assembly.grades(own: result.grade), mostMissed: assembly.mostMissed,
            history: assembly.history(own: result.grade), commentary: facts.commentary, feedback: facts.feedback,
            options: manner.options)
        if student.name.isEmpty { student.name = manner.locale.student }
        if exam.name.isEmpty { exam.name = manner.locale.exam }
    }
}

/// The parts of a report, each made from the facts on its own.
private struct ReportAssembly {
    let facts: ReportFacts
    let locale: ReportLocale
    let questions: [ReportData.Question]
    /// The kind of each question as the facts call it, in the order of `questions`.
    private let typeNames: [String]

    init(facts: ReportFacts, locale: ReportLocale) {
        self.facts = facts
        self.locale = locale
        let keys = facts.exam.keysByNumber
        let answers = facts.result.answers.sorted { $0.number < $1.number }
        let names = answers.map { facts.exam.types.name(of: $0.number, own: $0.type) }
        typeNames = names
        questions = zip(answers, names).map { answer, name in
            let key = keys[answer.number]
            let score = answer.score ?? key?.score ?? 0
            return ReportData.Question(
                number: answer.number, type: locale.type(name, isOurs: facts.exam.types.areFallback),
                chosen: answer.chosen, correct: answer.correct ?? key?.answer, isCorrect: answer.isCorrect,
                score: score, earned: answer.earned ?? (answer.isCorrect ? score : 0),
                correctRate: facts.statistics.questions[answer.number]?.correctRate)
        }
    }

    var result: ReportData.Result {
        let (own, all, exam) = (facts.result, facts.statistics, facts.exam.exam)
        let rank = facts.standing?.rank ?? all.scores?.rank(of: own.score)
        let participants = facts.standing?.participants ?? all.participants
        let correct = own.correctCount ?? questions.count(where: \.isCorrect)
        let isGraded = exam.category == .graded
        let computed = GradeRules(exam).grade(score: own.score, rank: rank, participants: participants)
        let grade = [own.grade, facts.standing?.grade, computed].lazy.compactMap(Self.grade).first
        return ReportData.Result(
            score: own.score, grade: isGraded ? grade : nil, passed: isGraded ? nil : passed,
            correctCount: correct, incorrectCount: own.incorrectCount ?? max(0, questions.count - correct), rank: rank,
            participants: participants,
            percentile: facts.standing?.percentile ?? all.scores?.percentile(of: own.score), average: all.average,
            difference: all.average.map { (own.score - $0).roundedToTenth }, highest: all.highest, lowest: all.lowest,
            standardDeviation: all.standardDeviation)
    }

    /// By the backend's mark, 0 passed and -1 failed, else by the points.
    private var passed: Bool? {
        switch facts.result.grade {
        case 0: true
        case -1: false
        default: facts.exam.exam.passScore.map { facts.result.score >= $0 }
        }
    }

    private static func grade(_ grade: Int?) -> Int? { grade.flatMap { (1...9).contains($0) ? $0 : nil } }

    var types: [ReportData.TypeAchievement] {
        var order: [String] = []
        var members: [String: [ReportData.Question]] = [:]
        for (name, question) in zip(typeNames, questions) {
            if members[name] == nil { order.append(name) }
            members[name, default: []].append(question)
        }
        return order.map { name in
            let own = members[name] ?? []
            let correct = own.count(where: \.isCorrect)
            return ReportData.TypeAchievement(
                name: locale.type(name, isOurs: facts.exam.types.areFallback), questions: own.count,
                correctCount: correct, possible: own.sumOfPoints(\.score),
                earned: own.sumOfPoints(\.earned), accuracy: .percentage(correct, of: own.count),
                classAccuracy: facts.statistics.typeAccuracy[name],
                percentile: facts.standing?.typePercentiles[name]
                    ?? facts.statistics.percentile(ofType: name, correct: correct))
        }
    }

    var distribution: [ReportData.ScoreRange] {
        let ranges = facts.statistics.ranges
        // The ranges are whole points: what lies between two of them belongs to the lower one, and what is below
        // nothing to the lowest.
        let lowest = ranges.indices.last { ranges[$0].from <= 0 && facts.result.score < 0 }
        let here = ranges.firstIndex { facts.result.score >= $0.from } ?? lowest
        return ranges.enumerated().map { index, range in
            ReportData.ScoreRange(
                label: range.label, from: range.from, to: range.to, count: range.count, percentage: range.percentage,
                isHere: index == here)
        }
    }

    func grades(own: Int?) -> [ReportData.GradeShare] {
        let counts = facts.statistics.grades
        guard facts.exam.exam.category == .graded, !counts.isEmpty else { return [] }
        return (1...GradeRules(facts.exam.exam).count).map { grade in
            ReportData.GradeShare(
                grade: grade, count: counts[grade]?.count ?? 0, percentage: counts[grade]?.percentage ?? 0,
                isHere: grade == own)
        }
    }

    var mostMissed: [ReportData.MissedQuestion] {
        let own = Dictionary(questions.map { ($0.number, $0) }) { first, _ in first }
        return facts.statistics.mostMissed.prefix(QuestionStatistics.mostMissedCount).compactMap { number in
            guard let missed = facts.statistics.questions[number] else { return nil }
            let question = own[number]
            let name = facts.exam.types.name(of: number, own: missed.type)
            return ReportData.MissedQuestion(
                number: number, type: question?.type ?? locale.type(name, isOurs: facts.exam.types.areFallback),
                correct: missed.correct ?? question?.correct, chosen: question?.chosen,
                isCorrect: question?.isCorrect ?? false, correctRate: missed.correctRate, topWrong: missed.topWrong,
                topWrongRate: missed.topWrongRate)
        }
    }

    /// Up to this exam, which comes last whatever the backend's dates say.
    func history(own: Int?) -> [ReportData.PastExam] {
        let exam = facts.exam.exam
        let this = facts.history.last { $0.examID == exam.id }
        let date = CalendarDay.text(of: this?.date) ?? exam.date
        let past = facts.history.enumerated()
            .filter { $0.element.examID != exam.id && ($0.element.date ?? "") <= (this?.date ?? exam.date ?? "~") }
            .sorted { ($0.element.date ?? "", $0.offset) < ($1.element.date ?? "", $1.offset) }
            .map { _, past in
                ReportData.PastExam(
                    name: past.name.flatMap { $0.isEmpty ? nil : $0 } ?? locale.exam,
                    date: CalendarDay.text(of: past.date), score: past.score,
                    grade: Self.grade(past.grade), isThis: false)
            }
        let last = ReportData.PastExam(
            name: exam.name.isEmpty ? locale.exam : exam.name, date: date, score: facts.result.score, grade: own,
            isThis: true)
        return past.suffix(ReportData.longestHistory - 1) + [last]
    }
}
