import HostDispatch

/// The answer of a job.
struct JobResult: Sendable {
    let mediaType: String
    let bytes: [UInt8]
}

/// The end of one claim, to be written.
struct Settlement: Sendable {
    enum Outcome: Sendable {
        case done(JobResult)
        /// Tried again at `due`, in milliseconds since 1970.
        case again(due: Int64, JobError)
        case failed(DeadLetter)
        /// As if it had not been claimed; not before `due`.
        case giveBack(due: Int64)
    }

    let job: ClaimedJob
    let outcome: Outcome
    /// Milliseconds since 1970.
    let time: Int64
}
