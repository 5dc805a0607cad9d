/// A command on its way, with whom its result is for.
struct PendingCommand: Sendable {
    typealias Done = @Sendable (Result<RedisValue, RedisFailure>) -> Void

    let bytes: [UInt8]
    /// On the monotonic clock.
    let deadline: UInt64
    let done: Done
}
