import AnalysisChecker
import AnalysisFacts
import Testing

/// Exams and students at the edges: scores below zero, nothing missed, two questions, twenty questions.
@Suite struct SmallFactsTests {
    private static func exam(average: Double, rates: [Double]) -> FactChecker {
        FactChecker(
            exam: ExamFacts(
                ExamFigures(
                    name: "가을 평가", participants: 20, average: average, highest: 12, lowest: -20,
                    grades: (1...5).map { .init(grade: $0, count: 4, percentage: 20) },
                    questions: rates.enumerated().map {
                        .init(
                            number: $0 + 1, correctRate: $1, incorrectRate: 100 - $1, type: $0 < 5 ? "근대사" : "현대사",
                            points: 5)
                    })))
    }

    private static func student(
        missed: [(number: Int, type: String, chosen: String, right: String, rate: Double)],
        types: [(name: String, right: Int, total: Int)]
    ) -> FactChecker {
        FactChecker(
            student: StudentFacts(
                StudentFigures(
                    examName: "가을 평가", studentName: "이서진", score: 80, grade: 2, average: 70,
                    missed: missed.map {
                        .init(
                            number: $0.number, type: $0.type, selected: $0.chosen, correct: $0.right,
                            correctRate: $0.rate)
                    },
                    types: types.map {
                        .init(
                            type: $0.name, correct: $0.right, total: $0.total,
                            rate: Double($0.right) / Double($0.total) * 100)
                    })))
    }

    private static let negative = exam(average: -5.5, rates: [20, 80])
    private static let pair = exam(average: 5, rates: [20, 80])
    /// Question 1 is the hardest, 20 the easiest.
    private static let twenty = exam(average: 5, rates: (1...20).map { Double($0) * 4.5 })
    private static let two = student(
        missed: [(7, "문법", "2", "4", 30), (8, "문법", "1", "5", 20)], types: [("어휘", 4, 4), ("문법", 2, 4)])
    private static let perfect = student(missed: [], types: [("어휘", 4, 4), ("문법", 4, 4)])

    @Test(
        "the sign belongs to the number",
        arguments: [
            "평균은 -5.5점입니다.", "평균은 −5.5점입니다.", "평균은 마이너스 5.5점입니다.", "The average was -5.5 points.",
            "The average was minus 5.5 points.", "평균은 -5.5점, 최저점은 -20점입니다.",
        ])
    func signs(_ text: String) { #expect(Self.negative.problems(in: text).map(\.quote) == []) }

    @Test(
        "a sign that is left out or put in is found",
        arguments: ["평균은 5.5점입니다.", "The average was 5.5 points.", "최고점은 -12점입니다.", "The lowest score was 20 points."])
    func wrongSigns(_ text: String) { #expect(!Self.negative.problems(in: text).isEmpty) }

    @Test(
        "choices, whole rates and counts of none that are true are not refused",
        arguments: [
            "7번에서 고른 답은 2번이고 정답은 4번입니다.", "7번의 정답은 4번인데 2번을 선택했습니다.", "7번은 고른 답은 2, 정답은 4입니다.",
            "7번에서 선택한 답은 2번이지만 정답은 4번입니다.", "전체 정답률이 60% 이상인데 틀린 문항은 8번과 7번입니다.",
            "7번에서 쓴 답은 2번이고, 맞는 답은 4번입니다.", "어휘 유형에서 틀린 문항은 0문항입니다.",
            "이서진 학생의 점수는 평균 대비 +10점입니다.", "7번은 틀린 문항 중에서는 비교적 쉬운 편이었습니다.",
            "No vocabulary items were missed in 어휘; 0 questions were missed in 어휘.",
        ])
    func rightOfTwo(_ text: String) { #expect(Self.two.problems(in: text).map(\.quote) == []) }

    @Test(
        "choices, whole rates and counts of none that are false are found",
        arguments: [
            "7번에서 고른 답은 4번이고 정답은 2번입니다.", "7번의 정답은 2번인데 4번을 선택했습니다.", "7번은 고른 답은 4, 정답은 2입니다.",
            "전체 정답률이 80% 이상인데 틀린 문항은 8번과 7번입니다.", "문법 유형에서 틀린 문항은 0문항입니다.", "7번에서 쓴 답은 4번이고, 맞는 답은 2번입니다.",
            "이서진 학생의 점수는 평균 대비 -10점입니다.", "틀린 문항은 0문항입니다.",
            "0 questions were missed.",
        ])
    func wrongOfTwo(_ text: String) { #expect(!Self.two.problems(in: text).isEmpty) }

    @Test("nothing was missed", arguments: ["틀린 문항은 0문항입니다.", "0 questions were missed.", "틀린 문항은 0개입니다."])
    func nothingMissed(_ text: String) { #expect(Self.perfect.problems(in: text).map(\.quote) == []) }

    @Test(
        "the exam's questions are counted",
        arguments: ["The 2 questions had a mean correct rate of 50%.", "2문항의 평균 정답률은 50%입니다."])
    func twoQuestions(_ text: String) { #expect(Self.pair.problems(in: text).map(\.quote) == []) }

    @Test(
        "the exam's questions are miscounted",
        arguments: [
            "The 3 questions had a mean correct rate of 50%.", "The 2 questions had a mean correct rate of 60%.",
        ])
    func notTwoQuestions(_ text: String) { #expect(!Self.pair.problems(in: text).isEmpty) }

    @Test(
        "true places are not refused",
        arguments: [
            "Question 2 was the 2nd hardest.", "Question 12 was the 12th hardest.", "Question 20 was the 1st easiest.",
            "Question 3 ranked 3rd in difficulty.", "2번은 어려운 순서로 2위인 문항입니다.", "근대사는 낮은 순서로 1위입니다.",
            "어려운 순서로 3위인 문항은 3번입니다.", "19번은 정답률이 높은 순으로 두 번째입니다.", "20번은 정답률 1위입니다.", "1번은 오답률 1위입니다.",
            "1번과 2번은 어려운 순서로 1위와 2위입니다.", "근대사와 현대사는 각각 낮은 순으로 1위와 2위입니다.",
            "Question 2 is the 2nd most difficult, and question 3 the 3rd most difficult.",
        ])
    func places(_ text: String) { #expect(Self.twenty.problems(in: text).map(\.quote) == []) }

    @Test(
        "false places are found",
        arguments: [
            "Question 3 was the 2nd hardest.", "Question 12 was the 11th hardest.", "Question 19 was the 1st easiest.",
            "Question 3 ranked 4th in difficulty.", "3번은 어려운 순서로 2위인 문항입니다.", "현대사는 낮은 순서로 1위입니다.",
            "어려운 순서로 3위인 문항은 4번입니다.", "18번은 정답률이 높은 순으로 두 번째입니다.", "19번은 정답률 1위입니다.", "2번은 오답률 1위입니다.",
            "2번과 1번은 어려운 순서로 1위와 2위입니다.", "현대사와 근대사는 각각 낮은 순으로 1위와 2위입니다.",
            "Question 2 is the 2nd most difficult, and question 3 the 4th most difficult.",
        ])
    func wrongPlaces(_ text: String) { #expect(!Self.twenty.problems(in: text).isEmpty) }

    @Test("the type with the most questions", arguments: ["문항 수가 가장 많은 현대사에서", "문항 수가 가장 적은 근대사에서"])
    func sizes(_ text: String) { #expect(Self.twenty.problems(in: text).map(\.quote) == []) }

    @Test("another type than that with the most questions", arguments: ["문항 수가 가장 적은 현대사에서", "문항 수가 가장 많은 근대사에서"])
    func wrongSizes(_ text: String) { #expect(!Self.twenty.problems(in: text).isEmpty) }

    @Test(
        "what follows an order, an insertion or a pronoun is not refused",
        arguments: [
            "현대사 58.5%, 근대사 13.5% 순으로, 근대사가 가장 약한 유형입니다.", "Question 1, from 근대사, had the lowest at 4.5%.",
            "The mean correct rate was 47.3%, and 근대사 stayed well below it at 13.5%.",
            "1등급이 4명인 가운데 2등급과 3등급이 4명씩으로 같았습니다.",
        ])
    func joints(_ text: String) { #expect(Self.twenty.problems(in: text).map(\.quote) == []) }

    @Test(
        "an error in what follows an order, an insertion or a pronoun is found",
        arguments: [
            "현대사 58.5%, 근대사 13.5% 순으로, 현대사가 가장 약한 유형입니다.", "Question 1, from 현대사, had the lowest at 4.5%.",
            "The mean correct rate was 47.3%, and 근대사 stayed well above it at 13.5%.",
            "1등급이 4명인 가운데 2등급과 3등급이 5명씩으로 같았습니다.",
        ])
    func wrongJoints(_ text: String) { #expect(!Self.twenty.problems(in: text).isEmpty) }
}
