import Lumie
import PluginSDK

/// What a report is asked about.
struct ReportRequest: Sendable, Hashable {
    var tenant: String
    var studentID: Int
    var examID: Int
    var commentary: String?
    var feedback: String?

    /// Whom the report is about, for who purges: students of two tenants may have the same number, and what is kept
    /// for a message has no tenant but this.
    var subject: String { "\(tenant)/\(studentID)" }
}

/// The request of `report.student`: all of it stands in path, query and header.
struct StudentReportRequest: Sendable, Equatable {
    var tenant: String
    var studentID: Int
    var examID: Int
    /// Nil: the settings' own.
    var format: ReportFormat?
    var template: String?

    var request: ReportRequest { ReportRequest(tenant: tenant, studentID: studentID, examID: examID) }

    /// - Throws: `InputRefusal` with all that is wrong, as FastAPI says it.
    init(_ job: Job) throws {
        var problems: [InputProblem] = []
        let studentID = Self.integer("student_id", of: job, &problems)
        let examID = Self.integer("exam_id", of: job, &problems)
        let tenant = job.tenant.flatMap { $0.isEmpty ? nil : $0 }
        if tenant == nil {
            problems.append(
                InputProblem(location: ["header", "x-tenant-slug"], type: "missing", message: "Field required"))
        }
        format = job.parameter("format").flatMap { text in
            if let format = ReportFormat(rawValue: text) { return format }
            let known = ReportFormat.allCases.map { "'\($0.rawValue)'" }
            problems.append(
                InputProblem(
                    location: ["query", "format"], type: "enum",
                    message: "Input should be \(known.dropLast().joined(separator: ", ")) or \(known.last ?? "")"))
            return nil
        }
        template = job.parameter("template").flatMap { $0.isEmpty ? nil : $0 }
        guard let studentID, let examID, let tenant, problems.isEmpty else { throw InputRefusal(problems: problems) }
        self.studentID = studentID
        self.examID = examID
        self.tenant = tenant
    }

    private static func integer(_ name: String, of job: Job, _ problems: inout [InputProblem]) -> Int? {
        guard let text = job.parameter(name) else {
            problems.append(
                InputProblem(location: ["path", .string(name)], type: "missing", message: "Field required"))
            return nil
        }
        if let number = Int(text) { return number }
        problems.append(
            InputProblem(
                location: ["path", .string(name)], type: "int_parsing",
                message: "Input should be a valid integer, unable to parse string as an integer"))
        return nil
    }
}
