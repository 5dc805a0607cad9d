import Lumie
import PluginSDK

/// One report to be made: the contract's command, 3.2.
struct ReportCommand: Sendable, Equatable {
    var jobID: Int
    var examID: Int
    var studentID: Int
    var tenantSlug: String
    var reportIndex: Int
    var totalReports: Int
    /// Ours: for the second page.
    var commentary: String?
    var feedback: String?

    /// Names the callback's message, whichever attempt sends it.
    var messageID: String { "\(jobID):\(reportIndex)" }

    var request: ReportRequest {
        ReportRequest(
            tenant: tenantSlug, studentID: studentID, examID: examID, commentary: commentary, feedback: feedback)
    }

    /// What a key or a file's name says of it. A value is one part of a key, whatever is in it.
    func value(of place: ReportPlace, _ format: ReportFormat) -> String {
        switch place {
        case .tenantSlug: tenantSlug.replacing("%", with: "%25").replacing("/", with: "%2F")
        case .jobId: String(jobID)
        case .examId: String(examID)
        case .studentId: String(studentID)
        case .reportIndex: String(reportIndex)
        case .extension: format.fileExtension
        }
    }
}

/// The payload of `report.job` and `report.failed`, whose names are read as the settings say.
struct ReportPayload: PayloadInput {
    static let newestVersion = 1
    /// Bytes of a commentary or feedback.
    static let longestText = 60_000

    private let document: CommandDocument

    static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: schema)
    }

    init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        document = try CommandDocument(payload: payload)
    }

    /// - Throws: `InputRefusal` with every field that is wrong; `Reject` for a version of the contract after ours.
    func command(_ names: FieldNames<CommandField>) throws -> ReportCommand {
        var reader = FieldReader(document, names)
        try reader.requireVersion(.schemaVersion, newest: Self.newestVersion)
        let jobID = reader.integer(.jobId, from: .min)
        let examID = reader.integer(.examId, from: .min)
        let studentID = reader.integer(.studentId, from: .min)
        let tenantSlug = reader.text(.tenantSlug, most: 128)
        let reportIndex = reader.integer(.reportIndex, from: 0)
        let totalReports = reader.integer(.totalReports, from: 1)
        let commentary = reader.optionalText(.commentary, most: Self.longestText, lines: true)
        let feedback = reader.optionalText(.feedback, most: Self.longestText, lines: true)
        guard let jobID, let examID, let studentID, let tenantSlug, let reportIndex, let totalReports,
            reader.problems.isEmpty
        else { throw InputRefusal(problems: reader.problems) }
        return ReportCommand(
            jobID: jobID, examID: examID, studentID: studentID, tenantSlug: tenantSlug, reportIndex: reportIndex,
            totalReports: totalReports, commentary: commentary, feedback: feedback)
    }

    private static let schema: JSONValue = [
        "type": "object",
        "properties": [
            "jobId": ["type": "integer", "format": "int64"],
            "examId": ["type": "integer", "format": "int64"],
            "studentId": ["type": "integer", "format": "int64"],
            "tenantSlug": ["type": "string", "minLength": 1, "maxLength": 128],
            "reportIndex": ["type": "integer", "minimum": 0],
            "totalReports": ["type": "integer", "minimum": 1],
            "commentary": ["type": ["string", "null"], "description": "On the exam, for the second page."],
            "feedback": ["type": ["string", "null"], "description": "For this student, for the second page."],
            "schemaVersion": ["type": "integer", "minimum": 1, "maximum": 1, "default": 1],
        ],
        "required": ["jobId", "examId", "studentId", "tenantSlug", "reportIndex", "totalReports"],
    ]
}
