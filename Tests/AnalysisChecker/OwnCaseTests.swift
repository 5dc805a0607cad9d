import AnalysisChecker
import AnalysisFacts
import Testing

@Suite struct OwnCaseTests {
    private static let exam = FactChecker(exam: OwnCases.exam)
    private static let student = FactChecker(student: OwnCases.student)

    @Test(
        "what is true of an exam is not refused",
        arguments: (OwnCases.ofExam + OwnCases.moreOfExam).map(\.right) + OwnCases.trueOfExam
            + OwnCases.widelyTrueOfExam)
    func rightOfExam(_ text: String) { #expect(Self.exam.problems(in: text).map(\.quote) == []) }

    @Test(
        "one error about an exam is found",
        arguments: (OwnCases.ofExam + OwnCases.moreOfExam).map(\.wrong) + OwnCases.widelyWrongOfExam)
    func wrongOfExam(_ text: String) { #expect(!Self.exam.problems(in: text).isEmpty) }

    @Test(
        "what is true of a student is not refused",
        arguments: (OwnCases.ofStudent + OwnCases.moreOfStudent).map(\.right) + OwnCases.trueOfStudent
            + OwnCases.widelyTrueOfStudent)
    func rightOfStudent(_ text: String) { #expect(Self.student.problems(in: text).map(\.quote) == []) }

    @Test(
        "one error about a student is found",
        arguments: (OwnCases.ofStudent + OwnCases.moreOfStudent).map(\.wrong) + OwnCases.widelyWrongOfStudent)
    func wrongOfStudent(_ text: String) { #expect(!Self.student.problems(in: text).isEmpty) }
}
