import Glibc

/// Where the time of one report went, in milliseconds of wall time; stages that an engine lacks are 0.
public struct StageTimes: Sendable, Hashable {
    public enum Stage: String, Sendable, Hashable, CaseIterable {
        /// Data to markup.
        case template
        /// Markup to elements.
        case parse
        case layout
        /// Pixels or PDF, and their encoding.
        case draw
        /// All that the browser does.
        case browser
    }

    private var milliseconds: [Stage: Double] = [:]

    public init() {}

    public subscript(stage: Stage) -> Double { milliseconds[stage] ?? 0 }

    /// All stages together.
    public var total: Double { milliseconds.values.reduce(0, +) }

    /// Times `body`, which may fail: what failed took its time too.
    mutating func measure<Result, Failure: Error>(
        _ stage: Stage, _ body: () throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let start = Self.now()
        defer { add(stage, since: start) }
        return try body()
    }

    mutating func add(_ stage: Stage, since start: UInt64) {
        milliseconds[stage, default: 0] += Double(Self.now() &- start) / 1_000_000
    }

    /// Nanoseconds of the monotonic clock.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(clamping: time.tv_sec) &* 1_000_000_000 &+ UInt64(clamping: time.tv_nsec)
    }
}
