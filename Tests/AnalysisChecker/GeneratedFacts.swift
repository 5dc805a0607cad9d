import AnalysisFacts
import Fuzzing

/// Exams and students drawn by chance, each with other sizes, types, ties and extremes.
enum GeneratedFacts {
    private static let names = ["듣기", "문법", "어휘", "빈칸 추론", "Reading", "순서·삽입"]

    static func exam(_ random: inout SeededRandom) -> ExamFacts {
        let participants = [1, 2, 3, 7, 12, 31, 60, 214].randomElement(using: &random) ?? 1
        let count = [1, 2, 5, 10, 20, 30, 45].randomElement(using: &random) ?? 1
        let types = names.prefix(Int.random(in: 0...names.count, using: &random))
        let steps = [1.0, 1.5, 2, 2.5].shuffled(using: &random).prefix(Int.random(in: 1...3, using: &random))
        let questions = (0..<count).map { index in
            let right = Int.random(in: 0...participants, using: &random)
            let rate = Double(right) / Double(participants) * 100
            return ExamFigures.Question(
                number: index + 1, correctRate: rate, incorrectRate: 100 - rate,
                type: types.isEmpty ? nil : types[index * types.count / count],
                points: steps.randomElement(using: &random) ?? 2)
        }
        let total = questions.reduce(0) { $0 + $1.points }
        let average = questions.reduce(0) { $0 + $1.points * $1.correctRate / 100 }
        let grades = Dictionary(
            grouping: (0..<participants).map { _ in Int.random(in: 1...9, using: &random) }, by: \.self)
        let isEven = participants == 1 || Int.random(in: 0..<8, using: &random) == 0
        return ExamFacts(
            ExamFigures(
                name: "9월 모의고사 영어", participants: participants, average: average,
                highest: isEven ? average : min(total, average + total / 5),
                lowest: isEven ? average : max(0, average - total / 4),
                grades: grades.sorted { $0.key < $1.key }.map {
                    .init(
                        grade: $0.key, count: $0.value.count,
                        percentage: Double($0.value.count) / Double(participants) * 100)
                },
                questions: questions))
    }

    static func student(_ random: inout SeededRandom) -> StudentFacts {
        let exam = exam(&random)
        let ease: Double = [0, 0.3, 0.6, 0.9, 1].randomElement(using: &random) ?? 0
        let isRight = exam.figures.questions.map { _ in Double.random(in: 0..<1, using: &random) < ease }
        let missed = zip(exam.figures.questions, isRight).filter { !$0.1 }.map { question, _ in
            StudentFigures.Missed(
                number: question.number, type: question.type ?? "기타",
                selected: Int.random(in: 0..<6, using: &random) == 0 ? "무효" : "4",
                correct: Int.random(in: 0..<9, using: &random) == 0 ? "N/A" : "2", correctRate: question.correctRate)
        }
        let score = zip(exam.figures.questions, isRight).reduce(0) { $0 + ($1.1 ? $1.0.points : 0) }
        return StudentFacts(
            StudentFigures(
                examName: exam.figures.name,
                studentName: Bool.random(using: &random) ? "김하늘" : StudentFigures.nobody, score: score,
                grade: Int.random(in: 1...9, using: &random), average: exam.figures.average, missed: missed,
                types: exam.types.map { type in
                    let right = type.numbers.count { isRight[$0 - 1] }
                    return .init(
                        type: type.name, correct: right, total: type.numbers.count,
                        rate: Double(right) / Double(type.numbers.count) * 100)
                }))
    }
}
