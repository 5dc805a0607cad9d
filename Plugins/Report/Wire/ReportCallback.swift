import Lumie
import PluginSDK
import ReportTemplates

/// What the backend is told of one report: the contract's callback, 3.3. What a failure lacks is null.
struct ReportCallback: Sendable {
    enum Report: Sendable {
        /// In the callback itself.
        case inline([UInt8])
        /// In a bucket, under a key.
        case stored(key: String)
        case failed(ReportRefusal)
    }

    var command: ReportCommand
    var report: Report
    /// Nil for a failure.
    var fileName: String?
    /// Where reports go by key, the callback has a member for it, in failures too.
    var carrier: ReportCarrier

    /// As it is sent: every member, in the contract's order, under the names of the backend.
    func bytes(_ names: FieldNames<CallbackField>) -> [UInt8] {
        var size = 1024
        if case .inline(let bytes) = report { size += Base64.length(of: bytes.count) }
        var writer = JSONWriter(capacity: size)
        writer.object { writer in
            func name(_ field: CallbackField) { writer.name(names.member(field)) }
            name(.jobId)
            writer.integer(command.jobID)
            name(.examId)
            writer.integer(command.examID)
            name(.studentId)
            writer.integer(command.studentID)
            name(.tenantSlug)
            writer.string(command.tenantSlug)
            name(.reportIndex)
            writer.integer(command.reportIndex)
            name(.totalReports)
            writer.integer(command.totalReports)
            name(.success)
            writer.bool(failure == nil)
            name(.reportBytes)
            if case .inline(let bytes) = report { writer.base64(bytes) } else { writer.null() }
            if carrier == .blob {
                name(.objectKey)
                if case .stored(let key) = report { writer.string(key) } else { writer.null() }
            }
            name(.fileName)
            writer.string(fileName)
            name(.errorMessage)
            writer.string(failure?.message)
            name(.errorCode)
            writer.string(failure?.code)
            name(.schemaVersion)
            writer.integer(ReportPayload.newestVersion)
        }
        return writer.bytes
    }

    private var failure: ReportRefusal? { if case .failed(let refusal) = report { refusal } else { nil } }
}

/// What the manifest says of the callback, by the contract's names.
struct ReportCallbackBody: Encodable, Sendable, SchemaProviding {
    static let jsonSchema: JSONValue = [
        "type": "object",
        "properties": [
            "jobId": integer, "examId": integer, "studentId": integer, "tenantSlug": ["type": "string"],
            "reportIndex": ["type": "integer", "minimum": 0], "totalReports": ["type": "integer", "minimum": 1],
            "success": ["type": "boolean"],
            "reportBytes": [
                "type": ["string", "null"], "contentEncoding": "base64",
                "description": "The report; null in a failure, and where reports go by key.",
            ],
            "objectKey": [
                "type": ["string", "null"], "description": "Of the report in the bucket, where reports go by key.",
            ],
            "fileName": text, "errorMessage": text,
            "errorCode": ["type": ["string", "null"], "description": "Stable, for programs: exam.missing."],
            "schemaVersion": ["type": "integer", "const": .integer(ReportPayload.newestVersion)],
        ],
        "required": [
            "errorCode", "errorMessage", "examId", "fileName", "jobId", "reportBytes", "reportIndex", "schemaVersion",
            "studentId", "success", "tenantSlug", "totalReports",
        ],
    ]

    static var schemaExample: ReportCallbackBody { ReportCallbackBody() }

    private static let integer: JSONValue = ["type": "integer", "format": "int64"]
    private static let text: JSONValue = ["type": ["string", "null"]]
}
