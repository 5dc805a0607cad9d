import Foundation
import Grading
import Loopback
import SheetPress

/// Thirty pupils on the built-in sheet, graded over HTTP by a host with the default plugins.yaml, and their reports.
struct ClassDemo {
    let folder: DemoFolder
    private static let pupils = 30

    /// Returns how many fields were read wrong, and reports not drawn.
    func run() throws -> Int {
        let press = try SheetPress(template: SheetTemplate.korean45)
        print("printing, marking and scanning \(Self.pupils) sheets ...")
        let key = AnswerSheet()
        let sheets = try (1...Self.pupils).map { try press.sheet(seed: UInt64($0), known: key.known(by: $0)) }

        let host = RunningHost(config: "plugins.yaml", state: "var", logFile: folder.path + "/host.log")
        let start = Date()
        try host.start(
            proctor: BuiltFiles.proctor(), environment: ["PROCTOR_HTTP": "127.0.0.1:0", "PROCTOR_ADMIN": "127.0.0.1:0"])
        print("the host is ready on 127.0.0.1:\(host.httpPort) after \(Self.milliseconds(since: start)) ms\n")
        defer { host.stop() }

        let client = try host.client()
        var total = (fields: 0, wrong: 0, flagged: 0)
        var rows = [["SHEET", "NUMBER", "SCORE", "GRADE", "FLAGS"]]
        var graded: [[String: Any]] = []
        let grading = Date()
        for (index, sheet) in sheets.enumerated() {
            let name = "class/sheet-" + (index < 9 ? "0" : "") + "\(index + 1)"
            try folder.write(sheet.jpeg, name + ".jpg")
            let answer = try client.post(
                "/api/omr/grade", file: ("image", "omr.jpg", "image/jpeg", sheet.jpeg),
                fields: key.fields.merging(["detail": "full", "overlay": "jpeg"]) { $1 })
            guard answer.status == 200 else {
                throw BuiltFiles.Missing(description: "\(name): HTTP \(answer.status): \(answer.text)")
            }
            let result = answer.json
            graded.append(result)
            try folder.write(answer: result, name)
            var comparison = Comparison(answer: result, truth: sheet.truth)
            let score = result["totalScore"] as? Int ?? -1
            if comparison.flagged.isEmpty, score != key.score(of: sheet.truth) { comparison.wrong.append("totalScore") }
            total.fields += comparison.fields
            total.wrong += comparison.wrong.count
            total.flagged += comparison.flagged.count
            let marks = comparison.wrong.map { "WRONG \($0)" } + comparison.flagged.sorted()
            rows.append([
                String(index + 1), result["phoneNumber"] as? String ?? "?", String(score),
                String(result["grade"] as? Int ?? -1), marks.joined(separator: " "),
            ])
        }
        let perSheet = Date().timeIntervalSince(grading) * 1_000 / Double(Self.pupils)
        for row in rows { print(Self.line(row)) }
        let csv = rows.map { $0.joined(separator: ",") + "\r\n" }.joined()
        try folder.write(Array(csv.utf8), "class.csv")
        let fields = NumberFormatter.localizedString(from: NSNumber(value: total.fields), number: .decimal)
        print(
            "\n\(Self.pupils) sheets, \(fields) fields, \(total.wrong) wrong, \(total.flagged) flagged"
                + " (\(Int(perSheet.rounded())) ms a sheet with its overlay)")
        let reports = ReportDemo(folder: folder, client: client, exam: key.exam)
        return total.wrong + (try reports.run(graded, of: sheets.map(\.truth)))
    }

    private static func milliseconds(since start: Date) -> Int { Int(Date().timeIntervalSince(start) * 1_000) }

    private static func line(_ row: [String]) -> String {
        let widths = [5, 8, 5, 5]
        return row.enumerated().map { index, cell in
            index < widths.count
                ? cell.padding(toLength: max(widths[index], cell.count), withPad: " ", startingAt: 0) : cell
        }.joined(separator: "  ")
    }
}

/// A made-up exam: the key, the points (100 in all) and the kinds of question of 45 questions.
struct AnswerSheet {
    private let answers: [String: String]
    private let scores: [String: Int]
    private let types: [String: String]

    init() {
        var answers: [String: String] = [:]
        var scores: [String: Int] = [:]
        var types: [String: String] = [:]
        for number in 1...45 {
            answers[String(number)] = String((number * 7 + number / 3) % 5 + 1)
            scores[String(number)] = number % 9 < 2 ? 3 : 2
            types[String(number)] = number <= 17 ? "듣기" : number <= 24 ? "문법" : number <= 34 ? "빈칸" : "내용파악"
        }
        (self.answers, self.scores, self.types) = (answers, scores, types)
    }

    /// The contract's three JSON parts.
    var fields: [String: String] {
        func json(_ value: Any) -> String {
            (try? JSONSerialization.data(withJSONObject: value)).map { String(decoding: $0, as: UTF8.self) } ?? ""
        }
        return [
            "correct_answers": json(answers), "question_scores": json(scores), "question_types": json(types),
        ]
    }

    /// The exam as reports are told of it.
    var exam: [String: Any] {
        [
            "id": 42, "name": "11월 모의고사 영어 영역", "date": "2026-11-14", "category": "GRADED",
            "gradingType": "ABSOLUTE", "gradeScale": "NINE_GRADE", "correctAnswers": answers, "questionScores": scores,
            "questionTypes": types,
        ]
    }

    /// The answers that a pupil knows: some know a third of them, some nearly all.
    func known(by pupil: Int) -> [String: String] {
        let share = 35 + pupil * 37 % 65
        let known = answers.filter { question, _ in ((Int(question) ?? 0) * 53 + pupil * 29) % 100 < share }
        return Dictionary(uniqueKeysWithValues: known.map { ("q" + $0.key, $0.value) })
    }

    /// What a sheet with these marks earns: only one mark, and the right one, counts.
    func score(of truth: [String: [String]]) -> Int {
        answers.reduce(0) { sum, pair in
            truth["q" + pair.key] == [pair.value] ? sum + (scores[pair.key] ?? 0) : sum
        }
    }
}
