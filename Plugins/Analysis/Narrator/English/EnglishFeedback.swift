import AnalysisFacts

/// Feedback in English: the sentences about the score; those about types and what to look at again are beside it.
struct EnglishFeedback {
    /// Empty when the exam has no name that can be read.
    private let examName: String
    /// Empty for a student who is not named.
    private let studentName: String

    init(examName: String, studentName: String) {
        self.examName = examName
        self.studentName = studentName
    }

    private var exam: String { examName.isEmpty ? "this exam" : examName }
    private var you: String { studentName.isEmpty ? "You" : "\(studentName), you" }

    func sentence(_ message: StudentMessage) -> String {
        switch message {
        case .result(let message): sentence(message)
        case .advice(let message): EnglishAdvice.sentence(message)
        }
    }

    private func sentence(_ message: ResultMessage) -> String {
        switch message {
        case .result(let score?, let grade?):
            "\(you) scored \(EnglishWords.points(score)) in \(exam), which is grade \(grade)."
        case .result(let score?, nil): "\(you) scored \(EnglishWords.points(score)) in \(exam)."
        case .result(nil, let grade?): "\(you) reached grade \(grade) in \(exam)."
        case .result(nil, nil): "\(you) took part in \(exam)."
        case .average(.above, let difference, let average):
            "Your score is \(EnglishWords.points(difference)) above the average of \(EnglishWords.points(average))."
        case .average(.below, let difference, let average):
            "Your score is \(EnglishWords.points(difference)) below the average of \(EnglishWords.points(average))."
        case .average(.same, _, let average): "Your score is the same as the average, \(EnglishWords.points(average))."
        case .counts(let right, let count):
            "You got \(right) of the \(EnglishWords.count(count, "question")) right and missed \(count - right)."
        case .wrongCount(let count): "You missed \(EnglishWords.count(count, "question"))."
        case .recordsDisagree:
            "The missed questions and the results by type do not fit together, so neither is discussed here."
        case .checkRecords: "Please come back to this once the marking has been checked."
        case .nothingMissedRecorded: "No missed question is on record."
        case .noTypesRecorded: "There are no results by type either, so strong and weak types are not discussed here."
        case .allRight(let count):
            count == 1 ? "You got the only question right." : "You got all \(count) questions right."
        case .allRightPraise: "Nothing was missed, which is an excellent result."
        case .nothingToRepeat: "There is no question that you need to do again."
        case .allRightNext: "If you hesitated over one of them, reading its solution again is enough."
        case .allWrong(let count):
            count == 1
                ? "This time the only question was not right."
                : "This time none of the \(count) questions was right."
        case .allWrongEncouragement: "That is a pity, but it is clear where to start again."
        case .allWrongStart(let questions):
            "Begin with \(EnglishAdvice.rated(questions)), which the others answered correctly most often."
        case .nobodyRight: "The others did not get these questions right either, so ask for the solutions in class."
        case .nothingMarked:
            "Every question was marked as having no valid answer, so check first that your sheet was filled in and read "
                + "properly."
        }
    }
}
