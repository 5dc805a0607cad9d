import AnalysisChecker
import AnalysisFacts
import Fuzzing
import Testing

@Suite struct FuzzTests {
    private static let checkers = [FactChecker(exam: OwnCases.exam), FactChecker(student: OwnCases.student)]

    @Test("mutated texts are read to the end")
    func mutated() {
        var random = SeededRandom(61)
        let texts = (OwnCases.ofExam + OwnCases.ofStudent).flatMap { [$0.right, $0.wrong] }
        for round in 0..<FuzzRounds.count(2000) {
            let bytes = Array(texts[round % texts.count].utf8).mutated(&random)
            let text = String(decoding: bytes, as: UTF8.self)
            for checker in Self.checkers {
                for problem in checker.problems(in: text) { #expect(problem.sentence >= 0 && !problem.message.isEmpty) }
            }
        }
    }

    @Test("any characters are read to the end")
    func anyCharacters() {
        var random = SeededRandom(62)
        let pieces = [
            "1", "2.5", "%", "점", "번", "명", "~", ",", " ", "가장", "낮은", "문법", "questions ", "and ", "(", ")", "평균보다 ",
            "of ",
            "\u{0301}", "🙂", "\n", ".", "세 문항", "50", "등급", "부터 ", "between ", "무효", "대신 ", "99999999999999999999", "e",
            "A",
        ]
        for _ in 0..<FuzzRounds.count(1000) {
            var text = ""
            for _ in 0..<Int.random(in: 1...60, using: &random) {
                if Bool.random(using: &random), let piece = pieces.randomElement(using: &random) {
                    text += piece
                } else if let scalar = Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) {
                    text.unicodeScalars.append(scalar)
                }
            }
            for checker in Self.checkers { _ = checker.problems(in: text) }
        }
    }

    @Test(
        "very long texts are a problem and no burden",
        arguments: ["1", "1, ", "문법", "3번, ", "50%와 ", "one of ", "가장 낮은 3번. ", "(", ". "])
    func long(_ piece: String) {
        let text = String(repeating: piece, count: 100_000 / piece.utf8.count)
        let started = ContinuousClock.now
        for checker in Self.checkers { #expect(!checker.problems(in: text).isEmpty || piece == ". ") }
        #expect(ContinuousClock.now - started < .seconds(20))
    }

    @Test("sentences together are the text, however it comes")
    func growing() {
        var random = SeededRandom(63)
        for _ in 0..<FuzzRounds.count(200) {
            let text = (0..<5).compactMap { _ in
                (OwnCases.ofExam + OwnCases.ofStudent).randomElement(using: &random)?.right
            }
            .joined(separator: Bool.random(using: &random) ? " " : "\n")
            var sentences = Sentences()
            var given: [String] = []
            var rest = Array(text.unicodeScalars)[...]
            while !rest.isEmpty {
                var piece = String.UnicodeScalarView()
                piece.append(contentsOf: rest.prefix(Int.random(in: 1...7, using: &random)))
                rest = rest.dropFirst(piece.count)
                given += sentences.append(String(piece))
            }
            given += sentences.finish().map { [$0] } ?? []
            #expect(given.joined() == text)
            #expect(given == Sentences.all(in: text))
        }
    }
}
