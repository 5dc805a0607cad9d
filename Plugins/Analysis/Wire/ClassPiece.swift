/// What is told while the texts of a class are written; the words are those of the backend's own stream: `init`,
/// `progress` with a status, `done`.
public struct ClassPiece: Codable, Sendable, Equatable {
    public enum Event: String, Codable, Sendable, CaseIterable { case `init`, progress, done }
    public enum Status: String, Codable, Sendable, CaseIterable { case generating, done, error }

    /// One student's text, or why there is none.
    public struct Student: Codable, Sendable, Equatable {
        /// The place in the request's list, from 0 on; nil: the exam's commentary.
        public var index: Int?
        public var studentId: Int?
        public var status: Status
        public var content: String?
        /// True: the narrator wrote it, because the model could not.
        public var degraded: Bool?
        public var errorCode: String?
        public var errorMessage: String?
    }

    public var event: Event
    /// Texts that are there or have failed, and all.
    public var done: Int
    public var total: Int
    /// With `progress`.
    public var student: Student?
    /// With `done`: how many failed.
    public var failed: Int?
}
