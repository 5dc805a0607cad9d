import AnalysisFacts
import AnalysisNarrator
import Fuzzing
import Testing

@testable import AnalysisNarrator

@Suite struct DisplayNameTests {
    @Test(
        "a name stays on one line and is bounded",
        arguments: [
            ("  9월\n모의고사\t\t영어 ", "9월 모의고사 영어"), ("a\u{0}b\u{1B}[31m", "a b [31m"), ("\u{202E}국어", "국어"),
            ("줄\u{2028}바꿈\u{2029}", "줄 바꿈"), ("\u{A0}\u{3000}", ""), ("", ""), ("…?!", ""),
            ("\u{301}\u{20DD}국어", "국어"), ("👩‍🏫 선생님", "👩‍🏫 선생님"),
            (String(repeating: "가", count: 60), String(repeating: "가", count: 60)),
            (String(repeating: "가", count: 61), String(repeating: "가", count: 60) + "…"),
            (String(repeating: "가나다라 ", count: 40), String(repeating: "가나다라 ", count: 11) + "가나다라…"),
        ])
    func cleaned(name: String, text: String) {
        #expect(DisplayName.clean(name) == text)
    }

    @Test("a character with thousands of marks does not make a text long")
    func marks() {
        let name = DisplayName.clean("a" + String(repeating: "\u{301}", count: 100_000))
        #expect(name.unicodeScalars.count <= 241)
    }

    @Test("mutated names leave the texts whole")
    func mutatedNames() {
        var random = SeededRandom(62)
        let names = ["9월 모의고사 영어", "**굵게** <b>x</b>", "a\r\nb\u{2028}c", "}{{ 7*7 }}", "김하늘\u{202E}", "빈칸. 추론!"]
        for round in 0..<FuzzRounds.count(100) {
            let bytes = Array(names[round % names.count].utf8).mutated(&random)
            let name = String(decoding: bytes, as: UTF8.self)
            var exam = ExamSituation()
            (exam.name, exam.types) = (name, [name, "문법"])
            var student = StudentSituation()
            (student.exam, student.student) = (name, name)
            student.types.append((name, 1, 1))
            for language in AnalysisLanguage.allCases {
                TextRules.check(Narrator(language: language).commentary(exam.facts), language, names: [name])
                TextRules.check(Narrator(language: language).feedback(student.facts), language, names: [name])
            }
        }
    }

    @Test("a student without a readable name is spoken to without one")
    func unreadable() {
        var student = StudentSituation()
        student.student = " \u{0}\n"
        let text = Narrator(language: .korean).feedback(student.facts)
        #expect(text.hasPrefix("9월 모의고사 영어에서 79점으로"))
        student.student = "전학생"
        #expect(Narrator(language: .korean).feedback(student.facts).hasPrefix("전학생은 9월"))
    }
}
