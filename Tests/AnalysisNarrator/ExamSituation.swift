import AnalysisFacts

/// An exam for a test: rates by question, in percent, and the types and points beside them.
struct ExamSituation {
    var name = "9월 모의고사 영어"
    var participants = 20
    var average = 11.4
    var highest = 20.0
    var lowest = 3.0
    /// Grade and count.
    var grades: [(Int, Int)] = [(1, 1), (2, 2), (3, 4), (4, 8), (5, 5)]
    var rates: [Double] = [95, 80, 70, 65, 60, 55, 45, 35, 30, 10]
    /// By question; the last goes on.
    var types: [String?] = ["듣기", "듣기", "듣기", "문법", "문법", "문법", "빈칸", "빈칸", "빈칸", "빈칸"]
    /// By question; the last goes on.
    var points: [Double] = [2, 2, 2, 2, 2, 2, 2, 3, 2, 3]

    var facts: ExamFacts {
        ExamFacts(
            ExamFigures(
                name: name, participants: participants, average: average, highest: highest, lowest: lowest,
                grades: grades.map { grade, count in
                    .init(
                        grade: grade, count: count, percentage: Double(count) / Double(max(1, participants)) * 100)
                },
                questions: rates.indices.map { index in
                    .init(
                        number: index + 1, correctRate: rates[index], incorrectRate: 100 - rates[index],
                        type: types.isEmpty ? nil : types[min(index, types.count - 1)],
                        points: points.isEmpty ? 0 : points[min(index, points.count - 1)])
                }))
    }
}
