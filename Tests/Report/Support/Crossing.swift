import PluginSDK
import PluginTestKit
import Synchronization

/// A host whose upstream answers nobody until so many requests are there at once: who asks one after the other waits
/// for ever, and the test's time limit says so.
final class Crossing: Sendable {
    private struct State {
        var waiting: [CheckedContinuation<Void, Never>] = []
        var most = 0
        var isOpen = false
    }

    private let needed: Int
    private let state = Mutex(State())
    private let services: MemoryServices

    init(_ services: MemoryServices, needed: Int) {
        self.services = services
        self.needed = needed
    }

    /// How many waited at once.
    var most: Int { state.withLock { $0.most } }

    var host: Host {
        Host { [self] service, request in
            if service == "http.send/1" { await arrive() }
            return try await services.host().call(service, request)
        }
    }

    private func arrive() async {
        await withCheckedContinuation { continuation in
            let free = state.withLock { state -> [CheckedContinuation<Void, Never>] in
                if state.isOpen { return [continuation] }
                state.waiting.append(continuation)
                state.most = max(state.most, state.waiting.count)
                guard state.waiting.count >= needed else { return [] }
                state.isOpen = true
                defer { state.waiting = [] }
                return state.waiting
            }
            for continuation in free { continuation.resume() }
        }
    }
}
