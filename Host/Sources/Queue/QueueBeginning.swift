extension EmbeddedQueue {
    /// Whether the first round is written: from then on the database knows which jobs the last host took along. Any
    /// thread.
    public var hasBegun: Bool { monitor.locked { state.isRegistered } }
}
