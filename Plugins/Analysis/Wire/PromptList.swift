/// The prompts that are in use, and what somebody should know of them.
public struct PromptList: Codable, Sendable {
    public struct Entry: Codable, Sendable {
        public var id: String
        public var language: String
        public var version: Int
        /// As logs and traces name it.
        public var label: String
        public var source: String
        public var summary: String
    }

    public var prompts: [Entry]
    public var warnings: [String]
}
