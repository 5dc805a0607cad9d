import AnalysisFacts

/// Feedback in Korean: the sentences about the score; those about types and what to look at again are beside it.
struct KoreanFeedback {
    /// Empty when the exam has no name that can be read.
    private let examName: String
    /// Empty for a student who is not named.
    private let studentName: String

    init(examName: String, studentName: String) {
        self.examName = examName
        self.studentName = studentName
    }

    private var exam: String { examName.isEmpty ? "이번 시험" : examName }
    private var student: String {
        if studentName.isEmpty { return "" }
        return (studentName.hasSuffix("학생") ? studentName : studentName + " 학생") + "은 "
    }

    func sentence(_ message: StudentMessage) -> String {
        switch message {
        case .result(let message): sentence(message)
        case .advice(let message): KoreanAdvice.sentence(message)
        }
    }

    private func sentence(_ message: ResultMessage) -> String {
        switch message {
        case .result(let score?, let grade?): "\(student)\(exam)에서 \(score)점으로 \(grade)등급을 받았습니다."
        case .result(let score?, nil): "\(student)\(exam)에서 \(score)점을 받았습니다."
        case .result(nil, let grade?): "\(student)\(exam)에서 \(grade)등급을 받았습니다."
        case .result(nil, nil): "\(student)\(exam)에 응시했습니다."
        case .average(.above, let difference, let average): "평균 \(average)점보다 \(difference)점 높은 점수입니다."
        case .average(.below, let difference, let average): "평균 \(average)점보다 \(difference)점 낮은 점수입니다."
        case .average(.same, _, let average): "평균도 \(average)점으로, 평균과 같은 점수입니다."
        case .counts(let right, let count): "\(count)문항 가운데 \(right)문항을 맞혔고 \(count - right)문항을 틀렸습니다."
        case .wrongCount(let count): "틀린 문항은 \(count > 1 ? "모두 " : "")\(count)개입니다."
        case .recordsDisagree: "틀린 문항과 유형별 성취의 기록이 서로 맞지 않아, 문항과 유형에 대한 이야기는 싣지 않았습니다."
        case .checkRecords: "채점 결과를 확인한 뒤에 다시 살펴보는 것이 좋겠습니다."
        case .nothingMissedRecorded: "틀린 것으로 기록된 문항은 없습니다."
        case .noTypesRecorded: "유형별 성취의 기록도 없어, 강한 유형과 약한 유형은 이야기하지 않았습니다."
        case .allRight(let count): "\(count)문항을 모두 맞혔습니다."
        case .allRightPraise: "놓친 문항이 없는 아주 훌륭한 결과입니다."
        case .nothingToRepeat: "틀린 문항이 없으니 따로 다시 풀어야 할 문항도 없습니다."
        case .allRightNext: "풀면서 망설였던 문항이 있었다면, 그 풀이만 다시 확인해 두면 좋겠습니다."
        case .allWrong(let count): "이번에는 \(count)문항 가운데 맞힌 문항이 없습니다."
        case .allWrongEncouragement: "아쉬운 결과이지만, 어디서부터 다시 시작하면 되는지는 분명합니다."
        case .allWrongStart(let questions):
            "맞힌 학생이 많은 문항부터, \(KoreanAdvice.rated(questions).asObject) 먼저 다시 풀어 보세요."
        case .nobodyRight: "다른 학생들도 맞히지 못한 문항들이므로, 수업에서 함께 풀이를 확인해 보세요."
        case .nothingMarked: "모든 문항이 유효한 답이 없는 것으로 채점되었으니, 답안이 제대로 표시되고 읽혔는지 먼저 확인해 보세요."
        }
    }
}
