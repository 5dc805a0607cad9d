/// One thing that keeps an answer from being used.
public struct ReplyProblem: Error, Sendable, Hashable {
    /// Stable, for programs, metrics and logs.
    public enum Code: String, Sendable, Hashable, CaseIterable {
        /// There is no JSON in it.
        case nothing = "reply.no_json"
        /// The JSON ends before its last bracket.
        case truncated = "reply.truncated"
        /// Something is wrong with the JSON that cannot be put right without a guess.
        case broken = "reply.broken"
        /// More than one value would do.
        case ambiguous = "reply.ambiguous"
        /// More text than is looked through.
        case tooLarge = "reply.too_large"
        /// It is JSON, and not of the schema.
        case schema = "reply.schema"
    }

    public var code: Code
    /// Where in the JSON, as RFC 6901 has it: `/items/0/name`; empty: the whole. Names in it may be the model's, so it
    /// is for the model and not for the log.
    public var pointer: String
    /// The keyword of the schema that is not kept: `required`. Nil where the schema has no part in it.
    public var keyword: String?
    /// What is wrong and what is needed, without a word of the answer: for the model and for the log.
    public var message: String

    public init(_ code: Code, at pointer: String = "", keyword: String? = nil, _ message: String) {
        self.code = code
        self.pointer = pointer
        self.keyword = keyword
        self.message = message
    }
}

extension ReplyProblem {
    static let nothing = ReplyProblem(.nothing, "there is no JSON object or list in the answer")
    static let tooLarge = ReplyProblem(.tooLarge, "the answer is larger than \(JSONFinder.mostBytes >> 20) MiB")
    static let ambiguous = ReplyProblem(
        .ambiguous, "the answer has several different JSON values that fit the schema; one is needed")

    init(_ fault: ReadingFault) {
        switch fault.kind {
        case .truncated: self.init(.truncated, "the JSON ends before its last bracket or quote is closed")
        case .syntax: self.init(.broken, "the JSON has a mistake at byte \(fault.offset)")
        case .twice:
            self.init(.broken, "an object has the same name twice, with different values, at byte \(fault.offset)")
        case .number: self.init(.broken, "the number at byte \(fault.offset) is too large to be kept as it is")
        case .tooDeep:
            self.init(.broken, "objects and lists lie in one another more than \(LenientReader.mostDepth) deep")
        }
    }
}

/// Everything that keeps an answer from being used; at least one thing.
public struct ReplyProblems: Error, Sendable, Hashable, CustomStringConvertible {
    public let problems: [ReplyProblem]

    public init(_ problems: [ReplyProblem]) { self.problems = problems }

    /// For the log: no word of the answer in it.
    public var description: String { problems.map(\.message).joined(separator: "; ") }
}
