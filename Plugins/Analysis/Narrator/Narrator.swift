import AnalysisFacts

/// Writes commentary and feedback from facts alone, without a model: the same text for the same facts. It says what
/// the figures say and nothing of why; figures that contradict each other it leaves out.
///
/// Plain prose. Paragraphs are lines of their own. Safe from any thread; a text takes microseconds.
public struct Narrator: Sendable {
    private let language: AnalysisLanguage

    public init(language: AnalysisLanguage) { self.language = language }

    /// Four to eight sentences about an exam, for a teacher and the students' reports.
    public func commentary(_ facts: ExamFacts) -> String {
        let paragraphs = ExamPlan.paragraphs(facts)
        let name = DisplayName.clean(facts.figures.name)
        switch language {
        case .korean: return Self.text(paragraphs, KoreanCommentary(examName: name).sentence)
        case .english: return Self.text(paragraphs, EnglishCommentary(examName: name).sentence)
        }
    }

    /// Four to seven sentences to one student.
    public func feedback(_ facts: StudentFacts) -> String {
        let paragraphs = StudentPlan.paragraphs(facts)
        let exam = DisplayName.clean(facts.figures.examName)
        let student = facts.figures.isNamed ? DisplayName.clean(facts.figures.studentName) : ""
        switch language {
        case .korean:
            return Self.text(paragraphs, KoreanFeedback(examName: exam, studentName: student).sentence)
        case .english:
            return Self.text(paragraphs, EnglishFeedback(examName: exam, studentName: student).sentence)
        }
    }

    private static func text<Message>(_ paragraphs: [[Message]], _ sentence: (Message) -> String) -> String {
        paragraphs.map { $0.map(sentence).joined(separator: " ") }.joined(separator: "\n")
    }
}
