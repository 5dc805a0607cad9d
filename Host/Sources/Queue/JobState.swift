/// Where a job of the embedded queue stands. The numbers are in the database and in the conditions of its indexes.
enum JobState: Int64 {
    /// Whoever has room may claim it.
    case ready = 0
    /// Not before its due time.
    case delayed = 1
    /// Claimed by an owner, whose lease holds.
    case running = 2
    /// Ready, but one more end of the host under it makes a dead letter of it: such jobs run one at a time, so that the
    /// right one is found.
    case suspect = 3
    case done = 4
    /// It ended as a dead letter.
    case failed = 5

    /// As the status document and the command line say it.
    var word: String {
        switch self {
        case .ready, .suspect: "waiting"
        case .delayed: "delayed"
        case .running: "running"
        case .done: "done"
        case .failed: "failed"
        }
    }
}
