import AnalysisFacts
import AnalysisNarrator
import Testing

/// What contradicts itself is left out, and said to be left out.
@Suite struct ContradictionTests {
    private static let korean = Narrator(language: .korean)

    @Test(
        "questions that cannot be are not spoken of",
        arguments: [
            // Everything right, but not the same scores.
            (Array(repeating: 100.0, count: 10), 20), (Array(repeating: 0.0, count: 10), 20),
            // Half of one student.
            (Array(repeating: 50.0, count: 10), 1), ([50, -1], 20), ([.nan, 50], 20), ([50, 101], 20),
        ])
    func questions(rates: [Double], participants: Int) {
        var exam = ExamSituation()
        (exam.rates, exam.participants, exam.grades) = (rates, participants, [])
        if participants == 1 { (exam.average, exam.highest, exam.lowest) = (11, 11, 11) }
        let text = Self.korean.commentary(exam.facts)
        #expect(text.contains("문항별 기록에 서로 맞지 않는 값이 있어"))
        #expect(!text.contains("정답률이"))
    }

    @Test("a question that is there twice is not spoken of")
    func twice() {
        var figures = ExamSituation().facts.figures
        figures.questions[1].number = 1
        #expect(!Self.korean.commentary(ExamFacts(figures)).contains("1번"))
    }

    @Test("grades of more students than took part are not spoken of")
    func grades() {
        var exam = ExamSituation()
        exam.grades = [(1, 15), (2, 15)]
        #expect(!Self.korean.commentary(exam.facts).contains("등급"))
    }

    @Test("percentages that do not fit their counts are left out")
    func shares() {
        var figures = ExamSituation().facts.figures
        figures.grades[3].percentage = 80
        let text = Self.korean.commentary(ExamFacts(figures))
        #expect(text.contains("등급은 4등급이 8명으로 가장 많고, 3등급 이내는 모두 7명입니다."))
    }

    @Test("records of a student that cannot be are not spoken of")
    func students() {
        var cases = Array(repeating: StudentSituation(), count: 6)
        // All had it right, but this student; not a rate; twice; not in the type's count; a rate that does not fit;
        // all right and yet below the average.
        cases[0].missed[0].correctRate = 100
        cases[1].missed[0].correctRate = -3
        cases[2].missed[1].number = 1
        cases[3].missed.removeLast()
        cases[4].types[0].1 = 18
        (cases[5].missed, cases[5].types, cases[5].score) = ([], [("듣기", 17, 17)], 40)
        for student in cases {
            let text = Self.korean.feedback(student.facts)
            #expect(text.contains("기록이 서로 맞지 않아"))
            #expect(!text.contains("번") && !text.contains("문항을"))
        }
    }

    @Test("a score beyond all bounds is not written")
    func score() {
        var student = StudentSituation()
        student.score = 1e12
        #expect(Self.korean.feedback(student.facts).hasPrefix("김하늘 학생은 9월 모의고사 영어에서 3등급을 받았습니다. 30문항"))
    }
}
