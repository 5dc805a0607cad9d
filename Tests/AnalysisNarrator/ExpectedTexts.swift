import AnalysisFacts
import AnalysisNarrator
import Testing

/// What an exam or a student is said to be in both languages.
func expect(
    _ exam: ExamSituation, korean: String, english: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(Narrator(language: .korean).commentary(exam.facts) == korean, sourceLocation: sourceLocation)
    #expect(Narrator(language: .english).commentary(exam.facts) == english, sourceLocation: sourceLocation)
}

func expect(
    _ student: StudentSituation, korean: String, english: String, sourceLocation: SourceLocation = #_sourceLocation
) {
    #expect(Narrator(language: .korean).feedback(student.facts) == korean, sourceLocation: sourceLocation)
    #expect(Narrator(language: .english).feedback(student.facts) == english, sourceLocation: sourceLocation)
}
