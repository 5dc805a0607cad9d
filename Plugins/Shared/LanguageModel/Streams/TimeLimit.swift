/// Runs something that can be cancelled, for so long at most.
///
/// - Returns: nil when the time was over first; what ran is cancelled then and has ended.
func withTimeLimit<Value: Sendable>(
    _ limit: Duration, _ clock: ModelClock, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value? {
    try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await clock.sleep(limit)
            return nil
        }
        defer { group.cancelAll() }
        return try await group.next() ?? nil
    }
}
