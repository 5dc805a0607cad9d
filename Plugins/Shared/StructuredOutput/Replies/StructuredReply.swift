import PluginSDK

/// A model's answer that is JSON of a schema.
public struct StructuredReply: Sendable, Hashable {
    public var value: JSONValue
    /// What was put right: for the log. Empty: it was JSON as it is.
    public var repairs: [JSONRepair]

    /// Reads the one value in an answer that fits the schema.
    ///
    /// The same value more than once is one; different ones that fit are refused. The value is as the model wrote it:
    /// no default is filled in and no kind is changed.
    public static func read(_ text: String, schema: JSONSchema) -> Result<StructuredReply, ReplyProblems> {
        let candidates: [RepairedJSON]
        switch JSONRepair.candidates(in: text) {
        case .success(let found): candidates = found
        case .failure(let problem): return .failure(ReplyProblems([problem]))
        }
        var fitting: [RepairedJSON] = []
        var nearest: (length: Int, problems: [ReplyProblem])?
        for candidate in candidates.prefix(mostCandidates) {
            let problems = schema.problems(of: candidate.value)
            if problems.isEmpty {
                fitting.append(candidate)
            } else if candidate.length > nearest?.length ?? -1 {
                nearest = (candidate.length, problems)
            }
        }
        guard let first = fitting.first else { return .failure(ReplyProblems(nearest?.problems ?? [.nothing])) }
        guard candidates.count <= mostCandidates, fitting.allSatisfy({ $0.value == first.value }) else {
            return .failure(ReplyProblems([.ambiguous]))
        }
        return .success(StructuredReply(value: first.value, repairs: first.repairs))
    }

    /// Values of one answer that are held against the schema.
    private static let mostCandidates = 50
}
