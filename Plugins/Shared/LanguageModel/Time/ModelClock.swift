import PluginSDK

/// Time as the client sees it. In a test it stands still until the test says so.
struct ModelClock: Sendable {
    /// Since some moment; never goes back.
    var now: @Sendable () -> Duration
    /// For what outside means by a date.
    var secondsSince1970: @Sendable () -> Int
    /// - Throws: `CancellationError`.
    var sleep: @Sendable (Duration) async throws -> Void
}
