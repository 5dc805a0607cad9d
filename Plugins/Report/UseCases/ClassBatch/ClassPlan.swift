import PluginSDK

/// Who of a class gets a report, and from what.
struct ClassPlan: Sendable {
    struct Member: Sendable {
        enum Source: Sendable {
            case graded(StudentResult)
            case backend
            case refused(ClassRefusal)
        }

        /// Nil for a result that belongs to nobody.
        var studentID: Int?
        var name: String?
        var school: String?
        var source: Source
    }

    var examID: Int
    /// Nil where the backend has it.
    var exam: ExamFacts?
    var statistics: ClassStatistics
    var members: [Member]

    /// Students of whom the backend knows everything.
    init(examID: Int, studentIDs: [Int]) {
        self.examID = examID
        statistics = ClassStatistics()
        var seen: Set<Int> = []
        members = studentIDs.map { id in
            Member(studentID: id, source: seen.insert(id).inserted ? .backend : .refused(.doubled))
        }
    }

    /// A class that was just graded. All its results make the statistics, those of nobody included; of a student with
    /// several results none does, because which one counts is not known.
    ///
    /// Without a roster the results' own numbers make one.
    init(exam: ExamFacts, results: [ClassResult], roster: [RosterEntry]) {
        examID = exam.exam.id
        self.exam = exam
        let entries = roster.isEmpty ? Self.roster(of: results) : roster
        let matching = ClassRoster(entries)
        let keys = exam.keysByNumber
        let read = results.map { Self.result($0, of: exam, keys) }
        var own: [Int: [Int]] = [:]
        var strangers: [Member] = []
        var counted: [Int] = []
        for (index, result) in results.enumerated() {
            switch matching.match(result) {
            case .student(let place): own[place, default: []].append(index)
            case .refused(var refusal):
                // Of several sheets that are nobody's a person has to find each.
                refusal.message = "\(index + 1)번째 답안지: " + refusal.message
                strangers.append(Member(studentID: result.studentId, source: .refused(refusal)))
                counted.append(index)
            }
        }
        var seen: Set<Int> = []
        members = entries.enumerated().map { place, entry in
            let found = own[place] ?? []
            let source: Member.Source
            if !seen.insert(entry.studentId).inserted {
                source = .refused(.doubled)
            } else if found.count == 1 {
                counted.append(found[0])
                source = read[found[0]].map(Member.Source.graded) ?? .refused(.empty)
            } else {
                source = .refused(found.isEmpty ? .missing : .several(found.count))
            }
            return Member(
                studentID: entry.studentId, name: entry.name.map { OutsideText.line($0) },
                school: entry.school.map { OutsideText.line($0) }, source: source)
        }
        members += strangers
        statistics = ClassStatistics(counted.sorted().compactMap { read[$0] }, of: exam)
    }

    private static func roster(of results: [ClassResult]) -> [RosterEntry] {
        var seen: Set<Int> = []
        return results.compactMap { result in
            result.studentId.flatMap { seen.insert($0).inserted ? RosterEntry(studentId: $0) : nil }
        }
    }

    /// Nil when there is neither a score nor an answer. The grade is the exam's rules', not the sheet's: what grades
    /// sheets knows neither the exam's scale nor the class.
    private static func result(
        _ result: ClassResult, of exam: ExamFacts, _ keys: [Int: QuestionKey]
    ) -> StudentResult? {
        let answers =
            result.results.map { $0.map { answer($0, keys[$0.questionNumber]) } }
            ?? result.answers.map { graded($0, of: exam) }
        guard let answers = answers ?? (result.totalScore == nil ? nil : []) else { return nil }
        // What was summed up elsewhere may be as far off as a sum of ours: equal scores have one rank.
        let score = result.totalScore?.roundedPoints ?? answers.sumOfPoints { $0.earned ?? 0 }
        return StudentResult(score: score, answers: answers)
    }

    private static func answer(_ answer: ClassAnswer, _ key: QuestionKey?) -> StudentAnswer {
        let chosen = OutsideText.name(answer.studentAnswer)
        let correct = OutsideText.name(answer.correctAnswer) ?? key?.answer
        let score = answer.score ?? key?.score
        let isCorrect = chosen != nil && chosen == correct
        return StudentAnswer(
            number: answer.questionNumber, chosen: chosen, correct: correct, isCorrect: isCorrect, score: score,
            earned: answer.earnedScore ?? (isCorrect ? score : 0), type: OutsideText.name(answer.questionType))
    }

    /// Answers that were not graded yet: each question of the exam, answered or not.
    private static func graded(_ answers: [String: String], of exam: ExamFacts) -> [StudentAnswer] {
        let byNumber = NumberedMembers(answers).byNumber
        return exam.keys.map { key in
            let chosen = OutsideText.name(byNumber[key.number])
            let isCorrect = chosen != nil && chosen == key.answer
            return StudentAnswer(
                number: key.number, chosen: chosen, correct: key.answer, isCorrect: isCorrect, score: key.score,
                earned: isCorrect ? key.score : 0, type: key.type)
        }
    }
}

extension ExamFacts {
    /// - Parameters:
    ///   - exam: of a request without `problems`; what is wrong all the same is left out.
    ///   - utcOffset: minutes that the place's clocks are ahead of UTC.
    init(_ exam: ClassExam, whenNone: FallbackTypes, utcOffset: Int = 0) {
        let answers = NumberedMembers(exam.correctAnswers ?? [:]).byNumber
        let scores = NumberedMembers(exam.questionScores ?? [:]).byNumber
        let types = NumberedMembers(exam.questionTypes ?? [:]).byNumber
        let keys = Set(answers.keys).union(scores.keys).map { number in
            QuestionKey(
                number: number, answer: answers[number].map { OutsideText.line($0) }, score: scores[number] ?? 0,
                type: OutsideText.name(types[number]))
        }
        let date = [exam.date, exam.createdAt].lazy.compactMap { $0 }
            .compactMap { CalendarDay(LocalTime.text($0, utcOffset: utcOffset))?.text }.first
        self.init(
            exam: ReportData.Exam(
                id: exam.id, name: exam.name.map { OutsideText.line($0) } ?? "", date: date,
                category: exam.category == .passFail ? .passFail : .graded,
                gradingType: exam.gradingType == .relative ? .relative : .absolute,
                gradeScale: exam.gradeScale == .five ? .five : .nine,
                totalQuestions: exam.totalQuestions.flatMap { DataBounds.counts.contains($0) ? $0 : nil } ?? keys.count,
                totalPossibleScore: exam.totalPossibleScore ?? keys.sumOfPoints(\.score),
                passScore: exam.passScore.flatMap { DataBounds.possiblePoints.contains($0) ? $0 : nil }),
            keys: keys, whenNone: whenNone)
    }
}
