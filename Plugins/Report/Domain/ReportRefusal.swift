/// Why a report will never be made: the backend is told, and the job is done.
struct ReportRefusal: Error, Sendable, Equatable {
    enum Kind: Sendable { case absent, backend, drawing }

    let kind: Kind
    /// Stable, for programs: `exam.missing`, `student.missing`, `result.missing`; `exam.refused`, `exam.unusable` and
    /// the same of the backend's other documents; the codes of templates and layouts; `report.too_large`,
    /// `report.glyphs_missing`, `report.key_invalid`.
    let code: String
    /// A sentence for a person, Korean first. No names, and nothing of what the backend said.
    let message: String

    static func missing(_ document: BackendDocument) -> ReportRefusal {
        ReportRefusal(
            kind: .absent, code: "\(document.rawValue).missing",
            message: "\(document.korean) 찾을 수 없습니다: the backend has no such \(document.english).")
    }

    static let resultMissing = ReportRefusal(
        kind: .absent, code: "result.missing",
        message: "학생의 시험 결과를 찾을 수 없습니다: the backend has no result of this student in this exam.")

    static func refused(_ document: BackendDocument, status: Int) -> ReportRefusal {
        ReportRefusal(
            kind: .backend, code: "\(document.rawValue).refused",
            message: "\(document.korean) 가져올 수 없습니다: the backend answered with status \(status) when it was asked "
                + "for the \(document.english).")
    }

    /// - Parameter reason: a clause, without what the document says.
    static func unusable(_ document: BackendDocument, _ reason: String) -> ReportRefusal {
        ReportRefusal(
            kind: .backend, code: "\(document.rawValue).unusable",
            message: "\(document.korean) 사용할 수 없습니다: in the backend's \(document.english), \(reason).")
    }

    static func drawing(_ refusal: DrawingRefusal) -> ReportRefusal {
        ReportRefusal(
            kind: .drawing, code: refusal.code, message: "성적표를 그릴 수 없습니다: \(refusal.message)")
    }

    static func glyphsMissing(_ count: Int) -> ReportRefusal {
        ReportRefusal(
            kind: .drawing, code: "report.glyphs_missing",
            message: "성적표에 표시할 수 없는 글자가 있습니다: no font has \(count) of the report's characters; install one, "
                + "or set strict_glyphs: false.")
    }

    static func tooLarge(_ size: Int, limit: Int) -> ReportRefusal {
        ReportRefusal(
            kind: .drawing, code: "report.too_large",
            message: "성적표 파일이 너무 큽니다: the report has \(size) bytes, and a callback takes \(limit); set a lower scale "
                + "or quality, or callback.report: blob.")
    }

    static func tooLargeForBucket(_ size: Int) -> ReportRefusal {
        ReportRefusal(
            kind: .drawing, code: "report.too_large",
            message: "성적표 파일이 너무 큽니다: the report has \(size) bytes, and the bucket takes fewer; set a lower scale or "
                + "quality, or raise the bucket's limit.")
    }

    static func keyInvalid(_ reason: String) -> ReportRefusal {
        ReportRefusal(
            kind: .drawing, code: "report.key_invalid", message: "성적표를 저장할 수 없습니다: \(reason)")
    }
}

/// A document that the backend is asked for. The names stand in codes and metrics.
enum BackendDocument: String, Sendable, CaseIterable {
    case exam, student, rank, statistics, choices, answers
    case studentResults = "student_results"
    case examResults = "exam_results"

    /// With the particle of an object.
    var korean: String {
        switch self {
        case .exam: "시험 정보를"
        case .student: "학생 정보를"
        case .rank: "석차 정보를"
        case .statistics: "시험 통계를"
        case .choices: "문항별 선택 통계를"
        case .answers: "문항별 결과를"
        case .studentResults: "학생의 시험 결과를"
        case .examResults: "시험 결과 목록을"
        }
    }

    var english: String {
        switch self {
        case .exam, .student, .rank, .answers: rawValue
        case .statistics: "exam's statistics"
        case .choices: "exam's choices"
        case .studentResults: "student's results"
        case .examResults: "exam's results"
        }
    }
}
