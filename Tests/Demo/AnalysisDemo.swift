import Foundation
import Loopback

/// The class's commentary and feedback, from the answers of grading alone; by default nobody but the narrator writes.
struct AnalysisDemo {
    /// What the second pages of the reports have.
    struct Texts {
        var commentary: String?
        /// By number of the student, as texts.
        var feedback: [String: String] = [:]
    }

    let folder: DemoFolder
    let client: HTTPClient
    let examName: String

    /// - Parameters:
    ///   - graded: what `grading.grade` answered for each sheet.
    ///   - roster: of the same pupils, in the same order: `studentId` and `name`.
    func run(_ graded: [[String: Any]], roster: [[String: Any]]) throws -> Texts {
        print("\nwriting about these \(graded.count) pupils ...")
        let json = try JSONSerialization.data(withJSONObject: request(graded, roster), options: [.sortedKeys])
        let start = Date()
        let answer = try client.post("/api/analysis/class", json: String(decoding: json, as: UTF8.self))
        guard answer.status == 200 else {
            throw BuiltFiles.Missing(description: "analysis: HTTP \(answer.status): \(answer.text.prefix(1000))")
        }
        var texts = Texts()
        for line in answer.text.split(separator: "\n") {
            let piece = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            guard let said = piece?["student"] as? [String: Any], let content = said["content"] as? String else {
                continue
            }
            if let id = said["studentId"] as? Int {
                texts.feedback[String(id)] = content
            } else {
                texts.commentary = content
            }
        }
        let each = Date().timeIntervalSince(start) * 1_000 / Double(max(graded.count, 1))
        try folder.write(Array((texts.commentary ?? "").utf8), "commentary.txt")
        print(texts.commentary ?? "no commentary")
        print(String(format: "  commentary, and feedback to %d pupils: %.1f ms each", texts.feedback.count, each))
        return texts
    }

    /// The body of `analysis.class`: what a backend computes from the results of an exam.
    private func request(_ graded: [[String: Any]], _ roster: [[String: Any]]) -> [String: Any] {
        let answers = graded.map { ($0["results"] as? [[String: Any]] ?? []).map(Answer.init) }
        let scores = graded.map { $0["totalScore"] as? Int ?? 0 }
        let average = Double(scores.reduce(0, +)) / Double(max(scores.count, 1))
        let all = answers.flatMap { $0 }
        let rates = Dictionary(grouping: all, by: \.number).mapValues { Self.share($0) }
        let students = zip(graded.indices, roster).map { index, entry -> [String: Any] in
            let own = answers[index]
            let missed = own.filter { !$0.isRight }.map { $0.missed(rate: (rates[$0.number] ?? 0) * 100) }
            let types = Dictionary(grouping: own, by: \.type).map { type, answers -> [String: Any] in
                [
                    "type": type, "correctCount": answers.count(where: \.isRight), "totalCount": answers.count,
                    "correctRate": Self.share(answers) * 100,
                ]
            }
            return [
                "studentId": entry["studentId"] ?? 0, "studentName": entry["name"] ?? "학생", "totalScore": scores[index],
                "grade": graded[index]["grade"] ?? 0, "incorrectQuestions": missed, "questionTypeAchievement": types,
            ]
        }
        let grades = Dictionary(grouping: graded) { $0["grade"] as? Int ?? 0 }
        let exam: [String: Any] = [
            "examName": examName, "totalParticipants": graded.count, "averageScore": average,
            "highestScore": scores.max() ?? 0, "lowestScore": scores.min() ?? 0,
            "gradeDistribution": grades.sorted { $0.key < $1.key }.map { grade, pupils in
                [
                    "grade": Double(grade), "count": Double(pupils.count),
                    "percentage": Double(pupils.count) / Double(graded.count) * 100,
                ]
            },
            "questionStatistics": Dictionary(grouping: all, by: \.number).sorted { $0.key < $1.key }.map {
                number, answers in
                [
                    "questionNumber": number, "correctRate": rates[number] ?? 0,
                    "incorrectRate": 1 - (rates[number] ?? 0),
                    "questionType": answers[0].type, "actualScore": answers[0].points,
                ] as [String: Any]
            },
        ]
        return ["examName": examName, "averageScore": average, "students": students, "exam": exam]
    }

    private static func share(_ answers: [Answer]) -> Double {
        Double(answers.count(where: \.isRight)) / Double(max(answers.count, 1))
    }
}

/// One answer of one pupil, as grading tells it.
private struct Answer {
    let number: Int
    let type: String
    let chosen: String
    let correct: String
    let points: Int
    let isRight: Bool

    init(_ result: [String: Any]) {
        number = result["questionNumber"] as? Int ?? 0
        type = result["questionType"] as? String ?? "기타"
        let answer = result["studentAnswer"] as? String ?? ""
        chosen = answer.isEmpty ? "무효" : answer
        correct = result["correctAnswer"] as? String ?? "N/A"
        points = result["score"] as? Int ?? 0
        isRight = (result["earnedScore"] as? Int ?? 0) > 0
    }

    func missed(rate: Double) -> [String: Any] {
        [
            "questionNumber": number, "questionType": type, "selectedChoice": chosen, "correctAnswer": correct,
            "questionCorrectRate": rate,
        ]
    }
}
