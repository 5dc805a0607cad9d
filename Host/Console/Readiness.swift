import Synchronization

/// Whether the host can take work, and if not, why. Any thread.
public final class Readiness: Sendable {
    private let state = Mutex<String?>("starting")

    public init() {}

    /// Why the host is not ready; nil when it is.
    public var reason: String? { state.withLock { $0 } }

    public func ready() { state.withLock { $0 = nil } }
    public func notReady(_ reason: String) { state.withLock { $0 = reason } }
}
