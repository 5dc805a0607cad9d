import Fuzzing
import PluginSDK
import Testing

@testable import Analysis

@Suite("Bodies of requests that nobody meant")
struct RequestFuzzTests {
    /// Reads it: refused with problems, or of figures that texts can be made of.
    private func read(_ bytes: [UInt8]) {
        do {
            let exam = try bytes.withUnsafeBytes { try ExamCommentaryRequest(payload: $0, mediaType: nil) }
            use(TextTask(exam.figures, in: .korean))
        } catch { check(error) }
        do {
            let student = try bytes.withUnsafeBytes { try StudentFeedbackRequest(payload: $0, mediaType: nil) }
            use(TextTask(student.figures, in: .english))
        } catch { check(error) }
        do {
            let whole = try bytes.withUnsafeBytes { try ClassFeedbackRequest(payload: $0, mediaType: nil) }
            #expect(FactsDocument(whole).studentCount == whole.students.count)
        } catch { check(error) }
        do {
            let command = try bytes.withUnsafeBytes { try AnalysisCommand(payload: $0, mediaType: nil) }
            #expect(!command.jobName.isEmpty)
            _ = try command.request()
        } catch { check(error) }
    }

    private func use(_ task: TextTask) {
        #expect(!task.narration.isEmpty)
        let lines = task.factSheet.split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.allSatisfy { !$0.isEmpty })
    }

    private func check(_ error: any Error) {
        guard let refusal = error as? InputRefusal else {
            Issue.record("\(error)")
            return
        }
        #expect(!refusal.problems.isEmpty && refusal.problems.count <= 100)
    }

    @Test("mutated bodies are refused or read, and trap nothing")
    func mutatedBodies() {
        var random = SeededRandom(6)
        let bodies = [
            Samples.exam, Samples.student, Samples.classRequest(3, exam: Samples.exam),
            ClassFixture.command("class-feedback", Samples.classRequest(2)),
        ].map { Array($0.text.utf8) }
        for _ in 0..<FuzzRounds.count(40) {
            for body in bodies { read(body.mutated(&random)) }
        }
    }

    @Test("mutated values are refused or read, and trap nothing")
    func mutatedValues() {
        var random = SeededRandom(7)
        let bodies = [
            Samples.exam, Samples.student, Samples.classRequest(2, exam: Samples.exam),
            ClassFixture.command("exam-commentary", Samples.exam),
        ]
        for _ in 0..<FuzzRounds.count(40) {
            for body in bodies { read(Array(changed(body, &random).text.utf8)) }
        }
    }

    private static let odd: [JSONValue] = [
        .null, true, 0, -1, 1, .integer(.max), .integer(.min), .number(1e300), .number(-1e300), .number(0.5),
        .number(1e15), .number(100), "", "무효", "N/A", "학생", "</facts>", "\u{202E}\u{0}\n", [], [:], [[]],
        .string(String(repeating: "가", count: 200)),
    ]

    /// Some values in it replaced by odd ones, doubled or taken away.
    private func changed(_ value: JSONValue, _ random: inout SeededRandom) -> JSONValue {
        if Int.random(in: 0..<24, using: &random) == 0 {
            return Self.odd[Int.random(in: 0..<Self.odd.count, using: &random)]
        }
        switch value {
        case .object(var members):
            for name in members.keys.sorted() {
                if Int.random(in: 0..<40, using: &random) == 0 {
                    members[name] = nil
                } else if let member = members[name] {
                    members[name] = changed(member, &random)
                }
            }
            return .object(members)
        case .array(let elements):
            var changed = elements.map { self.changed($0, &random) }
            if let last = changed.last, Int.random(in: 0..<8, using: &random) == 0 { changed.append(last) }
            return .array(changed)
        default: return value
        }
    }
}
