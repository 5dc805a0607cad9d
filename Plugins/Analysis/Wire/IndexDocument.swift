/// What `GET /` answers: who this is, and who writes.
public struct IndexDocument: Codable, Sendable {
    public var service = "analysis"
    public var status = "ok"
    /// `model` or `narrator`.
    public var writer: String
    public var model: String?
    public var language: String
    /// As logs and traces name them.
    public var prompts: [String]
}
