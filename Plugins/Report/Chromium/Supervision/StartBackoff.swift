/// How long a browser rests after failures in a row: not at all after the first, then longer each time. Starts that
/// fail are counted apart from browsers that a page has ended: those say nothing about the next page.
struct StartBackoff {
    private static let first: UInt64 = 250_000_000
    private static let longest: UInt64 = 30_000_000_000
    /// After a page: the pages that wait for the browser have deadlines.
    private static let longestAfterPages: UInt64 = 1_000_000_000

    /// Starts that came to nothing, and browsers that ended with a page in them, since the last capture that succeeded.
    private(set) var failedStarts = 0
    private(set) var losses = 0

    mutating func failedToStart() { failedStarts += 1 }

    mutating func lost() { losses += 1 }

    mutating func succeeded() { self = StartBackoff() }

    /// Nanoseconds until the next start.
    var rest: UInt64 {
        max(
            Self.rest(after: failedStarts, atMost: Self.longest),
            Self.rest(after: losses, atMost: Self.longestAfterPages))
    }

    private static func rest(after failures: Int, atMost longest: UInt64) -> UInt64 {
        failures > 1 ? min(longest, first << UInt64(min(failures - 2, 16))) : 0
    }

    /// Whether captures are refused during the rest rather than kept waiting.
    var isHopeless: Bool { failedStarts > 2 }
}
