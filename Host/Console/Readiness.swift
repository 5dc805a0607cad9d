import Synchronization

/// Whether the host can take work, and if not, why. Any thread.
public final class Readiness: Sendable {
    /// Says what keeps one part of the host from working, as a sentence; nil when nothing does.
    public typealias Hindrance = @Sendable () -> String?

    private struct State {
        var phase: String? = "starting"
        var isEnding = false
        var parts: [(name: String, hindrance: Hindrance)] = []
    }

    private let state = Mutex(State())

    public init() {}

    /// Why the host is not ready, everything at once; nil when it is.
    public var reason: String? {
        let (phase, parts) = state.withLock { ($0.phase, $0.parts) }
        let hindered = parts.compactMap { part in part.hindrance().map { "\(part.name): \($0)" } }
        let all = (phase.map { [$0] } ?? []) + hindered
        // Reasons are whole sentences, some of them with their full stop.
        return all.isEmpty ? nil : all.map { $0.hasSuffix(".") ? String($0.dropLast()) : $0 }.joined(separator: "; ")
    }

    /// The start is over.
    public func ready() { setPhase(nil) }
    /// The host as a whole cannot work: it starts or waits.
    public func notReady(_ reason: String) { setPhase(reason) }

    /// The host ends; nothing makes it ready any more.
    public func end() {
        state.withLock { state in
            state.isEnding = true
            state.phase = "ending"
        }
    }

    private func setPhase(_ phase: String?) {
        state.withLock { state in
            if !state.isEnding { state.phase = phase }
        }
    }

    /// From now on asks this part too.
    public func watch(_ name: String, _ hindrance: @escaping Hindrance) {
        state.withLock { $0.parts.append((name, hindrance)) }
    }
}
