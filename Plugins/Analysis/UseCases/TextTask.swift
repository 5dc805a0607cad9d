import AnalysisChecker
import AnalysisFacts
import AnalysisNarrator
import Digests

/// One text that is to be written, and all that it may be made of.
struct TextTask: Sendable {
    /// Which of the contract's routes it belongs to, however it was asked for.
    enum Endpoint: String, Sendable {
        case examCommentary = "exam-commentary"
        case studentFeedback = "student-feedback"
    }

    private enum Subject: Sendable {
        case exam(ExamFacts)
        case student(StudentFacts)
    }

    private let subject: Subject
    let language: AnalysisLanguage
    /// Whose it is, where a command says so; nil: the job's.
    let tenant: String?

    init(_ figures: ExamFigures, in language: AnalysisLanguage, tenant: String? = nil) {
        subject = .exam(ExamFacts(figures))
        self.language = language
        self.tenant = tenant
    }

    init(_ figures: StudentFigures, in language: AnalysisLanguage, tenant: String? = nil) {
        subject = .student(StudentFacts(figures))
        self.language = language
        self.tenant = tenant
    }

    var endpoint: Endpoint {
        switch subject {
        case .exam: .examCommentary
        case .student: .studentFeedback
        }
    }

    var examName: String {
        switch subject {
        case .exam(let facts): facts.figures.name
        case .student(let facts): facts.figures.examName
        }
    }

    /// Empty for an exam.
    var studentName: String {
        switch subject {
        case .exam: ""
        case .student(let facts): facts.figures.studentName
        }
    }

    /// The facts as a model reads them.
    var factSheet: String {
        switch subject {
        case .exam(let facts): ExamFactSheet.text(facts, in: language)
        case .student(let facts): StudentFactSheet.text(facts, in: language)
        }
    }

    /// Of all that the text is made of: the same in each process, another one for other figures.
    var fingerprint: String {
        let basis = [endpoint.rawValue, language.rawValue, examName, studentName, factSheet].joined(separator: "\n")
        return SHA256.hex(Array(basis.utf8))
    }

    /// What holds a text against the facts.
    var checker: FactChecker {
        switch subject {
        case .exam(let facts): FactChecker(exam: facts)
        case .student(let facts): FactChecker(student: facts)
        }
    }

    /// The text that needs no model.
    var narration: String {
        let narrator = Narrator(language: language)
        return switch subject {
        case .exam(let facts): narrator.commentary(facts)
        case .student(let facts): narrator.feedback(facts)
        }
    }
}

/// A text that stands up to the facts.
struct WrittenText: Sendable, Equatable {
    var content: String
    /// The narrator wrote it because the model could not; nil: it is as wanted. The reason is a failure's code.
    var degradedBy: String?

    var isDegraded: Bool { degradedBy != nil }
}
