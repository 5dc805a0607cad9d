import HostConfiguration
import HostDispatch
import HostObservability

/// What follows from the end of a file's job, until all of it is done.
struct FileEnding: Sendable {
    enum Step: Sendable, Equatable {
        /// The dead letter is to be kept, and then the file put away.
        case letter
        /// The dead letters' answer is awaited.
        case letterUnderWay
        /// The file and what stands beside it are to be put away.
        case placing
    }

    var job: FileJob
    let status: JobStatus
    /// Nil when the job is done.
    let error: JobError?
    let answer: JobEnd.Answer?
    var step: Step
    /// When the step is due.
    var due: UInt64 = 0
    /// Why the step was tried and failed; nil before the first try and after one that succeeded.
    var trouble: String?

    /// The file's place when all is done, and what stands beside it.
    func placing(_ binding: FolderBinding) -> FilePlacing {
        var companion: FilePlacing.Companion?
        if let error {
            let document = JSONText.object([
                ("code", JSONText.quoted(error.code)), ("message", JSONText.quoted(error.message)),
                ("attempts", "\(job.attempt)"), ("job", JSONText.quoted(job.id)),
            ])
            companion = FilePlacing.Companion(ending: ".error.json", bytes: Array((document + "\n").utf8))
        } else if let answer {
            companion = FilePlacing.Companion(ending: MediaTypes.ending(of: answer.mediaType), bytes: answer.bytes)
        }
        return FilePlacing(
            name: job.name, facts: job.facts, source: binding.path,
            target: error == nil ? binding.done : binding.failed, companion: companion)
    }
}
