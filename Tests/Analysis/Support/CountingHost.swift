import PluginSDK
import PluginTestKit
import Synchronization

/// A host that holds the first requests to its upstream until so many are there at once, and counts how many ever were.
/// Who asks one after the other gets no answer.
final class CountingHost: Sendable {
    private struct State {
        var current = 0
        var most = 0
        var isOpen = false
    }

    private let needed: Int
    private let services: MemoryServices
    private let state = Mutex(State())

    init(_ services: MemoryServices, needed: Int) {
        self.needed = needed
        self.services = services
    }

    /// Most requests at once.
    var most: Int { state.withLock { $0.most } }

    var host: Host {
        Host { [self] service, request in
            guard service == "http.send/1" else { return try await services.host().call(service, request) }
            state.withLock { state in
                state.current += 1
                state.most = max(state.most, state.current)
                if state.current >= needed { state.isOpen = true }
            }
            defer { state.withLock { $0.current -= 1 } }
            try await Condition.holds { state.withLock { $0.isOpen } }
            return try await services.host().call(service, request)
        }
    }
}
