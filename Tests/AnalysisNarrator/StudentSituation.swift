import AnalysisFacts

/// A student for a test.
struct StudentSituation {
    var exam = "9월 모의고사 영어"
    var student = "김하늘"
    var score = 79.0
    var grade = 3
    var average = 66.8
    var missed: [StudentFigures.Missed] = [
        wrong(1, "듣기", 84.2), wrong(29, "어휘", 68.3), wrong(31, "빈칸", 45), wrong(32, "빈칸", 12.5),
    ]
    /// Name, right answers, questions.
    var types: [(String, Int, Int)] = [("듣기", 16, 17), ("어휘", 5, 6), ("빈칸", 2, 4), ("문법", 3, 3)]

    var facts: StudentFacts {
        StudentFacts(
            StudentFigures(
                examName: exam, studentName: student, score: score, grade: grade, average: average, missed: missed,
                types: types.map { type, right, count in
                    .init(type: type, correct: right, total: count, rate: Double(right) / Double(max(1, count)) * 100)
                }))
    }
}

/// A question that a student of a test had wrong.
func wrong(_ number: Int, _ type: String, _ rate: Double, selected: String = "4") -> StudentFigures.Missed {
    .init(number: number, type: type, selected: selected, correct: "2", correctRate: rate)
}
