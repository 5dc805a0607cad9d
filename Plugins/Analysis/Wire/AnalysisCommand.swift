import Digests
import PluginSDK

/// A text, or those of a class, that a queue asks for. The contract has none; this one is ours, after that of reports.
///
///     {"jobId": "a-17", "tenantSlug": "demo", "kind": "student-feedback", "request": { ... }}
public struct AnalysisCommand: PayloadInput {
    public enum Kind: String, Sendable, CaseIterable {
        case examCommentary = "exam-commentary"
        case studentFeedback = "student-feedback"
        case classFeedback = "class-feedback"
    }

    enum Request: Sendable {
        case examCommentary(ExamCommentaryRequest)
        case studentFeedback(StudentFeedbackRequest)
        case classFeedback(ClassFeedbackRequest)
    }

    static let mostBytesOfID = 200

    /// A text or a whole number, as it came.
    let jobID: JSONValue
    let tenant: String
    let kind: Kind
    /// The body of the kind's route, not read yet: a command with a wrong one can still be answered.
    private let body: JSONValue

    public static var payloadDescription: PayloadDescription {
        PayloadDescription(mediaType: "application/json", schema: RequestSchema.command)
    }

    /// - Throws: `InputRefusal` when it cannot even be answered.
    public init(payload: UnsafeRawBufferPointer, mediaType: String?) throws {
        let problems = BodyProblems()
        let reader = try BodyReader.body(payload, problems)
        let jobID = reader.identifier("jobId")
        let tenant = reader.filledText("tenantSlug", most: 255)
        let kind = reader.choice("kind", of: Kind.self)
        if !reader.has("kind") { reader.note("kind", "missing", "Field required") }
        if reader.has("schemaVersion") { _ = reader.integer("schemaVersion", in: 1...1) }
        let body = reader.value("request")
        if body == nil { reader.note("request", "missing", "Field required") }
        try problems.throwIfAny()
        guard let jobID, let tenant, let kind, let body else { throw InputRefusal(problems: problems.all) }
        self.jobID = jobID
        self.tenant = tenant
        self.kind = kind
        self.body = body
    }

    /// What is asked. - Throws: `InputRefusal` with every problem.
    func request() throws -> Request {
        try body.bytes.withUnsafeBytes { bytes in
            switch kind {
            case .examCommentary: .examCommentary(try ExamCommentaryRequest(payload: bytes, mediaType: nil))
            case .studentFeedback: .studentFeedback(try StudentFeedbackRequest(payload: bytes, mediaType: nil))
            case .classFeedback: .classFeedback(try ClassFeedbackRequest(payload: bytes, mediaType: nil))
            }
        }
    }

    /// The job's id as the route of its progress has it: `17` for 17.
    var jobName: String { if case .string(let text) = jobID { text } else { jobID.text } }

    /// The callback's name: the same at each attempt, and another for each request, should several have one job's id.
    var messageID: String {
        "analysis:\(tenant):\(kind.rawValue):\(jobName):\(SHA256.hex(body.bytes).prefix(12))"
    }
}

extension BodyReader {
    /// A text of one line or a whole number.
    fileprivate func identifier(_ name: String) -> JSONValue? {
        if case .integer(let number)? = value(name) { return .integer(number) }
        return filledText(name, most: AnalysisCommand.mostBytesOfID).map { .string($0) }
    }

    fileprivate func filledText(_ name: String, most: Int) -> String? {
        guard let text = text(name, most: most) else { return nil }
        guard !text.isEmpty else {
            note(name, "string_too_short", "String should have at least 1 character")
            return nil
        }
        return text
    }
}
