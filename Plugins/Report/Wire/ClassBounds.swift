import PluginSDK

extension ClassRequest {
    /// What would fail each report of the class, or take minutes, each with its place; of many the first ten.
    var problems: [InputProblem] {
        var check = ClassCheck()
        if let exam { check.exam(exam) }
        for (index, result) in (results ?? []).enumerated() where check.problems.count < ClassCheck.most {
            check.result(result, [.string("results"), .integer(index)])
        }
        check.types(of: self)
        return Array(check.problems.prefix(ClassCheck.most))
    }
}

/// Notes what is wrong with a class.
private struct ClassCheck {
    static let most = 10
    private(set) var problems: [InputProblem] = []

    mutating func exam(_ exam: ClassExam) {
        numbers(exam.correctAnswers, ["exam", "correctAnswers"])
        numbers(exam.questionScores, ["exam", "questionScores"])
        numbers(exam.questionTypes, ["exam", "questionTypes"])
        for (number, score) in (exam.questionScores ?? [:]).sorted(by: { $0.key < $1.key }) {
            points(score, DataBounds.possiblePoints, ["exam", "questionScores", .string(number)])
        }
        points(exam.totalPossibleScore, DataBounds.possiblePoints, ["exam", "totalPossibleScore"])
    }

    mutating func result(_ result: ClassResult, _ place: [JSONValue]) {
        points(result.totalScore, DataBounds.points, place + ["totalScore"])
        numbers(result.answers, place + ["answers"])
        let answers = result.results ?? []
        count(answers.count, place + ["results"])
        for (index, answer) in answers.prefix(DataBounds.mostQuestions).enumerated() {
            let own = place + ["results", .integer(index)]
            if !DataBounds.questionNumbers.contains(answer.questionNumber) {
                note(own + ["questionNumber"], "The number of a question is 1 to 10000")
            }
            points(answer.score, DataBounds.possiblePoints, own + ["score"])
            points(answer.earnedScore, DataBounds.points, own + ["earnedScore"])
        }
    }

    /// Kinds of exam and answers together, for a report may have both.
    mutating func types(of request: ClassRequest) {
        var types = Set((request.exam?.questionTypes ?? [:]).values)
        for answer in (request.results ?? []).lazy.flatMap({ $0.results ?? [] }) {
            if let type = answer.questionType { types.insert(type) }
            if types.count > DataBounds.mostTypes {
                break
            }
        }
        if types.count > DataBounds.mostTypes {
            note(["exam", "questionTypes"], "An exam has at most \(DataBounds.mostTypes) kinds of questions")
        }
    }

    private mutating func numbers<Value>(_ members: [String: Value]?, _ place: [JSONValue]) {
        guard let members else { return }
        count(members.count, place)
        for name in NumberedMembers(members).strange.prefix(5) {
            note(place + [.string(name)], "The name of a question is its number, 1 to 10000")
        }
    }

    private mutating func count(_ count: Int, _ place: [JSONValue]) {
        if count > DataBounds.mostQuestions {
            note(place, "An exam has at most \(DataBounds.mostQuestions) questions")
        }
    }

    private mutating func points(_ points: Double?, _ range: ClosedRange<Double>, _ place: [JSONValue]) {
        guard let points, !range.contains(points) else { return }
        note(place, "Points are \(Int(range.lowerBound)) to \(Int(range.upperBound))")
    }

    private mutating func note(_ place: [JSONValue], _ message: String) {
        problems.append(InputProblem(location: ["body"] + place, type: "value_error", message: message))
    }
}
