import HostDispatch

/// How a job came back from the processor.
struct JobEnd: Sendable {
    struct Answer: Sendable, Equatable {
        let bytes: [UInt8]
        let mediaType: String
    }

    let status: JobStatus
    let error: JobError?
    /// Nil unless the job is done.
    let answer: Answer?
    /// Whether the host ended or refused the job by itself.
    let isHostsDoing: Bool

    init(_ status: JobStatus, _ error: JobError? = nil, answer: Answer? = nil, isHostsDoing: Bool = false) {
        (self.status, self.error, self.answer, self.isHostsDoing) = (status, error, answer, isHostsDoing)
    }
}

/// What a folder's thread hears from others.
enum FolderNews: Sendable {
    /// The job of the file with this name ended.
    case ended(String, JobEnd)
    /// The dead letter of that file is durable, or could not be kept now.
    case letter(String, isKept: Bool)
}
