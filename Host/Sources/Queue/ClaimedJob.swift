/// A job that this process has claimed and may do, until its lease ends.
struct ClaimedJob: Sendable {
    let seq: Int64
    /// Unique among the claims of this owner: a settlement counts only if the job still carries it.
    let claim: Int64
    /// The queue's name, and its number in the database.
    let queue: String
    let queueID: Int64
    let id: String
    /// 1 the first time.
    let attempt: Int
    /// Whether it is one that runs alone among its kind, because hosts ended while it ran.
    let isSuspect: Bool
    /// Milliseconds since 1970 when it could have begun.
    let due: Int64
    let subject: String?
    /// The dead letter whose replay it is.
    let letter: Int64?
    let headers: [(name: String, value: String)]
    let payload: [UInt8]
}
