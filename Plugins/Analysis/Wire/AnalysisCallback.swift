import PluginSDK

/// What a queue is told of its command.
public struct AnalysisCallback: Codable, Sendable {
    public var jobId: JSONValue
    public var tenantSlug: String
    public var kind: String
    public var success: Bool
    /// Of one text.
    public var content: String?
    /// True: the narrator wrote it, because the model could not.
    public var degraded: Bool?
    /// Of a class: in the order of the request, the exam's commentary first.
    public var students: [ClassPiece.Student]?
    public var errorCode: String?
    public var errorMessage: String?
    public var schemaVersion = 1

    init(_ command: AnalysisCommand, success: Bool) {
        jobId = command.jobID
        tenantSlug = command.tenant
        kind = command.kind.rawValue
        self.success = success
    }
}
