/// Waiting for what another task does.
enum Condition {
    struct NeverHeld: Error {}

    /// - Throws: when it does not hold within ten seconds.
    static func holds(_ condition: () async throws -> Bool) async throws {
        let end = ContinuousClock.now + .seconds(10)
        while try await !condition() {
            guard ContinuousClock.now < end else { throw NeverHeld() }
            try await Task.sleep(for: .milliseconds(2))
        }
    }
}
