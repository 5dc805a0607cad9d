import AnalysisFacts
import Fuzzing

/// A class that took an exam, drawn by chance: every figure of the exam and of its students follows from who had what
/// right. Small classes, single types, equal scores and exams that everybody solves come up by themselves.
struct GeneratedClass {
    static let names = ["듣기", "문법", "어휘", "빈칸 추론", "Reading", "순서·삽입"]

    let participants: Int
    let points: [Double]
    let types: [String?]
    /// By student, then by question.
    let right: [[Bool]]
    let scores: [Double]
    let grades: [Int]

    init(_ random: inout SeededRandom) {
        let participants = [1, 2, 3, 7, 12, 31, 60][Int.random(in: 0..<7, using: &random)]
        let count = [1, 2, 5, 10, 20, 30, 45][Int.random(in: 0..<7, using: &random)]
        let choices: [Double] = [[2], [2, 3], [1.5, 2.5, 4]][Int.random(in: 0..<3, using: &random)]
        let points = (0..<count).map { _ in choices[Int.random(in: 0..<choices.count, using: &random)] }
        let named = Array(Self.names.prefix(Int.random(in: 0...Self.names.count, using: &random)))
        let hasGaps = Int.random(in: 0..<4, using: &random) == 0
        types = (0..<count).map { index -> String? in
            if named.isEmpty || hasGaps && index.isMultiple(of: 3) { return nil }
            return named[index * named.count / count]
        }
        let ease = [0, 0.3, 0.5, 0.7, 1][Int.random(in: 0..<5, using: &random)]
        let hardness = (0..<count).map { _ in Double.random(in: -0.3...0.3, using: &random) }
        let right = (0..<participants).map { _ -> [Bool] in
            let skill = Double.random(in: -0.2...0.2, using: &random)
            return hardness.map { hardness in
                let chance = ease == 0 || ease == 1 ? ease : ease + skill + hardness
                return Double.random(in: 0..<1, using: &random) < chance
            }
        }
        self.participants = participants
        self.points = points
        self.right = right
        scores = right.map { row in zip(row, points).reduce(0) { $0 + ($1.0 ? $1.1 : 0) } }
        let total = points.reduce(0, +)
        grades = scores.map { 9 - Int($0 / total * 8) }
    }

    var average: Double { scores.reduce(0, +) / Double(participants) }

    /// Percent.
    func rate(_ question: Int) -> Double {
        Double(right.count { $0[question] }) / Double(participants) * 100
    }

    func questions(of type: String) -> [Int] { types.indices.filter { types[$0] == type } }

    var exam: ExamFigures {
        ExamFigures(
            name: "9월 모의고사 영어", participants: participants, average: average, highest: scores.max() ?? 0,
            lowest: scores.min() ?? 0,
            grades: Set(grades).sorted().map { grade in
                let count = grades.count { $0 == grade }
                return .init(grade: grade, count: count, percentage: Double(count) / Double(participants) * 100)
            },
            questions: types.indices.map { index in
                .init(
                    number: index + 1, correctRate: rate(index), incorrectRate: 100 - rate(index), type: types[index],
                    points: points[index])
            })
    }

    /// What nobody marked is told by chance.
    func student(_ index: Int, _ random: inout SeededRandom) -> StudentFigures {
        let missed = types.indices.filter { !right[index][$0] }.map { question in
            StudentFigures.Missed(
                number: question + 1, type: types[question] ?? "기타",
                selected: Int.random(in: 0..<6, using: &random) == 0 ? "무효" : "4", correct: "2",
                correctRate: rate(question))
        }
        let results = Set(types.compactMap(\.self)).sorted().map { type in
            let questions = questions(of: type)
            let correct = questions.count { right[index][$0] }
            return StudentFigures.TypeResult(
                type: type, correct: correct, total: questions.count,
                rate: Double(correct) / Double(questions.count) * 100)
        }
        return StudentFigures(
            examName: "9월 모의고사 영어", studentName: index.isMultiple(of: 3) ? StudentFigures.nobody : "김하늘",
            score: scores[index], grade: grades[index], average: average, missed: missed, types: results)
    }
}
